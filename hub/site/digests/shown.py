"""How does what was picked for a mail stand in it? As values its templates place, with every link in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from secrets import token_hex
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.items.cards import Card, cards
from hub.communicate.following.rules import Hushed
from hub.communicate.following.values import Block, Chat, Picked, Said
from hub.kit.text import excerpt
from hub.places.queries import PlaceView
from hub.site import words
from hub.site.conversing.titles import called
from hub.site.digests.beside import On, Silence
from hub.site.kept.known import known, named
from hub.site.render import path
from hub.site.words import gettext, ngettext

# Where the token of each single mail is put in, as everything else is the same for many; nobody can have written it.
HOLE = token_hex(16)
LONGEST_TITLE = 60  # letters of one post in a subject
MOST_TAGS = 3  # of a source's posts, that can be muted right here
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Mute:
    """Something that can be muted right here."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post, as a line of a mail."""

    title: str
    language: str  # where it is not that of the mail
    address: str
    also: tuple[str, ...]  # who else tells it


@dataclass(frozen=True, slots=True)
class Voice:
    """What a source says."""

    name: str
    address: str
    posts: tuple[Post, ...]
    more: int
    mute: Mute
    tags: tuple[Mute, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is new in a thread."""

    title: str
    language: str
    address: str
    sentence: str  # what is new in it
    posts: tuple[Post, ...]
    mute: Mute
    people: tuple[Mute, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meetup, as a line of a mail."""

    title: str
    when: str
    location: str
    address: str


@dataclass(slots=True)
class Facts:
    """What the templates of one round need to know of posts and places; each post is read once."""

    base_url: str
    now: datetime
    places: Mapping[UUID, PlaceView]
    cards: dict[int, Card] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)
    slugs: dict[UUID, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)  # names of tags by their ids in hexadecimal
    tag_ids: dict[str, str] = field(default_factory=dict)  # and those by their slugs

    def read(self, db: Session, picked: Iterable[Picked]) -> None:
        """Read whatever is named in these mails and not known yet."""
        several = list(picked)
        wanted = {item_id for each in several for item_id in each.item_ids} - self.cards.keys()
        self.cards |= {card.id: card for card in cards(db, sorted(wanted))}
        sources = {block.source_id for each in several for block in each.blocks}
        also = {one for each in several for block in each.blocks for _, others in block.also for one in others}
        for source_id, each in named(db, (sources | also) - self.names.keys()).items():
            self.names[source_id], self.slugs[source_id] = each.name, each.slug
        if not self.tags:
            self.tags = {tag.id.hex: tag.name for tag in known(db).tags}
            self.tag_ids = {tag.slug: tag.id.hex for tag in known(db).tags}

    def address(self, *parts: object, **asked: str) -> str:
        """Return an address of ours, whole."""
        return self.base_url + path(*parts, **asked)

    def voice(self, block: Block) -> Voice | None:
        """Return what a source says; None where all of it was taken down meanwhile."""
        shown = [self.cards[item_id] for item_id in block.item_ids if item_id in self.cards]
        here = self.places[block.place_id]
        if not shown or block.source_id not in self.names:
            return None
        slug = self.slugs[block.source_id]
        also = dict(block.also)
        return Voice(
            name=self.names[block.source_id],
            address=self.address(here.slug, "sources", slug),
            posts=tuple(self._post(card, also.get(card.id, ())) for card in shown),
            more=block.more,
            mute=self._mute(Hushed.SOURCE, block.source_id.hex, self.names[block.source_id]),
            tags=tuple(self._tags(shown)),
        )

    def conversation(self, chat: Chat) -> Conversation:
        """Return what is new in a thread; where some of it is for neighbours alone, its link asks to sign in."""
        here, lead = self.places[chat.place_id], self.cards.get(chat.lead_id or 0)
        in_place = (here.slug, "conversations", chat.thread_id)
        address = self.address("you", "conversations", chat.thread_id) if chat.is_local else self.address(*in_place)
        title = self._title(chat)
        posts = [self.cards[item_id] for item_id in chat.item_ids if item_id in self.cards]
        return Conversation(
            title=title,
            language=words.foreign(lead.language) if lead else "",
            address=address,
            sentence=_told(chat.said),
            posts=tuple(self._post(card, ()) for card in posts),
            mute=self._mute(Hushed.THREAD, str(chat.thread_id), title),
            people=tuple(self._people(chat.said)),
        )

    def first_title(self, picked: Picked) -> str:
        """Return what the first thing in a mail is called; empty where there is none."""
        chats = (self._title(each) for each in picked.chats)
        return next(chain(chats, (self.cards[each].title for each in picked.named if each in self.cards)), "")

    def _title(self, chat: Chat) -> str:
        lead = self.cards.get(chat.lead_id or 0)
        return called(lead, self.tags.get(chat.tag, "")) or gettext("A conversation")

    def meeting(self, on: On) -> Meeting:
        """Return a meetup as a line."""
        here, meetup = self.places[on.place_id], on.meetup
        return Meeting(
            title=meetup.title,
            when=words.when(meetup, here.timezone, self.now),
            location=meetup.location,
            address=self.address(here.slug, "meetups", meetup.event_id),
        )

    def silence(self, silence: Silence) -> tuple[str, str]:
        """Return what is said of a voice nothing is heard of, and where more is."""
        here = self.places[silence.place_id]
        return words.said(silence.said), self.address(here.slug, "sources", silence.slug)

    def _post(self, card: Card, also: Sequence[UUID]) -> Post:
        names = tuple(self.names[each] for each in also if each in self.names)
        return Post(card.title, words.foreign(card.language), self.address("items", card.id), names)

    def _tags(self, shown: Sequence[Card]) -> Iterator[Mute]:
        slugs = dict.fromkeys(tag.slug for card in shown for tag in card.tags)
        ids = [self.tag_ids[slug] for slug in slugs if slug in self.tag_ids]
        return (self._mute(Hushed.TAG, each, self.tags[each]) for each in ids[:MOST_TAGS])

    def _people(self, said: Sequence[Said]) -> Iterator[Mute]:
        # By what was said under it: their number would tell that two names are one person’s.
        names = {each.name: each.reply_id for each in said if each.name}
        return (self._mute(Hushed.PERSON, reply.hex, name) for name, reply in list(names.items())[:MOST_NAMES])

    def _mute(self, kind: Hushed, target_id: str, name: str) -> Mute:
        return Mute(name, self.address("mail", "mute", HOLE, kind, target_id))


def _told(said: Sequence[Said]) -> str:
    if not said:
        return ""
    names = list(dict.fromkeys(each.name for each in said if each.name))
    count = len(said)
    if not names:
        return ngettext("%(count)s new reply", "%(count)s new replies", count) % {"count": count}
    told = ", ".join(names[:MOST_NAMES])
    message = ngettext("%(count)s new reply, by %(names)s", "%(count)s new replies, by %(names)s", count)
    if len(names) > MOST_NAMES:
        message = gettext("%(count)s new replies, by %(names)s and others")
    return message % {"count": count, "names": told}


def subject_of(place: str, first: str, count: int, *, has_on: bool) -> str:
    """Say what is in a mail: its *first* thing of *count*, or that there is nothing but meetups, or nothing at all.

    >>> subject_of("Ayton", "Bins", 3, has_on=True), subject_of("Ayton", "", 0, has_on=True)
    ('Ayton: Bins, and 2 more', 'Ayton: what is on')
    """
    if not first:
        said = gettext("%(place)s: what is on") if has_on else gettext("%(place)s: nothing new, and we are still here")
        return said % {"place": place}
    values = {"place": place, "first": excerpt(first, LONGEST_TITLE), "count": count - 1}
    if count == 1:
        return gettext("%(place)s: %(first)s") % values
    more = ngettext("%(place)s: %(first)s, and %(count)s more", "%(place)s: %(first)s, and %(count)s more", count - 1)
    return more % values
