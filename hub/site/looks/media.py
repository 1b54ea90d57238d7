"""How is what came with an item shown? Sound is played when it is asked for, pictures and films lead to their place."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.aggregate.items.cards import Card, File
from hub.aggregate.pictures.queries import Copy
from hub.kit.urls import bare_host
from hub.net.address import address
from hub.net.answers import Stopped
from hub.site.looks.came import file_in_words, lasting_in_words, sort_of_file
from hub.site.words import gettext


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound that can be heard here; until somebody asks for it, its host is only named."""

    number: int  # among what came with its item, from 1
    name: str  # of it, where it is not the only one; else that of its item
    url: str
    host: str
    facts: str  # its sort, its size and how long it lasts
    plays: bool  # whether this reader asked for it
    origin: str  # where it comes from, as a policy names it


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture: the way to it, its words, and a small copy of ours where there is one."""

    url: str
    host: str
    words: str  # by its author; empty where they say nothing
    name: str  # what it is called where nobody describes it
    copy: Copy | None


@dataclass(frozen=True, slots=True)
class Film:
    """A film: the way to where it is shown."""

    url: str
    host: str
    facts: str


@dataclass(frozen=True, slots=True)
class Media:
    """All that came with an item, by how it is shown."""

    sounds: tuple[Sound, ...]
    photos: tuple[Photo, ...]
    films: tuple[Film, ...]
    papers: tuple[File, ...]

    @property
    def playing(self) -> Sound | None:
        """What its reader asked to hear; None where nothing was asked for."""
        return next((sound for sound in self.sounds if sound.plays), None)


def media_of(card: Card, copies: Mapping[int, Copy], *, play: str, over_tls: bool) -> Media:
    """Return what came with *card*, the sound numbered *play* to be heard; *copies* are by a picture's position.

    Where pages leave *over_tls*, no sound is asked for without it: browsers refuse that, and neighbours would listen.
    """
    sorts: dict[str, list[tuple[int, File]]] = {"sound": [], "picture": [], "film": [], "file": []}
    for position, file in enumerate(card.files):
        sorts[sort_of_file(file)].append((position, file))
    heard = [_sound(card, at, file, asked=play == str(at + 1), over_tls=over_tls) for at, file in sorts["sound"]]
    mute = [file for (_, file), sound in zip(sorts["sound"], heard, strict=True) if not sound.origin]
    return Media(
        tuple(sound for sound in heard if sound.origin),
        tuple(_photo(card, file, copies.get(at)) for at, file in sorts["picture"]),
        tuple(Film(file.url, bare_host(file.url), _facts(file)) for _, file in sorts["film"]),
        (*mute, *(file for _, file in sorts["file"])),
    )


def _sound(card: Card, at: int, file: File, *, asked: bool, over_tls: bool) -> Sound:
    url = file.url.replace("http://", "https://", 1) if over_tls and file.url.startswith("http://") else file.url
    return Sound(at + 1, file.title or card.title, url, bare_host(url), _facts(file), asked, _origin(url))


def _origin(url: str) -> str:
    """Return where *url* leads as a policy may name it; empty for what would mean something else in one."""
    try:
        found = address(url)
    except Stopped:
        return ""
    return f"{found.scheme}://{found.authority}"


def _photo(card: Card, file: File, copy: Copy | None) -> Photo:
    named = file.title or card.title
    words = file.words or (file.title if file.title != card.title else "")
    return Photo(file.url, bare_host(file.url), words, named, copy)


def _facts(file: File) -> str:
    """Say what a file is, and how long it lasts."""
    untitled = File(file.url, file.media_type, file.length, "")
    lasts = gettext("%(time)s long") % {"time": lasting_in_words(file.seconds)} if file.seconds else ""
    return ", ".join(part for part in (file_in_words(untitled), lasts) if part)
