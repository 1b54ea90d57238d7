"""What shapes does the API answer in? Read-only models, documented by themselves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.items.cards import Card, File, Why
from hub.establish.tags.described import Spelt
from hub.establish.tags.former import Former
from hub.establish.tags.queries import TagView
from hub.kit.licences import is_licence
from hub.places.queries import PlaceView, Tree
from hub.site.render import path


class EndpointAnswer(BaseModel):
    """Something that can be asked, and what it answers."""

    address: str
    answers: str
    parameters: list[str]


class IndexAnswer(BaseModel):
    """All that can be asked; the same in detail for people, and for programs."""

    documentation: str
    description: str
    endpoints: list[EndpointAnswer]


class PlaceAnswer(BaseModel):
    """A place; `inside` counts the places in it, at any depth."""

    slug: str
    name: str
    kind: str
    parent: str | None
    inside: int
    timezone: str


class PlacesAnswer(BaseModel):
    """All places of the hub."""

    places: list[PlaceAnswer]


class WhyAnswer(BaseModel):
    """An agreed tag or a place of an item, and the evidence for it."""

    slug: str
    name: str
    because: str
    evidence: str


class FileAnswer(BaseModel):
    """Something that came with an item."""

    url: str
    media_type: str
    length: int | None
    title: str
    seconds: int | None
    words: str


class ItemAnswer(BaseModel):
    """Something that was said."""

    id: int
    urn: str
    title: str
    link: str
    page: str
    author: str
    summary: str
    language: str
    licence: str
    source: str
    kind: str
    published_at: datetime | None
    updated_at: datetime | None
    sort_at: datetime
    tags: list[WhyAnswer]
    places: list[WhyAnswer]
    files: list[FileAnswer]
    also_in: list[str] = []  # slugs of other sources that have the same article


class ItemsAnswer(BaseModel):
    """Some items; `next` is the `before` of the next page, `remarks` say what of the question was not understood."""

    items: list[ItemAnswer]
    next: str | None
    remarks: list[str]


class TagAnswer(BaseModel):
    """An agreed tag, every way to write it, and the slugs of the tags it is part of.

    One that is `retired` is used no longer; `heir` is the slug of the tag that has its place, if any has.
    """

    slug: str
    name: str
    meaning: str
    spellings: list[str] = []
    broader: list[str] = []
    retired: bool = False
    heir: str | None = None


class TagsAnswer(BaseModel):
    """The tags agreed in the hub, and in a place where one was named."""

    tags: list[TagAnswer]


class FeedAnswer(BaseModel):
    """A feed and how it is doing, in words."""

    url: str
    reads: str
    dialect: str
    mood: str
    state: str
    mend: str
    notes: list[str]
    heard_at: datetime | None
    due_at: datetime


class SourceAnswer(BaseModel):
    """A voice of a place."""

    slug: str
    name: str
    kind: str
    site: str
    licence: str
    feeds: list[FeedAnswer]


class SourcesAnswer(BaseModel):
    """Who speaks for a place and the places in it."""

    sources: list[SourceAnswer]


def index_answer(description: Mapping[str, Any], base: str) -> IndexAnswer:
    """Return what an OpenAPI *description* says in short."""
    endpoints = [
        EndpointAnswer(
            address=base + address,
            answers=does["description"],
            parameters=[parameter["name"] for parameter in does.get("parameters", ())],
        )
        for address, methods in description["paths"].items()
        for does in methods.values()
    ]
    documentation, described = (base + path("api", page) for page in ("docs", "openapi.json"))
    return IndexAnswer(documentation=documentation, description=described, endpoints=endpoints)


def place_answer(place: PlaceView, tree: Tree) -> PlaceAnswer:
    """Return *place* as the API says it."""
    parent = tree.places.get(place.parent_id) if place.parent_id else None
    known = {name: getattr(place, name) for name in ("slug", "name", "kind", "timezone")}
    return PlaceAnswer(**known, parent=parent.slug if parent else None, inside=len(tree.within(place.id)))


def item_answer(card: Card, base: str) -> ItemAnswer:
    """Return an item as the API says it."""
    return ItemAnswer(
        **{name: getattr(card, name) for name in _CARD},
        licence=card.licence if is_licence(card.licence) else "",
        page=base + path("items", card.id),
        source=card.source.slug,
        kind=card.source.kind,
        tags=[_why(tag) for tag in card.tags],
        places=[_why(place) for place in card.places],
        files=[_file(file) for file in card.files],
        also_in=[other.slug for other in card.also],
    )


def tag_answer(tag: TagView, written: Sequence[Spelt], broader: Iterable[str]) -> TagAnswer:
    """Return a tag as the API says it, with the slugs of its *broader* ones."""
    spellings = [each.label for each in written]
    return TagAnswer(slug=tag.slug, name=tag.name, meaning=tag.meaning, spellings=spellings, broader=sorted(broader))


def former_answer(slug: str, was: Former) -> TagAnswer:
    """Return what was a tag once as the API says it."""
    return TagAnswer(slug=slug, name=was.name, meaning="", retired=True, heir=was.heir or None)


def source_answer(source: SourceView) -> SourceAnswer:
    """Return a source as the API says it."""
    said = [
        FeedAnswer(
            url=feed.url,
            reads=feed.reads,
            dialect=feed.dialect,
            mood=feed.state.mood,
            state=str(feed.state.sentence),
            mend=str(feed.state.mend),
            notes=[str(note) for note in feed.state.notes],
            heard_at=feed.heard_at,
            due_at=feed.due_at,
        )
        for feed in source.feeds
    ]
    known = {name: getattr(source, name) for name in ("slug", "name", "kind", "site", "licence")}
    return SourceAnswer(**known, feeds=said)


_CARD = (
    *("id", "urn", "title", "link", "author", "summary", "language"),
    *("published_at", "updated_at", "sort_at"),
)


def _why(found: Why) -> WhyAnswer:
    return WhyAnswer(slug=found.slug, name=found.name, because=found.because, evidence=found.evidence)


def _file(file: File) -> FileAnswer:
    known = {name: getattr(file, name) for name in ("url", "media_type", "length", "title", "seconds", "words")}
    return FileAnswer(**known)
