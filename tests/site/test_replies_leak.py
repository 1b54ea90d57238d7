"""Whatever neighbours say among themselves, in whatever order: no address of the site tells it to anybody else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as drawn
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from hub.communicate.following.rules import AT_ONCE, DIGEST, Followed, Kind
from hub.communicate.mentions.models import Sending
from hub.communicate.mentions.telling import GONE
from hub.communicate.replies import actions
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads.actions import for_item
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.mail.models import OutboxMail
from hub.people.persons import queries as people
from hub.settings import Settings
from hub.site import echoing, replying
from hub.site.deps import Doing
from hub.site.letters import Office, writing_from
from hub.site.outlets.formats import Outlet
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford
from tests.site.digested import DAY, HOUR, Told, at_their_hour, follower, listening, person, place, telling
from tests.site.livedin import routes
from tests.site.replied import item_called, person_of

MARK, NAME = "Quibblefax", "Wimblequist"  # stand in nothing but what is for neighbours alone
PUBLIC = "This is for everybody"
PUBLIC_HEARD = "3 new replies, by Ada"  # of all that is said in TALK
NUMBERS = count()  # nobody says the same twice
AFTER = ("", "withdraw", "hide", "remove", "quote", "reword")


@dataclass(frozen=True)
class Step:
    """Something is said: which one it answers, which one it quotes, to whom, and what becomes of it."""

    answers: int | None = None
    quotes: int | None = None
    is_local: bool = False
    waits: bool = False
    after: str = ""


_earlier = st.none() | st.integers(0, 4)
STEPS = st.lists(
    st.builds(Step, _earlier, _earlier, st.booleans(), st.integers(0, 4).map(lambda n: n == 0), st.sampled_from(AFTER)),
    min_size=2,
    max_size=5,
)
# A talk in which all of it happens: what is for neighbours is said, answered, quoted, reworded and taken down.
TALK = (
    Step(),
    Step(is_local=True),
    Step(answers=1),
    Step(quotes=1),
    Step(answers=0, is_local=True, waits=True),
    Step(is_local=True, after="reword"),
    Step(after="quote"),
    Step(is_local=True, after="hide"),
    Step(is_local=True, after="withdraw"),
    Step(),
)
ASKED = {
    "search": f"?q={MARK}",
    "/oembed": "?url=https://hub.example/alderford",
    "/api/v1/": "?place=alderford",
}
# Everything a visitor may open without an id that is a secret; PDFs are set from the pages beside them.
ROUTES = [
    route.path
    for route in routes("GET")
    if not route.path.startswith(("/you", "/desk", "/demo", "/styleguide")) and not route.path.endswith(".pdf")
]
EVERYWHERE = [path.replace("{outlet}", each) for path in ROUTES for each in (Outlet if "{outlet}" in path else [""])]


@dataclass(frozen=True)
class Town:
    """Where it is said, who says it, and how mail is written to those who follow and are no neighbours there."""

    engine: Engine
    settings: Settings
    place_id: UUID
    item_id: int
    thread_id: int
    digest: Told
    hear: Told
    cem: Neighbour
    ben: Neighbour

    def say(self, steps: Sequence[Step]) -> list[UUID]:
        """Have all of it said as the site does; return the ids."""
        ids: list[UUID] = []
        for step in steps:
            with writing(self.engine) as db, writing_from(Office.of(self.settings)):
                self._say(db, ids, step)
            with writing(self.engine) as db, writing_from(Office.of(self.settings)):
                self._go_on(db, ids, step)
        return ids

    def _say(self, db: Session, ids: list[UUID], step: Step) -> None:
        doing = self._doing(db, "Doris" if step.waits else "Ada")
        parent = ids[step.answers].hex if step.answers is not None and step.answers < len(ids) else ""
        quoted = db.get_one(Reply, ids[step.quotes]).words if step.quotes is not None and step.quotes < len(ids) else ""
        said = f"{MARK} lies under https://pot.example/{MARK}" if step.is_local else PUBLIC
        mark = f"{next(NUMBERS)} {said}, @Olive."
        words = "".join(f"> {line}\n" for line in quoted.splitlines()) + f"\n{mark}"
        payload: dict[str, object] = {"place": "alderford", "thread": self.thread_id, "item": self.item_id, "tag": ""}
        payload |= {"parent": parent, "words": words, "name": NAME if step.is_local else "Ada", "local": step.is_local}
        person_id = doing.actor.person_id
        assert person_id
        ids.append(replying.speak(doing, person_id, payload).id)
        assert (db.get_one(Reply, ids[-1]).state == State.WAITING) is step.waits

    def _go_on(self, db: Session, ids: list[UUID], step: Step) -> None:
        """Do what becomes of the reply said last."""
        doing = self._doing(db, "Ada")
        first, last = db.get_one(Reply, ids[0]), ids[-1]
        match step.after:
            case "withdraw":
                actions.withdraw(db, last)
            case "hide" | "remove":
                actions.take_down(db, [last], with_words=step.after == "remove")
            case "quote":
                words = f"> {first.words or 'x'}".replace("\n", "\n> ")
                actions.edit(db, last, words, doing.now, state=State.SHOWN)
            case "reword" if step.is_local:
                actions.edit(db, last, f"{MARK}, in other words.", doing.now, state=State.SHOWN)
        if step.after:
            echoing.tell(doing, [last])
            echoing.tell_named(doing, last)

    def _doing(self, db: Session, name: str) -> Doing:
        db.info["settings"] = self.settings
        return Doing(db, people.actor(db, person_of(self.engine, name)), now())

    def address(self, path: str, reply_id: UUID) -> str:
        """Return the address of a page at which something may stand."""
        known = {
            "place": "alderford",
            "sheet": "json",
            "tag": "bins-and-recycling",
            "word": "bins-and-recycling",
            "source": "alderford-council",
            "thread": str(self.thread_id),
            "item": str(self.item_id),
            "story": "1",
            "reply": str(reply_id),
        }
        for name, value in known.items():
            path = path.replace(f"{{{name}}}", value).replace(f"{{{name}:path}}", value)
        asked = next((question for part, question in ASKED.items() if part in path), "")
        return path.replace("{", "").replace("}", "") + asked

    def tells_nobody(self, paths: Sequence[str], ids: Sequence[UUID]) -> None:
        """Look at pages as Cem does, who is nobody, and at those of replies as Ben, who is no neighbour here."""
        for path in paths:
            for each in ids if "{reply}" in path else ids[:1]:
                _tells_nothing(self.cem.visit(self.address(path, each)))
        for each in ids:
            answered = f"/alderford/conversations/{self.thread_id}/reply?parent={each}&quote=yes"
            for address in (f"/you/conversations/{self.thread_id}", f"/replies/{each}/report", answered):
                _tells_nothing(self.ben.visit(address))
            _tells_nothing(self.ben.visit(f"/replies/{each}"))
        _tells_nothing(self.ben.visit("/you/conversations"))

    def written(self) -> Sequence[OutboxMail]:
        """Return every mail there is, once those at once and those of the day are due."""
        self.hear(now() + HOUR)
        return self.digest(max(at_their_hour(self.engine, person_of(self.engine, "Olive")), now() + HOUR) + DAY / 24)


@pytest.fixture
def town(
    many: Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    alderford: Alderford,
    ada: Neighbour,
    ben: Neighbour,
    cem: Neighbour,
) -> Town:
    """Olive, Otto and Oscar live elsewhere, and follow all of it by mail; Doris is new."""
    assert ada.visit("/you").status == 200
    item_id = item_called(many, "Bins on Tuesday")
    with writing(many) as db:
        thread_id = for_item(db, alderford.place.id, item_id, now())
        person(db, "Doris")
    talk = Followed(Kind.THREAD, alderford.place.id, str(thread_id))
    follower(many, place(alderford), "Olive")
    follower(many, talk, "Otto")
    follower(many, talk, "Oscar", at_once=True)
    with writing(many) as db:
        olive = actions.Said(thread_id, "I read along.", "Olive", item_id)
        actions.say(db, person_of(many, "Olive"), olive, now() - 3 * DAY)
    digest, hear = telling(many, settings, monkeypatch), listening(many, settings, monkeypatch)
    return Town(many, settings, alderford.place.id, item_id, thread_id, digest, hear, cem, ben)


def test_nothing_anywhere_tells_what_neighbours_say_among_themselves(town: Town) -> None:
    ids = town.say(TALK)
    town.tells_nobody(EVERYWHERE, ids)
    mails = town.written()
    _is_in_no_mail(mails)
    # All of it works: each of them hears of what is for everybody.
    heard = {(each.to_address.partition("@")[0], each.topic) for each in mails if PUBLIC_HEARD in each.text}
    assert heard >= {("olive", DIGEST), ("otto", DIGEST), ("oscar", AT_ONCE)}
    assert [each.topic for each in mails if PUBLIC in each.text] == ["named", "named", "named"]
    assert _told_of(town, is_local=False)
    assert not _told_of(town, is_local=True)


@drawn(max_examples=4, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
@given(steps=STEPS, some=st.lists(st.sampled_from(EVERYWHERE), min_size=3, max_size=3, unique=True))
def test_whatever_is_said_in_whatever_order_is_told_to_nobody_else(
    town: Town, steps: list[Step], some: list[str]
) -> None:
    ids = town.say(steps)
    town.tells_nobody([*_of_thread(), *some], ids)
    _is_in_no_mail(town.written())
    assert not _told_of(town, is_local=True)


def _of_thread() -> Iterator[str]:
    """Return the addresses at which replies stand."""
    return (path for path in EVERYWHERE if "{thread}" in path or "{reply}" in path or path == "/items/{item}")


def _tells_nothing(page: Page) -> None:
    assert page.status < 500 or page.address.endswith("/readyz"), page.address
    told = page.source
    if "/search" in page.address:  # it says what was asked for
        for said in (f"q={MARK}", f'value="{MARK}"', f"“{MARK}”", f"{MARK} –", f"{MARK}&"):
            told = told.replace(said, "")
    assert MARK not in told, page.address
    assert NAME not in told, page.address


def _is_in_no_mail(mails: Sequence[OutboxMail]) -> None:
    for each in mails:
        whole = f"{each.subject} {each.text} {each.html}"
        assert MARK not in whole, (each.to_address, each.subject)
        assert NAME not in whole, (each.to_address, each.subject)


def _told_of(town: Town, *, is_local: bool) -> Sequence[Sending]:
    """Return which other sites are told, or will be, of replies of this kind."""
    with reading(town.engine) as db:
        replies = select(Reply.id).where(col(Reply.is_local).is_(is_local))
        found = db.exec(select(Sending).where(col(Sending.reply_id).in_(replies))).all()
        db.expunge_all()
    return [row for row in found if row.edit != GONE or row.sent_at]
