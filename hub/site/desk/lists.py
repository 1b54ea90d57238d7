"""What does a mentor do with a brought list? Keeps ticks, takes what is ticked, looks again, takes all of it back."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hub.aggregate.feeds.registry import KINDS
from hub.aggregate.importing import actions, queries, taking
from hub.aggregate.importing.queries import ListView
from hub.aggregate.importing.rules import State
from hub.kit.saying import NOTHING, Saying, say, say_count
from hub.people.audit.actions import Entry, note
from hub.people.rules import Deed, Thing
from hub.site.deps import Doing, chosen
from hub.site.typed import Typed

GROUPS: Mapping[State, Saying] = MappingProxyType(
    {
        State.ALIVE: say("Alive"),
        State.SILENT: say("Silent for a year or longer"),
        State.EMPTY: say("Without posts, or without their dates"),
        State.TAKEN: say("Taken"),
        State.LEAVING: say("Being taken back"),
        State.WAITING: say("Not looked at yet"),
        State.DEAD: say("Dead"),
        State.PARKED: say("For sale"),
        State.REFUSED: say("Refused"),
        State.KNOWN: say("In the stream already"),
        State.TWICE: say("Twice in this list"),
    }
)
MOST_DIGITS = 4
_TOLD: Mapping[str, Callable[[int], Saying]] = MappingProxyType(
    {
        "keep": lambda count: say_count("%(count)s is ticked.", "%(count)s are ticked.", count),
        "take": lambda count: say_count(
            "%(count)s source was made. Its posts come in within minutes, as an archive.",
            "%(count)s sources were made. Their posts come in within minutes, as an archive.",
            count,
        ),
        "again": lambda count: say_count("%(count)s is looked at again.", "%(count)s are looked at again.", count),
        "undo": lambda count: say_count(
            "%(count)s source leaves, with what it said.", "%(count)s sources leave, with what they said.", count
        ),
        "mend": lambda _count: say("It is changed."),
    }
)


def _keep(act: Doing, found: ListView, typed: Typed) -> int:
    shown, ticked = set(typed["shown"].split(".")), set(typed.all("row"))
    lines = queries.ids_by_position(act.db, found.id)
    picked = {lines[each]: each in ticked for each in shown if each in lines}
    kinds = {folder: typed[f"kind-{place}"] for place, folder in enumerate(queries.folders(act.db, found.id))}
    actions.choose(act.db, found.id, picked, {folder: kind for folder, kind in kinds.items() if kind in KINDS})
    if typed["kind"] in KINDS:
        actions.set_kind(act.db, found.id, typed["kind"])
    return sum(picked.values())


def _take(act: Doing, found: ListView, typed: Typed) -> int | Saying:
    _keep(act, found, typed)
    taken = taking.take(act.db, found.id, act.now, tuple(chosen(act.db).mastodon_servers))
    if not taken.made:
        return say("Nothing is ticked that could be taken. Tick at least one, then press the button.")
    _note(act, found, {"taken": taken.made})
    return taken.made


def _again(act: Doing, found: ListView, typed: Typed) -> int:
    _keep(act, found, typed)
    return actions.look_again(act.db, found.id)


def _undo(act: Doing, found: ListView, typed: Typed) -> int | Saying:
    del typed  # what is ticked does not matter
    if not found.may_undo(act.now):
        return say("Nothing of it can be taken back any more: take single sources out where they stand.")
    gone = taking.take_back(act.db, found.id, act.now)
    _note(act, found, {"taken": -gone})
    return gone


DEEDS: Mapping[str, Callable[[Doing, ListView, Typed], int | Saying]] = MappingProxyType(
    {"keep": _keep, "take": _take, "again": _again, "undo": _undo}
)


def _note(act: Doing, found: ListView, after: Mapping[str, int]) -> None:
    note(act.db, act.actor, Entry(Deed.BRING, Thing.LIST, found.id, found.place_id, after=dict(after)), act.now)


def told_of(done: str) -> Saying:
    """Say what was done, by the address somebody was led to; nothing where nothing was."""
    deed, _, count = done.partition("-")
    is_number = count.isascii() and count.isdigit() and len(count) <= MOST_DIGITS
    return _TOLD[deed](int(count)) if deed in _TOLD and is_number else NOTHING
