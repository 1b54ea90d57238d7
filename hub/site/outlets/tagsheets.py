"""How are the agreed tags of a place told to programs and spreadsheets? Rows, and a scheme for other towns."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.establish.sharing import queries as sharing
from hub.establish.sharing.queries import Told
from hub.establish.sharing.scheme import Scheme
from hub.establish.sharing.sheets import cell
from hub.establish.tags import described
from hub.establish.tags.described import Spelt
from hub.establish.tags.queries import TagView
from hub.kit.neighbours import Spelled, written
from hub.places.queries import PlaceView
from hub.site.kept.known import known
from hub.site.render import path
from hub.site.words.speech import ENGLISH

_EVER = datetime.min.replace(tzinfo=UTC)
_LISTS = ("also", "label_only", "broader", "narrower", "related", "different_from")
_COLUMNS = ("slug", "name", "meaning", "items", "page", "place", *_LISTS, "id")
Row = Mapping[str, str | int | Sequence[str]]


def agreed(db: Session, here: PlaceView) -> tuple[Sequence[TagView], Mapping[UUID, int]]:
    """Return the tags agreed on in or near a place, by name, and how many items each has there."""
    registry, counts = known(db), items.tag_counts(db, here.id, _EVER)
    inside = {here.id, *(place.id for place in registry.tree.within(here.id))}
    # The name of a place far away is agreed too, but nobody looks for it here before it is used.
    near = registry.tags_near(here)
    return [tag for tag in near if tag.place_id is None or tag.place_id in inside or tag.id in counts], counts


def rows(db: Session, here: PlaceView, base: str) -> Sequence[Row]:
    """Return what is told of each agreed tag of a place; the site is at *base*."""
    tags, counts = agreed(db, here)
    around, bonds = known(db).around(here), described.bonds(db)
    # What counts in another place alone is none of this one's words.
    spelt = {
        tag_id: [each for each in every if each.scope_id is None or each.scope_id in around]
        for tag_id, every in described.spelt(db, [tag.id for tag in tags]).items()
    }
    slugs, places = {tag.id: tag.slug for tag in tags}, known(db).tree.places

    def named(ids: Iterable[UUID]) -> Sequence[str]:
        return sorted(slugs[each] for each in ids if each in slugs)

    return [
        {
            "slug": tag.slug,
            "name": tag.name,
            "meaning": tag.meaning,
            "items": counts.get(tag.id, 0),
            "page": base + path(here.slug, "tags", tag.slug),
            "place": places[tag.place_id].slug if tag.place_id and tag.place_id in places else "",
            "also": _labels(spelt.get(tag.id, ()), (tag.name, tag.slug), in_text=True),
            "label_only": _labels(spelt.get(tag.id, ()), (tag.name, tag.slug), in_text=False),
            "broader": named(bonds.broader.get(tag.id, ())),
            "narrower": named(bonds.narrower.get(tag.id, ())),
            "related": named(bonds.related.get(tag.id, ())),
            "different_from": named(bonds.different.get(tag.id, ())),
            "id": address(base, tag.id),
        }
        for tag in tags
    ]


def scheme(db: Session, here: PlaceView, base: str) -> Scheme:
    """Return the words of a place as another town may take them in."""
    tags, _ = agreed(db, here)
    around = frozenset(place.id for place in known(db).tree.above(here.id))
    # Without the language the page was asked in: what others keep by its address has one address.
    told = Told(here.id, around, f"{base}/{quote(here.slug)}/tags", f"{base}/tags", here.name, ENGLISH)
    return sharing.scheme(db, told, [tag.id for tag in tags])


def address(base: str, tag_id: UUID) -> str:
    """Return the address of a tag that stays, whatever it is called: it leads to the tag's page."""
    return f"{base}/tags/{tag_id.hex}"


def as_csv(told: Sequence[Row]) -> bytes:
    """Write rows for a spreadsheet; a list is joined by semicolons."""
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, _COLUMNS)
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in told)
    return sheet.getvalue().encode()


def _labels(spelt: Iterable[Spelt], own: Collection[str], *, in_text: bool) -> Sequence[str]:
    """Return spellings besides a tag's *own* name and slug, each with the words it needs near it."""
    told = {written(Spelled(each.label, each.near, each.not_near)) for each in spelt if each.in_text is in_text}
    return sorted(told - set(own))
