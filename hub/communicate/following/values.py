"""What is new in a place, what somebody wants of it, and what they get: as values. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hub.communicate.following.rules import Followed, Kind


@dataclass(frozen=True, slots=True)
class New:
    """A post that is new in a place."""

    item_id: int
    source_id: UUID
    at: datetime  # when it was first seen
    tags: frozenset[str] = frozenset()  # in hexadecimal
    story_id: int | None = None
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A reply that is new in a thread."""

    reply_id: UUID
    person_id: UUID
    name: str
    at: datetime
    is_local: bool = False  # for neighbours alone


@dataclass(frozen=True, slots=True)
class Talk:
    """A thread in which something is new."""

    thread_id: int
    said: tuple[Said, ...] = ()  # oldest first
    lead_id: int | None = None  # the post it began with
    tag: str = ""  # or the tag it is about, in hexadecimal
    tags: frozenset[str] = frozenset()  # of its posts
    source_ids: frozenset[UUID] = frozenset()  # whose posts are in it


@dataclass(frozen=True, slots=True)
class PlaceNews:
    """What is new in a place, the newest first, and found by tag, source and thread."""

    place_id: UUID
    items: tuple[New, ...] = ()
    talks: Mapping[int, Talk] = field(default_factory=dict)
    by_tag: Mapping[str, tuple[New, ...]] = field(default_factory=dict)
    by_source: Mapping[str, tuple[New, ...]] = field(default_factory=dict)
    by_thread: Mapping[str, tuple[New, ...]] = field(default_factory=dict)
    heard: "dict[Ears, tuple[Chat, ...]]" = field(default_factory=dict, compare=False)  # worked out once for all alike

    def of(self, what: Followed) -> Sequence[New]:
        """Return what is new of a place, a tag or a source that is followed here, the newest first."""
        if what.kind is Kind.PLACE:
            return self.items
        return (self.by_tag if what.kind is Kind.TAG else self.by_source).get(what.target_id, ())


@dataclass(frozen=True, slots=True)
class Want:
    """Something somebody wants to hear of."""

    what: Followed
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Taste:
    """All that decides what stands in somebody's mail; two of one taste get the same one."""

    wants: tuple[Want, ...]
    since: datetime  # what is older was told
    heard: datetime | None = None  # and at once, what is older than this
    mutes: frozenset[tuple[str, str]] = frozenset()  # a kind and a target
    reads: frozenset[tuple[int, datetime]] = frozenset()  # threads, and how far each was read
    near: frozenset[UUID] = frozenset()  # places they are a neighbour in
    me: UUID | None = None  # where they said something that is new themselves


@dataclass(frozen=True, slots=True)
class Block:
    """What one source says."""

    source_id: UUID
    place_id: UUID
    item_ids: tuple[int, ...]  # newest first
    more: int = 0  # that are not named
    also: tuple[tuple[int, tuple[UUID, ...]], ...] = ()  # who else tells the story of a post


@dataclass(frozen=True, slots=True)
class Chat:
    """What is new in a thread."""

    thread_id: int
    place_id: UUID
    lead_id: int | None
    tag: str
    said: tuple[Said, ...]
    item_ids: tuple[int, ...] = ()  # new posts in it, where somebody follows it

    @property
    def is_local(self) -> bool:
        """Whether any of it is for neighbours alone."""
        return any(each.is_local for each in self.said)


@dataclass(frozen=True, slots=True)
class Picked:
    """What stands in a mail."""

    blocks: tuple[Block, ...] = ()
    chats: tuple[Chat, ...] = ()
    more: int = 0  # posts of sources that are not named at all

    def __bool__(self) -> bool:
        """Whether anything is new."""
        return bool(self.blocks or self.chats)

    @property
    def count(self) -> int:
        """How many posts and conversations it tells of, those that are only counted too."""
        return len(self.chats) + sum(len(each.item_ids) + each.more for each in self.blocks) + self.more

    @property
    def named(self) -> Iterator[int]:
        """The posts it names of sources, source by source."""
        return (item_id for block in self.blocks for item_id in block.item_ids)

    @property
    def item_ids(self) -> Iterator[int]:
        """Every post that is named."""
        yield from self.named
        for chat in self.chats:
            yield from chat.item_ids
            if chat.lead_id is not None:
                yield chat.lead_id


@dataclass(frozen=True, slots=True)
class Ears:
    """All that decides what somebody hears of the threads of a place."""

    since: datetime
    is_near: bool
    mutes: frozenset[tuple[str, str]]
    reads: frozenset[tuple[int, datetime]]
    me: UUID | None
