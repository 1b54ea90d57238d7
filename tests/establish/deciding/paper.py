"""A registry on paper: rows in memory, changed by scripts alone."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from hub.establish.deciding.ground import apply
from hub.establish.deciding.images import EdgeRow, Image, LabelRow, Row, RulingRow, SlugRow, TagRow
from hub.establish.deciding.rules import Clash, Refused, Rehearsed
from hub.establish.deciding.script import Agree, Operation
from hub.establish.deciding.workings import Ground

TOWN, KINGS_HEATH, MOSELEY, ELSEWHERE = (uuid5(UUID(int=1), name) for name in ("town", "heath", "moseley", "elsewhere"))
LINES = {TOWN: (TOWN,), KINGS_HEATH: (KINGS_HEATH, TOWN), MOSELEY: (MOSELEY, TOWN), ELSEWHERE: (ELSEWHERE,)}
PLACES = {TOWN: "Alderford", KINGS_HEATH: "Kings Heath", MOSELEY: "Moseley", ELSEWHERE: "Elsewhere"}


class Paper:
    """The rows of a registry, and what scripts do to them."""

    def __init__(self, *names: str, rows: Iterable[Row] = (), only_top: UUID | None = None) -> None:
        self.rows = {(type(row), row.key): row for row in rows}
        self.only_top = only_top
        self.made = 0
        if names:
            self.does(*(Agree(name.lower().replace(" ", "-"), name) for name in names))

    @property
    def ground(self) -> Ground:
        return Ground(tuple(self.rows.values()), LINES, PLACES, self.only_top)

    def rehearses(self, *script: Operation) -> Rehearsed | Refused:
        return apply(self.ground, script, self._fresh)

    def does(self, *script: Operation) -> tuple[Image, ...]:
        found = self.rehearses(*script)
        assert isinstance(found, Rehearsed), [str(each) for each in found.faults]
        self.write(found.images)
        return found.images

    def refuses(self, *script: Operation) -> str:
        return " ".join(map(str, self.refused(*script).faults))

    def clashes(self, *script: Operation) -> Sequence[Clash]:
        return self.refused(*script).clashes

    def refused(self, *script: Operation) -> Refused:
        found = self.rehearses(*script)
        assert isinstance(found, Refused)
        return found

    def write(self, images: Iterable[Image]) -> None:
        for each in images:
            name = (type(each.row), each.row.key)
            assert self.rows.get(name) == each.before
            if each.after is None:
                del self.rows[name]
            else:
                self.rows[name] = each.after

    def tag(self, slug: str) -> TagRow:
        return next(row for row in self.rows.values() if isinstance(row, TagRow) and row.slug == slug)

    def spellings(self, slug: str) -> set[str]:
        tag_id = self.tag(slug).id
        return {row.label for row in self.rows.values() if isinstance(row, LabelRow) and row.tag_id == tag_id}

    def bonds(self) -> set[tuple[str, str, str]]:
        slugs = {row.id: row.slug for row in self.rows.values() if isinstance(row, TagRow)}
        edges = [row for row in self.rows.values() if isinstance(row, EdgeRow)]
        return {(slugs[row.tag_id], row.bond, slugs[row.other_id]) for row in edges}

    def rulings(self) -> dict[str, str]:
        return {row.label: row.stand for row in self.rows.values() if isinstance(row, RulingRow)}

    def former(self) -> dict[str, str]:
        slugs = {row.id: row.slug for row in self.rows.values() if isinstance(row, TagRow)}
        return {row.slug: slugs[row.tag_id] for row in self.rows.values() if isinstance(row, SlugRow)}

    def _fresh(self) -> UUID:
        self.made += 1
        return UUID(int=self.made)
