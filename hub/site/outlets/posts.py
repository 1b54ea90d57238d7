"""How our own values become posts of an outlet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid5

from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.items.cards import Card
from hub.meet.events.values import Meetup
from hub.places.queries import PlaceView
from hub.site.outlets.formats import Post
from hub.site.render import iso, path
from hub.site.words import gettext, said, when

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def of_cards(cards: Sequence[Card], base: str, now: datetime) -> tuple[Post, ...]:
    """Return items as posts that keep their author and lead to their publisher; none is dated later than *now*."""
    return tuple(
        Post(
            urn=card.urn,
            title=card.title,
            link=card.link,
            page=base + path("items", card.id),
            updated=_updated(card, now),
            # Never later than we first saw it: readers put what is dated in the future on top for good.
            published=card.sort_at,
            author=card.author,
            summary=card.summary,
            language=card.language,
            licence=card.licence,
            source=(card.source.name, card.source.site),
            tags=tuple((tag.slug, tag.name) for tag in card.tags),
            files=card.files,
        )
        for card in cards
    )


def of_meetups(meetups: Sequence[Meetup], base: str, here: PlaceView, now: datetime) -> tuple[Post, ...]:
    """Return dates of events as posts; each date is one, and says when and where it is."""
    return tuple(_of_meetup(meetup, base, here, now) for meetup in meetups)


def of_sources(sources: Sequence[SourceView], base: str, here: PlaceView) -> tuple[Post, ...]:
    """Return the voices of a place as posts."""
    return tuple(
        Post(
            urn=source.id.urn,
            title=source.name,
            link=source.site,
            page=base + path(here.slug, "sources", source.slug),
            updated=source.last_post_at or _NEVER,
            summary=" ".join(said(feed.state.sentence) for feed in source.feeds),
            source=(source.name, source.site),
        )
        for source in sources
    )


def of_places(places: Sequence[PlaceView], latest: Mapping[UUID, datetime], base: str) -> tuple[Post, ...]:
    """Return places as posts, with the moment they were last heard of."""
    return tuple(
        Post(
            urn=place.id.urn,
            title=place.name,
            link="",
            page=base + path(place.slug),
            updated=latest.get(place.id, _NEVER),
        )
        for place in places
    )


def _of_meetup(meetup: Meetup, base: str, here: PlaceView, now: datetime) -> Post:
    at, where = when(meetup, here.timezone, now), _where(meetup)
    # A reader of feeds shows a title and a day of its own: when something begins must stand in the title itself.
    begins = meetup if meetup.all_day else replace(meetup, ends_at=None)
    title = gettext("%(title)s, %(when)s") % {"title": meetup.title, "when": when(begins, here.timezone, now)}
    ends_at = iso(meetup.ends_at) if meetup.ends_at else None
    return Post(
        urn=uuid5(meetup.event_id, meetup.slot or meetup.starts_at.isoformat()).urn,
        title=_called_off(title) if meetup.cancelled else title,
        link=meetup.url,
        page=base + path(here.slug, "meetups", str(meetup.event_id)),
        updated=meetup.changed_at or meetup.starts_at,
        author=meetup.organiser or meetup.source_name,
        summary=". ".join(filter(None, (at, where, meetup.summary))),
        source=(meetup.source_name, ""),
        more=(("starts_at", iso(meetup.starts_at)), ("ends_at", ends_at), ("location", where)),
    )


def _where(meetup: Meetup) -> str:
    """Return what the calendar writes, and the name of the venue where it leaves that out."""
    name = meetup.venue.name if meetup.venue else ""
    named = "" if name.casefold() in meetup.location.casefold() else name
    return ", ".join(filter(None, (meetup.location, named)))


def _called_off(title: str) -> str:
    return gettext("Cancelled: %(title)s") % {"title": title}


def _updated(card: Card, now: datetime) -> datetime:
    """Return when an item last changed, as far as its publisher can be believed about it."""
    claimed = card.updated_at or card.sort_at
    return max(card.sort_at, claimed) if claimed <= now else card.sort_at
