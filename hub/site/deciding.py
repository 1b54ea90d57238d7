"""What follows from a decision? What holds of something is put into effect at once, and both sides are told why."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.items import actions as items
from hub.aggregate.items import withholding
from hub.aggregate.notices import authors
from hub.aggregate.stories import actions as stories
from hub.aggregate.tagging.actions import settle_withheld
from hub.aggregate.tagging.queries import registry
from hub.communicate.replies import deciding as replies
from hub.errors import NotFound
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.people.cases import actions, queries
from hub.people.cases.actions import About, Decider, Made, Verdict
from hub.people.cases.queries import Held
from hub.people.cases.rules import TAKEN_DOWN, UNDECIDED, Measure, Side, State, Target, appeal_token
from hub.people.cases.wording import DONE, REASONS
from hub.people.mail.actions import post
from hub.people.persons import queries as persons
from hub.places.actions import bump, bump_hub
from hub.site import aims, echoing
from hub.site.aims import Aim
from hub.site.deps import Doing
from hub.site.letters import letter
from hub.site.render import path

APPEALS = "appeals"  # what the key is for that seals their addresses


@dataclass(frozen=True, slots=True)
class Hearer:
    """Somebody who is told: where, in which language, and on which side."""

    email: str
    language: str
    side: Side


def decide(doing: Doing, aim: Aim, case_number: int, verdict: Verdict, key: bytes) -> None:
    """Decide a case: it holds at once, and both sides are told."""
    about = aim.about
    before = queries.held(doing.db, about.target, about.target_id)
    case = queries.case(doing.db, case_number)
    made = actions.decide(doing.db, _decider(doing, aim), case.id, verdict, doing.now)
    _settle(doing, about, before)
    _tell(doing, about, made, verdict, key)


def take_down(doing: Doing, aim: Aim, verdict: Verdict, key: bytes) -> int:
    """Take something down at once, tell whoever wrote it, and return the number of the case.

    Where something holds of it that is to stay, that goes on, and its case is the one returned.
    """
    about = aim.about
    before = queries.held(doing.db, about.target, about.target_id)
    made = actions.withhold(doing.db, _decider(doing, aim), about, verdict, doing.now)
    if made is None:
        assert before is not None and before.case_id is not None  # noqa: S101, PT018 -- only a case has something stay
        return queries.case_of(doing.db, before.case_id).number
    _settle(doing, about, before)
    _tell(doing, about, made, verdict, key)
    return made.number


def let_through(doing: Doing, aim: Aim) -> None:
    """Let an item appear that somebody has read; nobody is told, as nothing was decided against anybody."""
    about = aim.about
    before = queries.held(doing.db, about.target, about.target_id)
    if actions.let_through(doing.db, _decider(doing, aim), about, doing.now):
        _settle(doing, about, before)


def put_back(doing: Doing, aim: Aim, held: Held) -> None:
    """Undo what holds of something; whoever wrote it is told that it is back."""
    about = aim.about
    assert held.case_id is not None  # noqa: S101 -- what is undone was done in a case
    last = queries.case_of(doing.db, held.case_id).last
    assert last is not None  # noqa: S101 -- likewise
    made = actions.release(doing.db, _decider(doing, aim), held.case_id, last.reason, doing.now)
    _settle(doing, about, held)
    _tell(doing, about, made, Verdict(Measure.NOTHING, last.reason), b"")


def _decider(doing: Doing, aim: Aim) -> Decider:
    return Decider(doing.actor, aims.role(doing, aim))


def _settle(doing: Doing, about: About, before: Held | None) -> None:
    """Bring streams, search and counts in line with what holds now."""
    db, now_held = doing.db, queries.held(doing.db, about.target, about.target_id)
    if about.target is Target.PERSON:
        _spread(doing, about, before, now_held)
    elif about.target is Target.REPLY:
        replies.settle_reply(db, UUID(about.target_id), now_held)
        echoing.tell(doing, [UUID(about.target_id)])
    elif (_out(before) or _out(now_held)) and (ids := withholding.ids_of(db, about.target, about.target_id)):
        settle_withheld(db, registry(db), ids)
    _settle_words(db, about, before, now_held)
    bump_hub(db)
    bump(db, [about.place_id] if about.place_id else [])


def _settle_words(db: Session, about: About, before: Held | None, now_held: Held | None) -> None:
    """Delete the words of an item that is removed; read them anew of one that is so no more."""
    if about.target is not Target.ITEM:
        return
    if now_held and now_held.measure is Measure.REMOVE:
        stories.forget_words(db, [int(about.target_id)])
        items.empty(db, int(about.target_id))
    elif before and before.measure is Measure.REMOVE:
        items.read_anew(db, int(about.target_id))


def _spread(doing: Doing, about: About, before: Held | None, now_held: Held | None) -> None:
    person_id = as_id(about.target_id)
    pinned = authors.pinned_by(doing.db, person_id) if person_id else []
    if before and before.case_id:
        actions.gather(doing.db, [before.case_id], authors.still_up(doing.db, pinned))
    if now_held and now_held.case_id and _out(now_held):
        actions.spread(doing.db, now_held.case_id, pinned, doing.now)
    settle_withheld(doing.db, registry(doing.db), pinned)
    if person_id:
        echoing.tell(doing, replies.settle_person(doing.db, person_id, now_held))


def _out(held: Held | None) -> bool:
    return held is not None and (held.measure in TAKEN_DOWN or held.target is Target.ITEM)


def _tell(doing: Doing, about: About, made: Made, verdict: Verdict, key: bytes) -> None:
    case = queries.case_of(doing.db, made.case_id)
    for hearer in _hearers(doing, about, made):
        may_appeal = bool(key) and case.state is State.DECIDED
        link = path(APPEALS, appeal_token(made.decision_id, hearer.side, key)) if may_appeal else ""
        told = letter(
            "notice",
            hearer.email,
            hearer.language,
            title=say("Decided: “%(title)s”", title=about.title),
            paragraphs=[*_paragraphs(verdict, hearer.side), *_afterwards(case.state)],
            link=link,
            action=say("If you think that this is wrong, say so here. Somebody else decides then:") if link else "",
        )
        post(doing.db, told, doing.now)


def _paragraphs(verdict: Verdict, side: Side) -> list[Saying | str]:
    who = {Side.REPORTER: say("You reported this."), Side.AUTHOR: say("This is about what you published here.")}
    done = say("%(done)s. The reason: %(reason)s.", done=DONE[verdict.measure], reason=REASONS[verdict.reason])
    return [who[side], done, *([verdict.words] if verdict.words else [])]


def _afterwards(state: State) -> Sequence[Saying]:
    """Say what comes next, where that is no appeal."""
    nexts = {
        State.OPEN: say("A moderator has still to decide about this. You hear of it, and may appeal then."),
        State.APPEALED: say("Somebody has appealed. Somebody else decides about it; you hear of that too."),
        State.CLOSED: say("This was decided on an appeal: nobody here decides it once more."),
    }
    return [nexts[state]] if state in nexts else []


def _hearers(doing: Doing, about: About, made: Made) -> Iterator[Hearer]:
    """Yield whoever wrote it; and who reported it, once it is decided."""
    if about.person_id and (email := _email(doing, about.person_id)):
        yield Hearer(*email, Side.AUTHOR)
    case = queries.case_of(doing.db, made.case_id)
    if case.state in UNDECIDED:
        return
    for person_id, typed in queries.to_hear(doing.db, made.case_id):
        found = _email(doing, person_id) if person_id else (typed, "en")
        if found:
            yield Hearer(*found, Side.REPORTER)


def _email(doing: Doing, person_id: UUID) -> tuple[str, str] | None:
    """Return where to write to somebody, and in which language; None for who has left, or has no address."""
    with suppress(NotFound):
        found = persons.person(doing.db, person_id)
        return (found.email, found.language) if found.email else None
    return None
