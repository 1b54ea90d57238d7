"""Which of the things somebody asks for are known here? Slugs become ids and names; what nobody knows is said."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.aggregate.feeds.registry import EVERY_KIND
from hub.aggregate.items.queries import Wanted
from hub.errors import BadQuestion
from hub.kit import question
from hub.kit.saying import Saying, say
from hub.places.queries import PlaceView
from hub.site.asking.asked import MOST_VALUES, Asked, Order
from hub.site.kept.known import called, known, tag_called
from hub.site.typed_days import no_day

DAY = timedelta(days=1)
Filter = tuple[str, str]  # its name in the address, and its value
Names = Mapping[Filter, str]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a list is asked for in terms of the hub, and a sentence for everything that could not be made out."""

    wanted: Wanted
    names: Names  # of tags, sources and places asked for; those nobody knows are left out
    remarks: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class _Met:
    """What of the things asked for was met in the hub."""

    tags: Mapping[str, tuple[UUID, str]]
    sources: Mapping[str, tuple[UUID, str]]
    places: Mapping[str, tuple[UUID, str]]
    kinds: Collection[str]

    @property
    def names(self) -> Names:
        """What everything is called."""
        told = {("tag", slug): name for slug, (_, name) in self.tags.items()}
        told |= {("source", slug): name for slug, (_, name) in self.sources.items()}
        return told | {("place", slug): name for slug, (_, name) in self.places.items()}


def meant(db: Session, here: PlaceView, asked: Asked) -> Meant:
    """Return what *asked* means in *here*."""
    asked = as_called_now(db, asked)
    met = _met(db, asked)
    words = question.parse(asked.q)
    part = Wanted(
        here.id,
        tags=_ids(asked.tags, met.tags),
        without=_ids(asked.without, met.tags),
        kinds=tuple(kind for kind in asked.kinds if kind in met.kinds),
        sources=_ids(asked.sources, met.sources),
        places=_ids(asked.places, met.places),
        since=_midnight(asked.since, here),
        until=_midnight(asked.until and _next(asked.until), here),
        words=words,
        by_relevance=asked.order == Order.RELEVANT,
        is_void=_is_void(asked, met)
        or _says_nothing(asked, words)
        or _says_only_not(asked, words)
        or words.contradicts_itself,
        before=asked.before,
    )
    return Meant(part, met.names, tuple(_remarks(asked, met, words)))


def as_called_now(db: Session, asked: Asked) -> Asked:
    """Return *asked* with the tags that have the place of those merged or renamed since; the others as they are."""
    live = known(db).tags_by_slug
    if all(slug in live for slug in (*asked.tags, *asked.without)):
        return asked
    return replace(asked, tags=_called_now(db, asked.tags), without=_called_now(db, asked.without))


def place_first(db: Session, asked: Asked) -> tuple[PlaceView, Asked]:
    """Return the first place *asked* for, and the rest of what is asked there; BadQuestion where none is named."""
    if not asked.places:
        raise BadQuestion(say("Name a place, as in ?place=mill-end."))
    return known(db).place(asked.places[0]), replace(asked, places=asked.places[1:])


def _met(db: Session, asked: Asked) -> _Met:
    registry = known(db)
    tags = {slug: registry.tags_by_slug.get(slug) for slug in (*asked.tags, *asked.without)}
    places = {slug: registry.by_slug[slug] for slug in asked.places if slug in registry.by_slug}
    return _Met(
        tags={slug: (tag.id, tag.name) for slug, tag in tags.items() if tag},
        sources={name.slug: (source_id, name.name) for source_id, name in called(db, asked.sources).items()},
        places={slug: (place.id, place.name) for slug, place in places.items()},
        kinds=EVERY_KIND,
    )


def _called_now(db: Session, slugs: tuple[str, ...]) -> tuple[str, ...]:
    found = {slug: tag_called(db, slug) for slug in slugs}
    return tuple(dict.fromkeys(tag.slug if tag else slug for slug, tag in found.items()))


def _ids(slugs: tuple[str, ...], met: Mapping[str, tuple[UUID, str]]) -> tuple[UUID, ...]:
    return tuple(met[slug][0] for slug in slugs if slug in met)


def _is_void(asked: Asked, met: _Met) -> bool:
    """Whether a tag must be there that nobody agreed on, or none of several kinds, sources or places is known."""
    any_of = ((asked.kinds, met.kinds), (asked.sources, met.sources), (asked.places, met.places))
    return not set(asked.tags) <= met.tags.keys() or any(
        named and not any(each in there for each in named) for named, there in any_of
    )


def _says_nothing(asked: Asked, words: question.Question) -> bool:
    return bool(asked.q) and not (words or words.filters)


def _says_only_not(asked: Asked, words: question.Question) -> bool:
    others = [name for name, _ in asked.filters if name not in {"q", "order"}]
    return bool(words.unwanted) and not words.wanted and not others


def _remarks(asked: Asked, met: _Met, words: question.Question) -> Iterator[Saying]:
    tags = (slug for slug in (*asked.tags, *asked.without) if slug not in met.tags)
    yield from (say("Nobody agreed on a tag “%(tag)s”.", tag=slug) for slug in tags)
    kinds = (kind for kind in asked.kinds if kind not in met.kinds)
    yield from (say("No source is of the kind “%(kind)s”.", kind=kind) for kind in kinds)
    sources = (slug for slug in asked.sources if slug not in met.sources)
    yield from (say("There is no source “%(source)s”.", source=slug) for slug in sources)
    places = (slug for slug in asked.places if slug not in met.places)
    yield from (say("There is no place “%(place)s”.", place=slug) for slug in places)
    if asked.is_cut:
        yield say("Too much of one filter was asked for: only the first %(most)s count.", most=MOST_VALUES)
    if asked.since and asked.until and asked.since > asked.until:
        yield say("The first day is after the last one.")
    yield from _remarks_on_words(asked, words)


def _remarks_on_words(asked: Asked, words: question.Question) -> Iterator[Saying]:
    yield from map(_remark_on, words.filters)
    if _says_nothing(asked, words):
        yield say("There is no word in “%(typed)s” to look for.", typed=asked.q)
    if words.contradicts_itself:
        yield say("“%(typed)s” looks for a word and leaves it out: nothing can fit.", typed=asked.q)
    if any(term.typed == "OR" for term in words.wanted):
        yield say("All words are looked for together: “OR” is looked for as a word too.")
    if _says_only_not(asked, words):
        yield say("Say what to look for too, not only what to leave out.")


def _remark_on(unread: question.Filter) -> Saying:
    if unread.is_not and unread.field != question.Field.TAG:
        return say("“%(typed)s” could not be read: only words and tags can be left out.", typed=unread.typed)
    if unread.field in {question.Field.SINCE, question.Field.UNTIL}:
        return no_day(unread.typed)
    return say("There is no word in “%(typed)s” to look for.", typed=unread.typed)


def _midnight(day: date | None, here: PlaceView) -> datetime | None:
    """Return when *day* begins in *here*; the very first and last day of all calendars begin in UTC."""
    if day is None:
        return None
    try:
        return datetime.combine(day, time(), ZoneInfo(here.timezone)).astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, time(), UTC)


def _next(day: date) -> date | None:
    return day + DAY if day < date.max else None
