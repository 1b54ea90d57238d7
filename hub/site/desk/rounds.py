"""What does a mentor see of the rounds of a place? And what does who looks after safety see besides."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.duties.rounding import open_one
from hub.errors import NotFound
from hub.kit.saying import Saying, say
from hub.meet.rounds import actions, drawing, pairings, queries, together
from hub.meet.rounds.pairings import Message, PairingView
from hub.meet.rounds.queries import PlanView, Report, RoundView
from hub.meet.rounds.rules import LONGEST_REVIEW, Met, Outcome
from hub.meet.rounds.together import Verdict
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.persons import queries as persons
from hub.people.persons.queries import PersonView
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.site.deps import Doing, line
from hub.site.desk.bins import Bin, offers
from hub.site.kept.known import known
from hub.site.render import path
from hub.site.typed import Typed, too_long
from hub.site.unmentoring import wording
from hub.site.unmentoring.excluding import seals_of
from hub.site.unmentoring.letters import Letters
from hub.site.unmentoring.safeguarding import keepers


@dataclass(frozen=True, slots=True)
class Drawn:
    """A round that was drawn, as a desk sees it."""

    round: RoundView
    met: Counter[Met]
    same: bool | None  # drawn again from what was kept, it comes out the same; None: it was drawn another way
    shown: bool  # whether who looks may know that at all


@dataclass(frozen=True, slots=True)
class Desk:
    """The rounds of a place at a desk."""

    plan: PlanView | None
    open: RoundView | None
    drawn: Sequence[Drawn]
    keepers: int  # how many look after safety here
    safeguards: bool  # who looks does
    reports: Sequence[tuple[Report, str]]  # and the name of who reported
    nevers: Sequence[tuple[str, str]]  # who never meets whom, of those who are in the rounds shown


def desk(asked: Doing, here: PlaceView) -> Desk:
    """Return the rounds of a place; who excludes whom, reports and draws made again for safeguarding alone."""
    db = asked.db
    safeguards = rules.may_safeguard(asked.actor, line(db, here.id))
    found = queries.drawn_in(db, here.id)
    met = queries.met_counts(db, [each.id for each in found])
    again = {each.id: drawing.is_same(db, each.id) for each in found} if safeguards else {}
    opened = queries.open_in(db, here.id)
    return Desk(
        plan=queries.plan(db, here.id),
        open=opened,
        drawn=[Drawn(each, met[each.id], again.get(each.id), safeguards) for each in found],
        keepers=len(keepers(db, here.id)),
        safeguards=safeguards,
        reports=_reports(db, here) if safeguards else [],
        nevers=_nevers(db, [*found, *([opened] if opened else [])]) if safeguards else [],
    )


def once_more(doing: Doing, here: PlaceView, typed: Typed) -> Typed:
    """Return what was typed; whoever lets children join is asked once more whether they mean it."""
    if typed["do"] != "everybody":
        return typed
    doing.must(rules.may_safeguard, here.id)
    if typed["sure"] == "yes":
        return typed
    return typed.but(sure=say("Tick that you mean it, if you do: children could then be drawn with adults."))


def keep(doing: Doing, here: PlaceView, do: str, letters: Letters) -> Saying | None:
    """Open a round, have rounds rest or go on, or say for whom they are; say what is wrong, None where it was done."""
    if do in {"adults", "everybody"}:
        doing.must(rules.may_safeguard, here.id)
        actions.set_adults_only(doing.db, here.id, doing.now, to=do == "adults")
    elif do == "open":
        if fault := _open(doing, here, letters):
            return fault
    elif do in {"pause", "resume"}:
        actions.set_plan(doing.db, here.id, doing.now, paused=do == "pause")
    else:
        return say("Press one of the buttons.")
    note(doing.db, doing.actor, Entry(Deed.KEEP_ROUNDS, Thing.ROUND, here.id, here.id, after={"did": do}), doing.now)
    return None


def _open(doing: Doing, here: PlaceView, letters: Letters) -> Saying | None:
    if not keepers(doing.db, here.id):
        return say("Nobody looks after safety here yet. An admin gives somebody the role “Safeguarding” first.")
    actions.set_plan(doing.db, here.id, doing.now, paused=False)
    made = open_one(doing.db, here.id, letters, doing.now)
    return None if made else say("A round is open already.")


@dataclass(frozen=True, slots=True)
class Opened:
    """A report as who looks after safety reads it."""

    report: Report
    pairing: PairingView | None
    messages: Sequence[Message]
    names: Mapping[UUID, str]
    by: PersonView | None  # who made it; None where they have left


def opened(db: Session, here: PlaceView, report_id: UUID) -> Opened:
    """Return a report of a place, with what was passed on in that pairing; NotFound where it is another place's."""
    found = queries.report(db, report_id)
    if found.place_id != here.id:
        raise NotFound(say("There is no such report here."))
    pairing = pairings.by_id(db, found.pairing_id)
    names = {each.person_id: each.said.name for each in pairing.members} if pairing else {}
    by = persons.people(db, [found.person_id]).get(found.person_id) if found.person_id else None
    return Opened(found, pairing, pairings.messages(db, found.pairing_id), names, by)


def checked(typed: Typed) -> Typed:
    """Return what was typed with what is wrong with it."""
    if typed["outcome"] not in {Outcome.CLEARED, Outcome.STOPPED}:
        typed = typed.but(outcome=say("Choose what follows from it."))
    if fault := too_long(typed["review"], LONGEST_REVIEW):
        typed = typed.but(review=fault)
    return typed if typed["review"] else typed.but(review=say("Write down what you found, for who comes after you."))


def review(doing: Doing, found: Opened, typed: Typed) -> None:
    """Keep what who looks after safety found of a report; the log names the report alone."""
    verdict = Verdict(Outcome(typed["outcome"]), typed["review"], doing.actor.person_id)
    if together.review(doing.db, found.report.id, verdict, doing.now):
        if verdict.outcome is Outcome.STOPPED:
            others = [each for each in found.names if each != found.report.person_id]
            together.seal(doing.db, found.report.id, seals_of(doing.db, others))
        entry = Entry(Deed.REVIEW_UNSAFE, Thing.UNSAFE, found.report.id, found.report.place_id)
        note(doing.db, doing.actor, entry, doing.now)


def report_page(
    here: PlaceView, found: Opened, ways: tuple[str, tuple[str, Saying]], typed: Typed
) -> tuple[str, Mapping[str, object], Typed]:
    """Return the page on which a report is read and reviewed; *ways*: where it is sent, and where one came from."""
    choices = [(outcome.value, said) for outcome, said in wording.OUTCOMES.items() if outcome]
    if not typed.fields:
        typed = Typed((("outcome", found.report.outcome), ("review", found.report.review)), typed.wrong)
    address, back = ways
    values = {"here": here, "found": found, "outcomes": choices, "address": address, "back": back}
    return "meet/desk_unsafe.html", values, typed


@offers(rules.may_safeguard)
def unsafe_bin(db: Session, place_ids: Collection[UUID] | None, _now: datetime) -> Sequence[Bin]:
    """Offer what somebody said who did not feel safe, to who looks after safety, place by place."""
    unread = [each for each in queries.reports(db, place_ids) if each.reviewed_at is None]
    tree, found = known(db).tree.places, []
    for place_id in dict.fromkeys(each.place_id for each in unread if each.place_id in tree):
        here, theirs = tree[place_id], [each.at for each in unread if each.place_id == place_id]
        title = say("Did not feel safe: %(place)s", place=here.name)
        found.append(Bin("unsafe", title, len(theirs), min(theirs), path("desk", "unmentoring", here.slug)))
    return found


def _reports(db: Session, here: PlaceView) -> Sequence[tuple[Report, str]]:
    found = queries.reports(db, [here.id])
    names = persons.called(db, [each.person_id for each in found if each.person_id])
    return [(each, names.get(each.person_id, "") if each.person_id else "") for each in found]


def _nevers(db: Session, rounds: Sequence[RoundView]) -> Sequence[tuple[str, str]]:
    people = {each.person_id for found in rounds for each in queries.of_round(db, found.id)}
    found = queries.nevers(db, people)
    names = persons.called(db, people | {each.other_id for each in found if each.other_id})
    return [(names.get(each.person_id, ""), _whom(each.other_id, each.said, names)) for each in found]


def _whom(other_id: UUID | None, said: str, names: Mapping[UUID, str]) -> str:
    return names.get(other_id, said) if other_id else said
