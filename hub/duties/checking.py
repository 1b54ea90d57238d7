"""A feed examined: what it is, what is right and wrong with it, and how its items would be tagged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from hub.aggregate.feeds.states import HTTP, notes_in_words, trouble_in_words
from hub.aggregate.reading.document import Document, Entry, Unreadable
from hub.aggregate.registering.meant import meant
from hub.aggregate.tagging.rules import Registry, Speaker, meaning_of_entry
from hub.duties.readers import Came, kind_of, read_as
from hub.duties.settling import Reading, meaning_of_event, outcome
from hub.errors import NotFound
from hub.establish.meaning.vocabulary import Vocabulary
from hub.kit.licences import is_licence
from hub.kit.zones import USUAL_ZONE
from hub.meet.reading.values import Calendar, IncomingEvent
from hub.net.answers import Ask, Failure, NoReply, Reply
from hub.net.body import MOST_BYTES
from hub.net.crowd import ask_all
from hub.net.door import Door
from hub.sandbox import Sandbox

SHOWN = 10  # items whose tags are shown
_OF_FILES = frozenset({".xml", ".rss", ".atom", ".rdf", ".json", ".ics", ".html", ".htm", ".txt"})


@dataclass(frozen=True, slots=True)
class Found:
    """What lies behind an address: bytes and how they came, or a trouble code."""

    url: str
    body: bytes = b""
    content_type: str = ""
    trouble: str = ""
    detail: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class TaggedItem:
    """An item and what the registry would make of it."""

    title: str
    link: str
    published_at: datetime | None
    tags: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `hub check` says; ``good`` means there is nothing to mend."""

    what: str
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    mend: tuple[str, ...] = ()
    items: tuple[TaggedItem, ...] = ()
    here: tuple[str, ...] = ()  # how it is doing on this hub, where it is registered

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def look_up(target: str, door: Door) -> Found:
    """Get the bytes of a file or, through the guarded door, of an address."""
    if "://" not in target and Path(target).is_file():
        return Found(target, Path(target).read_bytes())
    addresses = meant(target).addresses or ((target,) if "://" in target else ())
    if not addresses or ("/" not in target and Path(target).suffix in _OF_FILES):
        raise NotFound(f"There is no file “{target}”, and it is no address of a website either.")
    found = [_asked(url, door) for url in addresses[:1]]
    if found[0].trouble:  # where nobody typed how, it may be there without TLS
        found += [_asked(url, door) for url in addresses[1:]]
    return next((each for each in found if not each.trouble), found[0])


def diagnose(
    found: Found, registry: Registry, sandbox: Sandbox, now: datetime, speaker: Speaker | None = None
) -> Diagnosis:
    """Say what *found* is and how its items would be tagged.

    Without a *speaker*, the source that has this feed, as if a voice of every place had published it.
    """
    if found.trouble or len(found.body) > MOST_BYTES:
        return _no_document(found.trouble or Failure.TOO_BIG, found.detail)
    vocabulary = registry.vocabulary
    match _read(found, sandbox, now):
        case Unreadable(flaw, detail):
            return _no_document(flaw.value, detail)
        case Calendar() as calendar:
            return _calendar(calendar, vocabulary, speaker or _of_every_place(vocabulary))
        case Document() as document:
            return _feed(found, document, vocabulary, speaker or _of_every_place(vocabulary))


def _asked(url: str, door: Door) -> Found:
    _, answer = next(iter(ask_all(iter([Ask(url, name="feed check")]), door)))
    if isinstance(answer, NoReply):
        return Found(url, trouble=answer.failure.value, detail=answer.detail)
    return _found(url, answer)


def _found(target: str, reply: Reply) -> Found:
    if reply.status != HTTPStatus.OK:
        return Found(target, trouble=f"{HTTP}{reply.status}", detail=reply.headers.get("cf-mitigated", ""))
    moved = reply.url if reply.hops else ""
    return Found(reply.url, reply.body, reply.headers.get("content-type", ""), moved_to=moved)


def _read(found: Found, sandbox: Sandbox, now: datetime) -> Reading:
    came = Came(found.url, found.content_type, now, timezone=USUAL_ZONE)
    return outcome(sandbox.submit(read_as, kind_of(found.url, found.body), found.body, came))


def _no_document(trouble: str, detail: str = "") -> Diagnosis:
    sentence, mend = trouble_in_words(trouble, detail)
    return Diagnosis("Not a feed we can use.", wrong=(str(sentence),), mend=(str(mend),) if mend else ())


def _calendar(calendar: Calendar, vocabulary: Vocabulary, speaker: Speaker) -> Diagnosis:
    events, dates = calendar.events, sum(len(event.dates) for event in calendar.events)
    right = (f"{_counted(len(events), 'event')} on {_counted(dates, 'date')} ahead.",)
    what = f"A calendar: “{calendar.title}”." if calendar.title else "A calendar."
    told = tuple(_event(each, vocabulary, speaker) for each in events[:SHOWN])
    return Diagnosis(what, right, tuple(map(str, notes_in_words(calendar.notes_told))), items=told)


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _event(event: IncomingEvent, vocabulary: Vocabulary, speaker: Speaker) -> TaggedItem:
    """Return an event with its next date and where it is, as it would be listed."""
    first, found = event.dates[0], meaning_of_event(vocabulary, speaker, event)
    when = f"{first.starts_on:%Y-%m-%d}" if first.all_day else f"{first.starts_at:%Y-%m-%d %H:%M} UTC"
    title = " · ".join(filter(None, (event.title, when, event.location or event.online_url)))
    tags, places = ([each.id for each in of] for of in (found.tags, found.places))
    names = vocabulary.names
    return TaggedItem(title, event.url, first.starts_at, _named(tags, names), _named(places, names))


def _feed(found: Found, document: Document, vocabulary: Vocabulary, speaker: Speaker) -> Diagnosis:
    what = f"{document.dialect}: “{document.title}”, {document.total} items."
    wrong = tuple(map(str, notes_in_words(" ".join(document.notes))))
    newest = sorted(document.entries, key=_moment, reverse=True)[:SHOWN]
    moved = ("The address redirects; register the one it leads to: " + found.moved_to,) if found.moved_to else ()
    return Diagnosis(what, _strengths(document), wrong, moved, tuple(_tagged(newest, vocabulary, speaker)))


def _moment(entry: Entry) -> float:
    return entry.published_at.timestamp() if entry.published_at else 0.0


def _strengths(document: Document) -> tuple[str, ...]:
    entries = document.entries
    signs = (
        (bool(entries) and all(entry.link for entry in entries), "Every item has a link."),
        (bool(entries) and all(entry.published_at for entry in entries), "Every item has a date."),
        (any(entry.labels for entry in entries), "Items carry labels, which we match with agreed tags."),
        (any(entry.lat is not None for entry in entries), "Items say where they happened (GeoRSS)."),
        (any(is_licence(entry.licence) for entry in entries), "Items name their licence."),
        (bool(document.hints.hub), "It names a WebSub hub, so that news can be pushed."),
    )
    return tuple(sentence for holds, sentence in signs if holds)


def _of_every_place(vocabulary: Vocabulary) -> Speaker:
    return Speaker("blog", frozenset(vocabulary.places), only_when_mentioned=True)


def _tagged(entries: Iterable[Entry], vocabulary: Vocabulary, speaker: Speaker) -> Iterable[TaggedItem]:
    for entry in entries:
        found = meaning_of_entry(vocabulary, speaker, entry)
        yield TaggedItem(
            entry.title,
            entry.link,
            entry.published_at,
            _named([tag.id for tag in found.tags], vocabulary.names),
            _named([place.id for place in found.places], vocabulary.names),
        )


def _named(ids: Iterable[UUID], names: Mapping[UUID, str]) -> tuple[str, ...]:
    return tuple(names[each] for each in ids)
