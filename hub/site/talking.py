"""Who says what in a conversation? Posts, replies and what other sites say, put together in the order of time."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.items.cards import Card, listed
from hub.communicate.links import queries as links
from hub.communicate.mentions import queries as mentions
from hub.communicate.mentions.queries import MentionView
from hub.communicate.mentions.rules import Target
from hub.communicate.replies import queries as replies
from hub.communicate.replies.queries import ReplyView
from hub.communicate.threads import joined
from hub.communicate.threads import queries as threads
from hub.communicate.threads.queries import Part, State, ThreadRow, ThreadView
from hub.communicate.threads.rules import Because
from hub.db.kept import EachDatabase, Store
from hub.establish.tags.queries import TagView
from hub.kit.saying import Saying
from hub.places.queries import PlaceView
from hub.site.conversing.reasons import why_part
from hub.site.conversing.roles import Role
from hub.site.conversing.rows import spoken, why
from hub.site.conversing.titles import titled
from hub.site.kept.known import known, version_of
from hub.site.render import path, web_address
from hub.site.restraint import closing
from hub.site.words import gettext

MOST_KEPT = 500  # tags whose conversations are remembered
MOST_ABOUT = 3  # conversations on the page of a tag


@dataclass(frozen=True, slots=True)
class Toward:
    """What somebody answers: its words, and where it stands."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A post of a conversation, and why it is part of it."""

    card: Card
    why: str
    page: str  # the address that shows it; empty where none does
    toward: Toward | None
    links_there: bool  # to what it answers, and that is why it is here


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was said: a post, a reply or what another site says; two of the three are None."""

    at: datetime
    anchor: str
    post: Spoken | None = None
    reply: ReplyView | None = None
    mention: MentionView | None = None
    toward: Toward | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """A whole conversation, as its page shows it."""

    id: int
    title: str
    language: str  # of its title; empty where it is of the hub
    address: str
    tag: TagView | None  # whose page it is held on
    lead: Card | None
    lines: tuple[Line, ...]
    signs: tuple[MentionView, ...]  # likes and the like, that say nothing
    local: int  # replies for neighbours alone
    state: State
    roles: Sequence[Role]
    why: str


def talk_of_thread(db: Session, here: PlaceView, thread: ThreadView) -> Talk:
    """Return all that everybody sees of a conversation in *here*, the oldest words first."""
    cards = {card.id: card for card in listed(db, [part.head.item_id for part in thread.parts])}
    told = replies.public_of_thread(db, thread.id)
    loud, signs = _mentioned(db, thread, told)
    lead = cards.get(thread.parts[0].head.item_id) if thread.parts else None
    lines = (*_posts(thread.parts, cards, here), *_replies(told, cards, thread.parts), *map(_mention, loud))
    return Talk(
        id=thread.id,
        title=titled(db, lead, thread.tag_id),
        language=lead.language if lead else "",
        address=path(here.slug, "conversations", thread.id),
        tag=next((tag for tag in known(db).tags if tag.id == thread.tag_id), None),
        lead=lead,
        lines=tuple(sorted(lines, key=lambda line: line.at)),
        signs=tuple(signs),
        local=replies.number_local(db, thread.id),
        state=thread.state,
        roles=spoken(thread.parts, thread.state),
        why=why(thread.parts, thread.state, here.timezone),
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What is said of a post, for its own page."""

    address: str  # of its conversation; empty where it is part of none
    reply_address: str  # where one replies to it
    answers: tuple[Card, ...]  # that lead to it, the oldest first
    answered: tuple[Card, ...]  # that it leads to
    replies: tuple[Line, ...]
    mentions: Sequence[MentionView]
    thread_id: int
    closing: Saying | None  # why nobody replies to it any more


def talk_of_item(db: Session, here: PlaceView, item_id: int) -> Beside:
    """Return who answered a post in *here*, what it answers itself, and what people and other sites say of it."""
    thread_id = threads.of_item(db, here.id, item_id)
    to, by = links.answers_to(db, here.id, item_id), links.answered_by(db, here.id, item_id)
    cards = {card.id: card for card in listed(db, [*to, *by])}
    mentioned = mentions.shown_at(db, Target.ITEM, str(item_id))
    return Beside(
        address=path(here.slug, "conversations", thread_id) if thread_id else "",
        reply_address=path("items", item_id, "reply"),
        answers=tuple(cards[each] for each in to if each in cards),
        answered=tuple(cards[each] for each in by if each in cards),
        replies=tuple(_replies(replies.public_of_item(db, item_id), {}, ())),
        mentions=mentions.not_told_otherwise(mentioned, [*to, *by]),
        thread_id=thread_id or 0,
        closing=closing(replies.around(db, thread_id, item_id) if thread_id else ()),
    )


@dataclass(frozen=True, slots=True)
class About:
    """The liveliest conversations about a tag."""

    rows: Sequence[ThreadRow]
    thread_id: int | None  # of the talk on the page of the tag itself

    @property
    def state(self) -> Hashable:
        """What a page that lists them is made from."""
        return (self.thread_id, *((row.id, row.lead.head if row.lead else None, row.state) for row in self.rows))


# Asked of every page of a tag: read anew where something changed in the place.
_about = EachDatabase[Store[tuple[UUID, UUID], tuple[int, int], About]](lambda: Store(MOST_KEPT))


def talk_of_tag(db: Session, here: PlaceView, tag: TagView, now: datetime) -> About:
    """Return the liveliest conversations about a tag in *here*, the talk on its own page among them."""
    key, versions = (here.id, tag.id), (known(db).version, version_of(db, here.id))
    held = _about.of(db).take({key: versions}).get(key)
    if held is None:
        found = threads.ranked(db, here.id, now, tag_id=tag.id, limit=MOST_ABOUT)
        held = About(found.rows[:MOST_ABOUT], threads.of_tag(db, here.id, tag.id))
        if versions[0]:
            _about.of(db).put([(key, versions, held)])
    return held


def _posts(parts: Sequence[Part], cards: Mapping[int, Card], here: PlaceView) -> Iterable[Line]:
    for part in parts:
        card = cards.get(part.head.item_id)
        if card:
            toward = _toward_post(cards.get(part.toward_id or 0), parts)
            is_first = part is parts[0]
            links_there = part.because == Because.LINK and not is_first
            reason = why_part(part, here, is_first=is_first)
            post = Spoken(card, reason, web_address(part.evidence), toward, links_there)
            yield Line(card.sort_at, f"item-{card.id}", post=post, toward=toward)


def _replies(told: Sequence[ReplyView], cards: Mapping[int, Card], parts: Sequence[Part]) -> Iterable[Line]:
    by_id = {each.id: each for each in told}
    for each in told:
        answered = by_id.get(each.parent_id) if each.parent_id else None
        toward = _toward_reply(answered) or _toward_post(cards.get(each.item_id or 0), parts)
        yield Line(each.said_at, each.anchor, reply=each, toward=toward)


def _mention(mention: MentionView) -> Line:
    return Line(mention.at, f"mention-{mention.id.hex}", mention=mention)


def _toward_post(card: Card | None, parts: Sequence[Part]) -> Toward | None:
    if card is None:
        return None
    is_first = card.id == parts[0].head.item_id
    return Toward(gettext("the first post") if is_first else card.title, f"#item-{card.id}")


def _toward_reply(reply: ReplyView | None) -> Toward | None:
    if reply is None or reply.is_quiet:
        return None
    words = gettext("what %(name)s said") % {"name": reply.name or gettext("a neighbour")}
    return Toward(words, f"#{reply.anchor}")


def _mentioned(
    db: Session, thread: ThreadView, told: Sequence[ReplyView]
) -> tuple[Sequence[MentionView], Sequence[MentionView]]:
    """Return what other sites say of a conversation and of all in it: with words of their own, and without."""
    items = [part.head.item_id for part in thread.parts]
    asked = {
        Target.THREAD: [str(each) for each in joined.all_numbers(db, thread.place_id, thread.id)],
        Target.ITEM: [str(item_id) for item_id in items],
        Target.REPLY: [each.id.hex for each in told],
    }
    found = [
        each for kind, ids in asked.items() for several in mentions.shown_of(db, kind, ids).values() for each in several
    ]
    return _apart(mentions.not_told_otherwise(_once(found), items))


def _once(found: Iterable[MentionView]) -> Sequence[MentionView]:
    """Return each page once, however much of a conversation it mentions."""
    return list({each.source_url: each for each in found}.values())


def _apart(found: Sequence[MentionView]) -> tuple[Sequence[MentionView], Sequence[MentionView]]:
    return [each for each in found if not each.is_silent], [each for each in found if each.is_silent]
