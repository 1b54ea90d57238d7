"""How does a list of conversations look? One line of facts for each, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from hub.aggregate.items.cards import Card, listed
from hub.communicate.bridging.rules import RESIDENTS
from hub.communicate.threads.queries import Part, State, ThreadRow
from hub.places.queries import PlaceView
from hub.site.conversing.reasons import Facts, why_listed
from hub.site.conversing.roles import Role, roles
from hub.site.conversing.titles import titled
from hub.site.render import path


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation in a list."""

    id: int
    address: str
    title: str
    language: str
    roles: Sequence[Role]
    why: str
    last_at: datetime  # when the newest word was said
    state: State
    tags: tuple[str, ...]  # slugs of those of its lead post


def rows_of(db: Session, here: PlaceView, found: Sequence[ThreadRow]) -> Sequence[Row]:
    """Return conversations as a list shows them, in the same order; one of which nothing can be seen is left out."""
    cards = {card.id: card for card in listed(db, [each.lead.head.item_id for each in found if each.lead])}
    made = (_row(db, here, each, cards) for each in found)
    return [each for each in made if each]


def why(parts: Sequence[Part], state: State, zone: str) -> str:
    """Say what speaks for a conversation."""
    last_at = last_word(parts, state)
    since = min([part.head.sort_at for part in parts], default=last_at)
    return why_listed(Facts(state.voices, min(since, last_at), last_at, _answered(parts, state)), zone)


def last_word(parts: Sequence[Part], state: State) -> datetime:
    """Return when the newest word was said, though it came with the archive of a feed and was no news."""
    return max([state.last_at, *(part.head.sort_at for part in parts)])


def spoken(parts: Iterable[Part], state: State) -> Sequence[Role]:
    """Say who spoke in a conversation: each source once, in the order they spoke first, then the residents."""
    return roles({part.head.source_id: part.kind for part in parts}.values(), state.replies)


def _row(db: Session, here: PlaceView, row: ThreadRow, cards: Mapping[int, Card]) -> Row | None:
    card = cards.get(row.lead.head.item_id) if row.lead else None
    title = titled(db, card, row.tag_id)
    if not title:
        return None
    return Row(
        id=row.id,
        address=path(here.slug, "conversations", row.id),
        title=title,
        language=card.language if card else "",
        roles=spoken(row.parts, row.state),
        why=why(row.parts, row.state, here.timezone),
        last_at=last_word(row.parts, row.state),
        state=row.state,
        tags=tuple(tag.slug for tag in card.tags) if card else (),
    )


def _answered(parts: Sequence[Part], state: State) -> str:
    """Return which kind of voice the newest word answers; RESIDENTS where that is a reply, empty where it is nobody."""
    if not parts or state.last_at > parts[-1].head.sort_at:
        return RESIDENTS if state.replies else ""
    newest = parts[-1]
    other = next((part for part in parts if part.head.item_id == newest.toward_id), None)
    return other.kind if other and other.head.source_id != newest.head.source_id else ""
