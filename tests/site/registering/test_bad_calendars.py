"""A calendar with something wrong in it: Ben is told before he sends it, and on its page once it is read."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.meet.events.models import Event, Occurrence
from tests.duties.publisher import Publisher
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.registering.blogging import fetch, only, sum_in

SOON = now() + timedelta(days=9)
START = f"DTSTART:{SOON:%Y%m%d}T190000Z"


def calendar(*events: str) -> str:
    told = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Mill hall\r\n{told}END:VCALENDAR\r\n"


def event(*lines: str, uid: str = "1", title: str = "Quiz") -> str:
    return "\r\n".join((f"UID:{uid}", f"SUMMARY:{title}", *lines))


def admitted(ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine, body: str) -> str:
    """Register what Ben's hall says, let it in, and return what he was told before he sent it."""
    address = blog.says("/hall.ics", body=body, Content_Type="text/calendar")
    page = ben.fill(ben.visit("/register"), site=address, place="alderford")
    ben.fill(page, **sum_in(page))
    ada.post(f"/desk/sources/{only(many).id}", answer="yes")
    return page.text


def heard(db: Session, blog: Publisher) -> Feed:
    return next(feed for feed in db.exec(select(Feed)) if blog.host in feed.url)


BAD = [
    ((START, "RRULE:FREQ=SECONDLY"), "only its first date is listed"),
    ((START, f"DTEND:{SOON.year + 100}1201T190000Z"), "last longer than a year"),
    ((START, f"DTEND:{SOON - timedelta(days=1):%Y%m%d}T190000Z"), "end before they start"),
    ((START.replace(":", ";TZID=Middle-earth/Shire:").rstrip("Z"),), "name a time zone that does not exist"),
]


@pytest.mark.parametrize(("lines", "said"), BAD)
def test_what_is_odd_is_told_before_it_is_sent_and_stands_on_its_page(
    ben: Neighbour, ada: Neighbour, alderford: Alderford, blog: Publisher, many: Engine, tools: Tools, lines, said
) -> None:
    before = admitted(ben, ada, blog, many, calendar(event(*lines)))
    assert "We found a calendar with 1 event ahead" in before
    assert said in before
    fetch(tools, blog)
    assert said in ben.visit("/you/sources/mill-hall").text
    with reading(many) as db:
        assert len(db.exec(select(Occurrence).join(Event).where(Event.feed_id == heard(db, blog).id)).all()) == 1


def test_of_too_many_events_the_soonest_are_read(
    ben: Neighbour, alderford: Alderford, blog: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What fifty thousand cost is the business of the reader’s own tests.
    monkeypatch.setattr("hub.meet.reading.calendar.MOST_COMPONENTS", 6)
    body = calendar(*(event(START, uid=str(number)) for number in range(50)))
    address = blog.says("/hall.ics", body=body, Content_Type="text/calendar")
    told = ben.fill(ben.visit("/register"), site=address, place="alderford").text
    assert "We read 6 of 50 events: the soonest." in told


def test_what_is_longer_than_can_be_taken_is_told_with_what_to_do(
    cem: Neighbour, alderford: Alderford, blog: Publisher
) -> None:
    address = blog.says("/hall.ics", body=calendar(event(START, f"DESCRIPTION:{'a b ' * 1_400_000}")))
    told = cem.fill(cem.visit("/register"), site=address, place="alderford").text
    assert "larger than 5 MB" in told


def test_hostile_words_stay_words(
    ben: Neighbour, ada: Neighbour, alderford: Alderford, blog: Publisher, many: Engine, tools: Tools
) -> None:
    bad = event(
        START, r"DESCRIPTION:<b onclick=1>x</b>", "URL:javascript:alert(1)", "LOCATION:javascript:alert(2)",
        "CONFERENCE:javascript:alert(3)", title=r"a\nb\;c\,d",
    )  # fmt: skip
    admitted(ben, ada, blog, many, calendar(bad))
    fetch(tools, blog)
    with reading(many) as db:
        (held,) = db.exec(select(Event).where(Event.feed_id == heard(db, blog).id)).all()
        assert (held.title, held.url, held.online_url, held.summary) == ("a b;c,d", "", "", "x")
    page = ben.visit(f"/alderford/meetups/{held.id}")
    assert "a b;c,d" in page.text
    assert not [each for each in page.all("//a/@href") if str(each).lower().startswith("javascript")]


def test_an_organiser_who_changes_every_id_each_hour_has_the_meetups_they_had(
    ben: Neighbour, ada: Neighbour, alderford: Alderford, blog: Publisher, many: Engine, tools: Tools
) -> None:
    def hour(number: int) -> str:
        return calendar(*(event(START, uid=f"{title}-{number}@x", title=title) for title in ("Quiz", "Choir")))

    def ids() -> set[UUID]:
        with reading(many) as db:
            return set(db.exec(select(Event.id).where(Event.feed_id == heard(db, blog).id)))

    admitted(ben, ada, blog, many, hour(0))
    fetch(tools, blog)
    first = ids()
    for number in (1, 2):
        blog.says("/hall.ics", body=hour(number), Content_Type="text/calendar")
        with reading(many) as db:
            feed_id = heard(db, blog).id
        due(many, feed_id)
        fetch(tools, blog)
    assert ids() == first
    assert len(first) == 2


def due(many: Engine, feed_id: object) -> None:
    """Have a feed looked at in the next round."""
    with writing(many) as db:
        db.get_one(Feed, feed_id).due_at = now() - timedelta(minutes=1)
