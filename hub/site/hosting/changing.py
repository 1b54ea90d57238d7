"""What is wrong with a changed meetup, and what becomes of a good one? Shown at once; read again where it must be."""

from hub.duties.hosting import settle
from hub.kit.days import day_typed, today
from hub.kit.saying import Saying, say
from hub.meet.hosting import actions
from hub.meet.hosting.rules import State
from hub.meet.hosting.values import HostedView, Written
from hub.people.cases import queries as cases
from hub.places.queries import PlaceView
from hub.site import pinning
from hub.site.deps import Doing
from hub.site.hosting import drafting, inviting, often, reading
from hub.site.typed import Typed

_WORDS = ("title", "words", "name", "location", "online_url", "url", "labels", "price")


def checked(doing: Doing, held: HostedView, here: PlaceView, typed: Typed) -> Typed:
    """Return a changed meetup with what is wrong with it, field by field; what began already may stay so."""
    wrong = dict(reading.faults(typed, today(doing.now, here.timezone)))
    if day_typed(typed["day"]) == held.written.day:
        wrong.pop("day", None)
    wrong.pop("rsvp", None)  # who asks nobody for the moment keeps the number of seats for later
    found = typed.but(**{name: fault for name, fault in wrong.items() if name not in typed.wrong})
    if found.wrong or held.state is State.WAITING:
        return found
    known = _strange(doing, held, drafting.written(found, here), found)
    is_sent = not known.wrong and typed["step"] != "look"
    trouble = often.fault(doing, held) if is_sent else None
    return known.but(title=trouble) if trouble else known


def change(doing: Doing, held: HostedView, written: Written) -> None:
    """Have a meetup say something else, and its new words be read where its organiser is not known well."""
    if held.person_id and _says_more(held, written) and inviting.must_be_read(doing, held.person_id, written):
        actions.to_be_read(doing.db, held.id)
    actions.change(doing.db, held.id, written, doing.now)
    settle(doing.db, held.id)


def note_fault(doing: Doing, held: HostedView, note: str, before: str) -> Saying | None:
    """Say so where a word about one date leads where nobody led yet, nor it *before*: everybody reads it at once."""
    there = {*inviting.unseen(doing.db, held.written), *pinning.unseen(doing.db, before)}
    new = sorted(set(pinning.unseen(doing.db, note)) - there)
    if not new:
        return None
    return say("This leads to sites nobody here has led to yet: %(sites)s. Leave them out.", sites=", ".join(new))


def _strange(doing: Doing, held: HostedView, written: Written, typed: Typed) -> Typed:
    new = sorted(set(inviting.unseen(doing.db, written)) - set(inviting.unseen(doing.db, held.written)))
    if new and held.person_id:
        sites = ", ".join(new)
        return typed.but(
            words=say(
                "This leads to sites nobody here has led to yet: %(sites)s. "
                "Such a meetup is read first: send it as a new one.",
                sites=sites,
            )
        )
    is_restricted = held.person_id and cases.is_restricted(doing.db, held.person_id, doing.now)
    if is_restricted and _says_more(held, written):
        return typed.but(
            words=say("What you say is read first for now: send it as a new meetup, or change its times only.")
        )
    return typed


def _says_more(held: HostedView, written: Written) -> bool:
    return any(getattr(held.written, name) != getattr(written, name) for name in _WORDS)
