"""Under which tokens is an item kept in the search index? One for each thing a list can be narrowed by. Pure."""

from collections.abc import Iterable
from uuid import UUID

from hub.db.sought import Facet


def of_place(place_id: UUID) -> Facet:
    """Return the token of a place."""
    return f"p{place_id.hex}"


def of_tag(tag_id: UUID) -> Facet:
    """Return the token of an agreed tag."""
    return f"t{tag_id.hex}"


def of_source(source_id: UUID) -> Facet:
    """Return the token of a source."""
    return f"s{source_id.hex}"


def of_kind(kind: str) -> Facet:
    """Return the token of a kind of source, whatever letters it is written in.

    >>> of_kind("press")
    'k7072657373'
    """
    return f"k{kind.encode().hex()}"


def of_item(source_id: UUID, kind: str, places: Iterable[UUID], tags: Iterable[UUID]) -> tuple[Facet, ...]:
    """Return all tokens of an item."""
    return (of_source(source_id), of_kind(kind), *map(of_place, places), *map(of_tag, tags))
