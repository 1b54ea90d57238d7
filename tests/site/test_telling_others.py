"""What neighbours say to everybody is told to the sites it leads to; what is for neighbours alone, to nobody."""

from collections.abc import Sequence
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select, update

from hub.aggregate.items.models import Item
from hub.aggregate.items.rules import page_key
from hub.communicate.links.models import ItemLink
from hub.communicate.mentions import owing, sending
from hub.communicate.mentions.models import Sending
from hub.communicate.mentions.sending import Telling
from hub.communicate.mentions.telling import GONE, TOLD_KEPT, UNTOLD, Hitch, SendState
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Target
from hub.people.rules import NOBODY
from hub.settings import Settings
from hub.site import echoing, told_others
from hub.site.deps import Doing
from tests import town
from tests.neighbours import Neighbour
from tests.site.answering_ben import owns
from tests.site.conftest import ADDRESS, Alderford
from tests.site.replied import item_called, known_well, last, person_of, said, speak

BINS = "https://alderford-council.example/bins-on-tuesday"
ELSEWHERE = "https://elsewhere.example/post"
BRIDGE = "https://mill-end-diary.example/the-bridge-is-shut"


def doing(db: Session, settings: Settings) -> Doing:
    """Return how the site would do something by itself."""
    db.info["settings"] = settings
    return Doing(db, NOBODY, now())


def sendings(many: Engine) -> dict[str, Sending]:
    """Return what is to be told, by whom it is told to."""
    with reading(many) as db:
        found = {row.target_url: row for row in db.exec(select(Sending))}
        db.expunge_all()
    return found


def all_told(many: Engine) -> None:
    """Have everything told that waits."""
    with writing(many) as db:
        done = {"state": SendState.TOLD, "sent_at": now(), "due_at": None, "status_url": f"{ELSEWHERE}/7"}
        db.execute(update(Sending).values(done))


@pytest.fixture
def bins(many: Engine, alderford: Alderford) -> str:
    with writing(many) as db:
        town.item(db, alderford.council, "An old post", [alderford.place], html=f'<a href="{ELSEWHERE}">there</a>')
    return f"/items/{item_called(many, 'Bins on Tuesday')}/reply"


def test_what_ben_says_is_told_to_the_post_and_the_pages_it_leads_to(
    ben: Neighbour, many: Engine, settings: Settings, bins: str
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, f"I wrote of it [there]({ELSEWHERE}) and {ADDRESS}/about.", who="everybody")
    with writing(many) as db:  # somebody has read it
        db.execute(update(Reply).values(state=State.SHOWN))
        echoing.tell(doing(db, settings), [last_id(db)])
    told = sendings(many)
    assert told.keys() == {BINS, ELSEWHERE}
    assert {row.source_url for row in told.values()} == {f"{ADDRESS}/replies/{last(many).id}"}
    page = ben.visit(f"/you/replies/{last(many).id}")
    assert page.text.count("It will be told soon") == 2
    shown = ben.visit(f"/replies/{last(many).id}").links
    assert {BINS, ELSEWHERE} <= shown.keys()  # whoever is told finds the link there


def test_ben_sees_what_became_of_it(ben: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "On Wednesday.")
    all_told(many)
    page = ben.visit(f"/you/replies/{last(many).id}")
    assert page.links[BINS] == "alderford-council.example"
    assert "It was told. Whether it shows that, its owner decides." in page.text
    assert f"{ELSEWHERE}/7" in page.links
    ben.post(f"/you/replies/{last(many).id}/withdraw")
    assert "It will be told that this is gone." in ben.visit(f"/you/replies/{last(many).id}").text
    assert ben.visit(f"/replies/{last(many).id}").status == 410
    all_told(many)
    assert "It was told that this is gone." in ben.visit(f"/you/replies/{last(many).id}").text


def test_what_was_taken_back_in_time_nobody_hears_of(ben: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "On Wednesday.")
    ben.post(f"/you/replies/{last(many).id}/withdraw")
    assert [(row.edit, row.due_at) for row in sendings(many).values()] == [(GONE, None)]
    assert "Sites that hear of it" not in ben.visit(f"/you/replies/{last(many).id}").text


@pytest.mark.parametrize(("state", "for_whom"), list(product(State, ["neighbours", "everybody"])))
def test_of_nothing_but_what_everybody_sees_anybody_is_told(
    ben: Neighbour, many: Engine, alderford: Alderford, settings: Settings, bins: str, state: State, for_whom: str
) -> None:
    with writing(many) as db:
        made = said(db, alderford.place, item_called(many, "Bins on Tuesday"), person_of(many, "Ben"), ELSEWHERE)
        told = set(sendings_of(db, made))
        db.execute(update(Reply).values(state=state, is_local=for_whom == "neighbours"))
        echoing.tell(doing(db, settings), [made])
        told |= set(sendings_of(db, made))
    assert told == ({BINS, ELSEWHERE} if (state, for_whom) == (State.SHOWN, "everybody") else set())


def sendings_of(db: Session, reply_id: UUID) -> Sequence[str]:
    return [each.target_url for each in sending.of_reply(db, reply_id) if each.is_known]


def last_id(db: Session) -> UUID:
    return db.exec(select(Reply.id).order_by(col(Reply.said_at).desc())).first() or UUID(int=0)


@pytest.mark.parametrize("how", ["hidden", "local", "erased"])
def test_whatever_hides_a_reply_those_told_hear_that_it_is_gone(
    ben: Neighbour, many: Engine, bins: str, how: str
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "On Wednesday.")
    all_told(many)
    with writing(many) as db:
        owing.settle_owed(db, ADDRESS, now())
    assert sendings(many)[BINS].edit != GONE
    with writing(many) as db:
        if how == "erased":
            db.execute(update(Sending).values(reply_id=None))
        elif how == "hidden":
            db.execute(update(Reply).values(state=State.HIDDEN))
        else:
            db.execute(update(Reply).values(is_local=True))
        owing.settle_owed(db, ADDRESS, now())
    assert sendings(many)[BINS].edit == GONE
    assert sendings(many)[BINS].due_at


def answers(db: Session, alderford: Alderford, title: str) -> Item:
    """Have the council answer the diary."""
    made = town.item(db, alderford.council, title, [alderford.place], at=now())
    diary = db.get_one(type(alderford.diary), alderford.diary.id)
    db.add(
        ItemLink(
            item_id=made.id or 0,
            page_key=page_key(BRIDGE) or 0,
            url=f"{BRIDGE}?utm_source=a",
            source_id=diary.source_id,
        )
    )
    db.flush()
    return made


@pytest.fixture
def diary(ben: Neighbour, many: Engine, alderford: Alderford) -> str:
    """Where Ben looks after his diary; one post of it was answered before he asked to be told."""
    with writing(many) as db:
        owns(db, "Ben", alderford.diary)
        db.execute(update(Item).values(page_key=page_key(BRIDGE)).where(col(Item.title) == "The bridge is shut"))
        answers(db, alderford, "We know of it")
    return "/you/sources/mill-end-diary"


def test_bens_site_is_told_of_answers_only_when_he_wishes(
    ben: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford, diary: str
) -> None:
    with writing(many) as db:
        owing.settle_owed(db, ADDRESS, now())
    assert sendings(many) == {}
    assert "It is off." in ben.visit(diary).text
    assert ben.post(f"{diary}/tell", tell="yes").status == 303
    assert "It is on: your site is told." in ben.visit(diary).text
    with writing(many) as db:
        made = answers(db, alderford, "It opens on Friday")
        owing.settle_owed(db, ADDRESS, now())
        owing.settle_owed(db, ADDRESS, now())
    ((target, row),) = sendings(many).items()
    assert (target, row.source_url) == (
        BRIDGE,
        f"{ADDRESS}/items/{made.id}",
    )
    page = cem.visit(f"/items/{made.id}")
    assert [
        each.get("href")
        for each in page.all("//article[contains(@class,'h-entry')]//a[contains(@class,'u-in-reply-to')]")
    ] == [target]
    assert ben.post(f"{diary}/tell", tell="no").status == 303
    assert sendings(many) == {}
    assert "It is off." in ben.visit(diary).text


def test_a_post_that_is_taken_down_is_taken_back(
    ben: Neighbour, many: Engine, alderford: Alderford, diary: str
) -> None:
    ben.post(f"{diary}/tell", tell="yes")
    ben.post(f"{diary}/tell", tell="yes")
    with writing(many) as db:
        made = answers(db, alderford, "It opens on Friday")
        owing.settle_owed(db, ADDRESS, now())
    all_told(many)
    with writing(many) as db:
        db.add(Withholding(target_kind=Target.ITEM, target_id=str(made.id), measure=Measure.HIDE, since=now()))
        another = answers(db, alderford, "It opens on Sunday")
        db.add(Withholding(target_kind=Target.ITEM, target_id=str(another.id), measure=Measure.HIDE, since=now()))
        db.flush()
        owing.settle_owed(db, ADDRESS, now())
    ((_, row),) = sendings(many).items()
    assert (row.item_id, row.edit) == (made.id, GONE)


def test_a_site_hears_when_an_edit_took_the_link_to_it_out_and_when_it_is_back(
    ben: Neighbour, many: Engine, alderford: Alderford, diary: str
) -> None:
    ben.post(f"{diary}/tell", tell="yes")
    with writing(many) as db:
        made = answers(db, alderford, "It opens on Friday")
        link = ItemLink.model_validate(db.exec(select(ItemLink).where(ItemLink.item_id == made.id)).one())
        owing.settle_owed(db, ADDRESS, now())
    all_told(many)
    with writing(many) as db:
        owing.settle_owed(db, ADDRESS, now())
    assert sendings(many)[BRIDGE].due_at is None
    with writing(many) as db:
        db.execute(delete(ItemLink).where(col(ItemLink.item_id) == made.id))
        owing.settle_owed(db, ADDRESS, now())
    told = sendings(many)[BRIDGE]
    assert (told.edit, told.state) == (GONE, SendState.WAITING)
    all_told(many)
    with writing(many) as db:
        db.add(link)
        db.flush()
        owing.settle_owed(db, ADDRESS, now())
    assert sendings(many)[BRIDGE].edit != GONE


def test_nobody_is_told_of_what_is_their_own(ben: Neighbour, many: Engine, alderford: Alderford, diary: str) -> None:
    ben.post(f"{diary}/tell", tell="yes")
    with writing(many) as db:
        owns(db, "Ben", alderford.council)
        answers(db, alderford, "It opens on Friday")
        owing.settle_owed(db, ADDRESS, now())
    assert sendings(many) == {}


def test_no_mentor_wishes_it_for_a_site_of_nobody(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    here = "/you/sources/alderford-council"
    assert "Word to your own site" not in ada.visit(here).text
    page = ada.post(f"{here}/tell", tell="yes", told="I like it")
    assert page.status == 422
    assert "Nobody speaks for this site here yet, so nobody asked for it to be told." in page.text


@pytest.mark.parametrize("state", SendState)
def test_whatever_became_of_it_there_are_words_for_it(state: SendState) -> None:
    said_so = {
        str(told_others.words(Telling("", state, hitch, is_gone, None, "")))
        for hitch in Hitch
        for is_gone in (True, False)
    }
    assert all(each.endswith(".") for each in said_so)
    assert (len(said_so) > 1) == (state not in {SendState.NOBODY, SendState.FAILED})


def test_what_is_gone_is_forgotten_after_a_month_and_what_was_never_told_is_not_told_after_a_week(
    ben: Neighbour, many: Engine, bins: str
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "On Wednesday.")
    with writing(many) as db:
        sending.forget_told(db, now() + UNTOLD)
    assert sendings(many)[BINS].due_at is None
    with writing(many) as db:
        sending.forget_told(db, now() + TOLD_KEPT)
    assert sendings(many) == {}


def test_ben_is_told_whom_we_told(ben: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "On Wednesday.")
    with reading(many) as db:
        (told,) = sending.told(db, person_of(many, "Ben"))
    assert told["url"] == BINS
