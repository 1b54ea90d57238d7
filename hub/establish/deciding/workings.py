"""How do the rows stand while a script is done to them? Found by what operations ask for, and what became of each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from hub.establish.deciding.images import EdgeRow, Image, Key, LabelRow, Row, RulingRow, SlugRow, TagRow
from hub.establish.deciding.rules import Clash
from hub.establish.tags.naming import quoted
from hub.establish.tags.rules import Stand
from hub.kit.saying import Saying, say
from hub.places.rules import WHOLE_HUB

Line = tuple[UUID, ...]  # a place and all it lies in, outwards
_Name = tuple[type[Row], Key]
_ORDER: tuple[type[Row], ...] = (TagRow, LabelRow, EdgeRow, RulingRow, SlugRow)


@dataclass(frozen=True, slots=True)
class Ground:
    """The rows a script speaks of, as they stand, and the places they lie in."""

    rows: tuple[Row, ...] = ()
    lines: Mapping[UUID, Line] = field(default_factory=dict)
    places: Mapping[UUID, str] = field(default_factory=dict)  # the names of those that have a page
    only_top: UUID | None = None  # the place all others lie in, where there is one


class Fault(Exception):
    """One operation cannot be done; the sentence says why."""

    def __init__(self, sentence: Saying, clash: Clash | None = None) -> None:
        """Keep the sentence, and the word two tags want where there is one."""
        super().__init__(str(sentence))
        self.sentence, self.clash = sentence, clash


class Workings:
    """A ground that is being changed: what is asked of it is answered as it stands by now."""

    def __init__(self, ground: Ground, fresh: Callable[[], UUID]) -> None:
        """Begin with the rows of *ground*; *fresh* makes ids for new tags."""
        self.fresh = fresh
        self._lines, self._places, self._only_top = ground.lines, ground.places, ground.only_top
        self._rows: dict[_Name, Row] = {}
        self._before: dict[_Name, Row | None] = {}
        self._slugs: dict[str, UUID] = {}
        self._of: defaultdict[UUID, dict[_Name, Row]] = defaultdict(dict)  # what hangs on a tag
        self._log: list[tuple[_Name, Row | None]] = []  # what stood where something was done
        self._said: defaultdict[str, dict[_Name, LabelRow]] = defaultdict(dict)  # by the key of the word
        for row in ground.rows:
            self._file(row)

    # --- what stands ---

    def find(self, slug: str) -> TagRow | None:
        """Return the tag of this slug, in use or not; None where there never was one."""
        tag_id = self._slugs.get(slug)
        return self.tag(tag_id) if tag_id else None

    def tag(self, tag_id: UUID) -> TagRow:
        """Return the tag of this id."""
        found = self._rows[TagRow, (tag_id.hex,)]
        assert isinstance(found, TagRow)  # noqa: S101 -- rows are filed under their kind
        return found

    def known(self, slug: str) -> TagRow:
        """Return the tag of this slug; a fault when nobody agreed on it, or it is no longer in use."""
        found = self.find(slug)
        if found is None:
            raise Fault(self._unknown(slug))
        if found.heir_id:
            became = say("“%(tag)s” became “%(heir)s”: choose that.", tag=found.name, heir=self.tag(found.heir_id).name)
            raise Fault(became)
        if found.retired:
            raise Fault(say("“%(tag)s” is no longer in use.", tag=found.name))
        return found

    def labels_of(self, tag_id: UUID) -> list[LabelRow]:
        """Return the spellings of a tag."""
        return [row for row in self._of[tag_id].values() if isinstance(row, LabelRow)]

    def edges_of(self, tag_id: UUID) -> list[EdgeRow]:
        """Return the bonds of a tag."""
        return [row for row in self._of[tag_id].values() if isinstance(row, EdgeRow)]

    def slugs_of(self, tag_id: UUID) -> list[SlugRow]:
        """Return the former slugs of a tag."""
        return [row for row in self._of[tag_id].values() if isinstance(row, SlugRow)]

    def heirs_of(self, tag_id: UUID) -> list[TagRow]:
        """Return the tags that became this one."""
        return [row for row in self._of[tag_id].values() if isinstance(row, TagRow)]

    def saying(self, normal: str) -> list[LabelRow]:
        """Return the spellings with this key, of tags in use."""
        return [row for row in self._said[normal].values() if not self.tag(row.tag_id).retired]

    def label(self, tag_id: UUID, scope: UUID, normal: str) -> LabelRow | None:
        """Return a spelling by its key."""
        found = self._rows.get((LabelRow, (tag_id.hex, scope.hex, normal)))
        return found if isinstance(found, LabelRow) else None

    def edge(self, row: EdgeRow) -> bool:
        """Say whether this bond stands."""
        return (EdgeRow, row.key) in self._rows

    def ruling(self, scope: UUID, normal: str) -> RulingRow | None:
        """Return what a place decided of a word."""
        found = self._rows.get((RulingRow, (scope.hex, normal)))
        return found if isinstance(found, RulingRow) else None

    def blocked(self, scope: UUID, normal: str) -> RulingRow | None:
        """Return the ruling that forbids a word in *scope*: one of its own, or of what it lies in."""
        ruled = (self.ruling(each, normal) for each in dict.fromkeys((scope, *self.line(scope), WHOLE_HUB)))
        return next((each for each in ruled if each and each.stand == Stand.BLOCKED), None)

    def former(self, slug: str) -> SlugRow | None:
        """Return whose slug this once was."""
        found = self._rows.get((SlugRow, (slug,)))
        return found if isinstance(found, SlugRow) else None

    # --- where it stands ---

    def line(self, scope: UUID) -> Line:
        """Return a place and what it lies in, outwards; nothing for the whole hub."""
        return self._lines.get(scope, ())

    def place(self, scope: UUID) -> Saying | str:
        """Name a scope."""
        return say("the whole hub") if scope == WHOLE_HUB else self._places.get(scope, "?")

    def is_place(self, scope: UUID) -> bool:
        """Say whether a scope is a place of this hub, or all of it."""
        return scope == WHOLE_HUB or scope in self._places

    def area(self, tag: TagRow) -> UUID:
        """Return where a tag counts: the name of a place in all of its town, unless it was agreed for less."""
        if tag.scope_id:
            return tag.scope_id
        line = self.line(tag.place_id) if tag.place_id else ()
        return line[-1] if line else WHOLE_HUB

    def counts_in(self, label: LabelRow) -> UUID:
        """Return where a spelling was agreed; what counts wherever its tag does was agreed where the tag was."""
        return label.scope_id if label.scope_id != WHOLE_HUB else self.tag(label.tag_id).scope_id or WHOLE_HUB

    def lies_in(self, scope: UUID, area: UUID) -> bool:
        """Say whether a scope is all inside of an area."""
        return area in {WHOLE_HUB, *self.line(scope)} or (scope == WHOLE_HUB and area == self._only_top)

    # --- what is done ---

    def put(self, row: Row) -> None:
        """Let *row* stand, in the place of the one with its key."""
        self.drop(row)
        self._file(row)

    def drop(self, row: Row) -> None:
        """Take away the row with the key of *row*, where there is one."""
        name = (type(row), row.key)
        stood = self._rows.get(name)
        self._before.setdefault(name, stood)
        self._log.append((name, stood))
        self._unfile(name)

    def mark(self) -> int:
        """Return where the work stands, to go back to."""
        return len(self._log)

    def back_to(self, mark: int) -> None:
        """Take back what was done since *mark*."""
        while len(self._log) > mark:
            name, stood = self._log.pop()
            self._unfile(name)
            if stood:
                self._file(stood)

    def images(self) -> tuple[Image, ...]:
        """Return what became of each row that is another one now, tags first."""
        changed = [(name, before) for name, before in self._before.items() if before != self._rows.get(name)]
        changed.sort(key=lambda each: _ORDER.index(each[0][0]))
        return tuple([Image(before, self._rows.get(name)) for name, before in changed])

    def _file(self, row: Row) -> None:
        name = (type(row), row.key)
        self._rows[name] = row
        if isinstance(row, TagRow):
            self._slugs[row.slug] = row.id
        elif isinstance(row, LabelRow):
            self._said[row.normal][name] = row
        for owner in _owners(row):
            self._of[owner][name] = row

    def _unfile(self, name: _Name) -> None:
        stood = self._rows.pop(name, None)
        if isinstance(stood, TagRow):
            del self._slugs[stood.slug]
        elif isinstance(stood, LabelRow):
            del self._said[stood.normal][name]
        for owner in _owners(stood):
            del self._of[owner][name]

    def _unknown(self, slug: str) -> Saying:
        former = self.former(slug)
        if former is None:
            return say("Nobody agreed on a tag “%(tag)s”.", tag=quoted(slug))
        return say("“%(tag)s” is called “%(name)s” now: choose that.", tag=slug, name=self.tag(former.tag_id).name)


def moved(row: LabelRow, to: UUID, scope: UUID) -> LabelRow:
    """Return a spelling as another tag's."""
    return replace(row, tag_id=to, scope_id=scope)


def _owners(row: Row | None) -> Iterable[UUID]:
    match row:
        case EdgeRow():
            return dict.fromkeys((row.tag_id, row.other_id))
        case LabelRow() | SlugRow():
            return (row.tag_id,)
        case TagRow() if row.heir_id:
            return (row.heir_id,)
    return ()
