"""How would the registry's rows stand with a change made? Rows as they are, and images laid over them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hub.establish.deciding.images import EdgeRow, Image, LabelRow, RulingRow, TagRow

_Row = TypeVar("_Row", TagRow, LabelRow, EdgeRow, RulingRow)


@dataclass(frozen=True, slots=True)
class Rows:
    """What of the registry of tags decides what words mean."""

    tags: Sequence[TagRow] = ()
    labels: Sequence[LabelRow] = ()
    edges: Sequence[EdgeRow] = ()
    rulings: Sequence[RulingRow] = ()


def overlaid(rows: Rows, images: Sequence[Image]) -> Rows:
    """Return *rows* as they would be with each image's row as it is afterwards."""
    if not images:
        return rows
    return Rows(
        _changed(rows.tags, TagRow, images),
        _changed(rows.labels, LabelRow, images),
        _changed(rows.edges, EdgeRow, images),
        _changed(rows.rulings, RulingRow, images),
    )


def _changed(rows: Iterable[_Row], kind: type[_Row], images: Sequence[Image]) -> list[_Row]:
    held = {row.key: row for row in rows}
    for image in images:
        if isinstance(image.before, kind):
            held.pop(image.before.key, None)
        if isinstance(image.after, kind):
            held[image.after.key] = image.after
    return list(held.values())
