"""What would a change do that somebody described in a form? Rehearsed and counted, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from json import dumps

from sqlmodel import Session

from hub.aggregate.tagging.reaching import Reach, Touched, reach
from hub.establish.deciding import queries
from hub.establish.deciding.images import inherited
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Clash, Level, Refused, level
from hub.establish.deciding.script import Script, to_json
from hub.kit.saying import NOTHING, Saying, say, say_count
from hub.kit.text import squeeze
from hub.places.queries import PlaceView
from hub.site.kept.known import known
from hub.site.proposing import telling
from hub.site.proposing.board import Board, board
from hub.site.proposing.clashing import Choice, choices, settled
from hub.site.proposing.drafting import Wish, drawn
from hub.site.proposing.noting import Note, is_common, notes
from hub.site.proposing.telling import UNCOUNTED
from hub.site.typed import Typed

MOST_CLASHES = 20  # settled one after the other by one press of a button


@dataclass(frozen=True, slots=True)
class Sample:
    """An item a change would touch, and the names of what it would lose and get."""

    item_id: int
    title: str
    loses: Sequence[str]
    gets: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReachTold:
    """What a change would touch, as pages show it."""

    words: Saying
    samples: Sequence[Sample]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a form asks for and what it would do; *asked* is none where it cannot be done as it stands."""

    typed: Typed
    board: Board
    asked: Asked | None = None
    sentences: Sequence[Saying] = ()
    reach: ReachTold | None = None
    level: Level = Level.TWO
    refused: Refused | None = None
    clashes: Sequence[Sequence[Choice]] = ()
    where: Saying = NOTHING  # it counts
    notes: Sequence[Note] = ()

    @property
    def mark(self) -> str:
        """What tells this change from any other, to be sent back with the form that sends it."""
        return mark_of(self.asked.script) if self.asked else ""

    @property
    def was_seen(self) -> bool:
        """Whether who sends the form has seen what exactly this would change."""
        return bool(self.asked) and self.typed["seen"] == self.mark


def looked(db: Session, here: PlaceView, wish: Wish, typed: Typed) -> Looked:
    """Return what a form asks for, what is wrong with it, or what it would change."""
    chosen = board(db, here, typed["tag"])
    draft = drawn(wish, typed, chosen)
    made = Looked(draft.typed, chosen)
    return made if draft.typed.wrong else rehearsed(db, made, draft.script)


def told_reach(found: Reach) -> ReachTold:
    """Say how many items of how many sources a change touches."""
    if not found.items:
        nothing = say("It would touch nothing that was said so far.")
        return ReachTold(nothing if found.is_whole else UNCOUNTED, ())
    items = say_count("one item", "%(count)s items", found.items)
    if not found.is_whole:
        items = say("at least %(items)s", items=items)
    sources = say_count("one source", "%(count)s sources", found.sources)
    return ReachTold(
        say("It would touch %(items)s of %(sources)s.", items=items, sources=sources),
        [_sample(each) for each in found.examples],
    )


def _sample(touched: Touched) -> Sample:
    loses = [each for each in touched.before if each not in touched.after]
    gets = [each for each in touched.after if each not in touched.before]
    return Sample(touched.item_id, touched.title, loses, gets)


def mark_of(script: Script) -> str:
    """Return what tells a script from any other."""
    return sha256(dumps(to_json(script), sort_keys=True).encode()).hexdigest()[:16]


def rehearsed(db: Session, made: Looked, script: Script) -> Looked:
    """Return what a script would change, or why it cannot be done, beside the form it was drawn from."""
    found = queries.rehearse(db, script)
    for _ in range(MOST_CLASHES):
        if not (isinstance(found, Refused) and found.clashes and made.typed["instead"]):
            break
        script = settled(script, found.clashes[0], made.typed["instead"])
        found = queries.rehearse(db, script)
    if isinstance(found, Refused):
        return replace(made, refused=found, clashes=[_choices(db, made, script, each) for each in found.clashes])
    place_id = queries.place_of(db, script)
    touched = reach(db, place_id, found.images)
    asked = Asked(script, place_id, None, squeeze(made.typed["reason"]), touched.weight)
    asked = replace(asked, is_common=is_common(db, asked, touched))
    return replace(
        made,
        asked=asked,
        # What a merge brings along is asked for by nobody, and may give many items a tag more.
        sentences=[*queries.told(db, script), *queries.told(db, inherited(found.images))],
        reach=told_reach(touched),
        level=level(script, asked.reach, is_common=asked.is_common),
        where=telling.where(db, place_id),
        notes=notes(db, made.board.here, asked, touched),
    )


def _choices(db: Session, made: Looked, script: Script, clash: Clash) -> Sequence[Choice]:
    names = {tag.slug: tag.name for tag in known(db).tags}
    wanted = names.get(clash.wanted) or squeeze(made.typed["name"]) or clash.wanted
    return choices(script, clash, names.get(clash.held, clash.held), wanted)
