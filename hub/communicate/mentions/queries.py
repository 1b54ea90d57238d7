"""Reads of mentions: what stands beside a page of ours, what waits for somebody, and what became of one."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item
from hub.aggregate.items.rules import page_key
from hub.aggregate.items.withholding import holds
from hub.communicate.links.sites import sites
from hub.communicate.mentions.models import Mention, MentionSite
from hub.communicate.mentions.rules import (
    MOST_HELD_OF_SITE,
    MOST_OF_SITE,
    MOST_OF_STRANGERS,
    MOST_WAITING,
    SILENT,
    Kind,
    Site,
    State,
    Target,
    Trouble,
    host_of,
)
from hub.db.hexed import Hexed
from hub.errors import NotFound
from hub.kit.saying import say
from hub.net.pacing import registrable, tenant
from hub.people.cases import rules as cases
from hub.people.cases.models import Withholding
from hub.people.cases.rules import TAKEN_DOWN
from hub.places import queries as places
from hub.places.rules import WHOLE_HUB

MOST_SHOWN, MOST_TOGETHER, MOST_HELD = 200, 1_000, 100  # beside a page, beside several, and at a desk


@dataclass(frozen=True, slots=True)
class MentionView:
    """A mention as pages show it: plain words of a stranger."""

    id: UUID
    kind: Kind
    state: State
    trouble: Trouble
    source_url: str
    target_url: str
    target_kind: Target
    target_id: str
    place_id: UUID | None
    host: str  # of its page, in letters nobody can mistake
    author_name: str
    author_url: str
    title: str
    words: str
    rsvp: str
    item_id: int | None  # where its page is a post of ours
    asked_at: datetime
    looked_at: datetime | None
    due_at: datetime | None
    at: datetime  # when it was published, as far as is known

    @property
    def is_silent(self) -> bool:
        """Whether it has nothing to say: a like, a repost or a bookmark."""
        return self.kind in SILENT

    @property
    def name(self) -> str:
        """How its writer is called; the host where they did not say."""
        return self.author_name or self.host


def shown_at(db: Session, kind: Target, target_id: str) -> Sequence[MentionView]:
    """Return the mentions that stand beside a page of ours, the oldest first."""
    return shown_of(db, kind, [target_id]).get(target_id, ())


def shown_of(db: Session, kind: Target, ids: Collection[str]) -> Mapping[str, Sequence[MentionView]]:
    """Return the mentions that stand beside each of several pages of one kind, the oldest first."""
    if not ids:
        return {}
    which = (Mention.target_kind == kind, col(Mention.target_id).in_(ids), is_seen())
    # Of each page the newest: where one is mentioned by everybody, those of the others stand there too.
    place = func.row_number().over(partition_by=col(Mention.target_id), order_by=[each.desc() for each in _IN_TIME])
    newest = select(Mention.id, place.label("place")).where(*which).subquery()
    asked = select(Mention).join(newest, newest.c.id == col(Mention.id)).where(newest.c.place <= MOST_SHOWN)
    rows = db.exec(asked.order_by(*(each.desc() for each in _IN_TIME)).limit(MOST_TOGETHER)).all()
    found: dict[str, list[MentionView]] = defaultdict(list)
    for row in reversed(rows):
        found[row.target_id].append(view(row))
    return found


def shown_together(db: Session, kind: Target, ids: Collection[str]) -> Sequence[MentionView]:
    """Return the mentions that stand beside a page of several numbers, who mentions it once, oldest first."""
    found = [each for several in shown_of(db, kind, ids).values() for each in several]
    return sorted({each.source_url: each for each in found}.values(), key=lambda each: (each.at, each.id))


def is_seen() -> ColumnElement[bool]:
    """Be true of the mentions that everybody sees: they were let through, and nobody took them down since."""
    return and_(col(Mention.state) == State.SHOWN, ~_is_taken_down())


def not_told_otherwise(mentions: Sequence[MentionView], item_ids: Collection[int]) -> Sequence[MentionView]:
    """Return the mentions whose page does not stand there already, as one of these posts."""
    return [each for each in mentions if each.item_id is None or each.item_id not in item_ids]


def mention(db: Session, mention_id: UUID) -> MentionView:
    """Return a mention, wherever it stands; NotFound where there is none."""
    found = db.get(Mention, mention_id)
    if found is None:
        raise NotFound(say("There is no such mention here, or it was forgotten by now."))
    return view(found)


def shown(db: Session, mention_id: UUID) -> MentionView:
    """Return a mention that everybody sees; NotFound where none is."""
    found = db.exec(select(Mention).where(Mention.id == mention_id, is_seen())).first()
    if found is None:
        raise NotFound(say("There is no such mention here, or it was forgotten by now."))
    return view(found)


def held(db: Session, place_ids: Collection[UUID] | None) -> Sequence[MentionView]:
    """Return the mentions in these places (None: in the whole hub) that wait to be read, the oldest first."""
    wanted = select(Mention).where(Mention.state == State.HELD, *_in(place_ids))
    return [view(row) for row in db.exec(wanted.order_by(col(Mention.asked_at), col(Mention.id)).limit(MOST_HELD))]


def is_known(db: Session, url: str, place_id: UUID | None) -> bool:
    """Say whether a page is of a source here, or of a site that was let through for good."""
    return _is_of_source(db, url) or _decided(db, url, place_id) is True


def is_full(db: Session, source_url: str, *, is_known: bool) -> bool:
    """Say whether too many pages wait already: in all, of this one’s domain, or for who reads what a stranger says."""
    if not is_known and _held_of_writer(db, source_url) >= MOST_HELD_OF_SITE:
        return True
    most = MOST_WAITING if is_known else MOST_OF_STRANGERS
    waiting = select(func.count()).select_from(Mention).where(Mention.state == State.WAITING)
    of_site = waiting.where(Mention.source_host == registrable(source_url))
    return int(db.execute(waiting).scalar_one()) >= most or (int(db.execute(of_site).scalar_one()) >= MOST_OF_SITE)


def is_blocked(db: Session, url: str, place_id: UUID | None) -> bool:
    """Say whether nothing of the site of a page is taken, here or in the whole hub."""
    held = db.get(Withholding, (cases.Target.DOMAIN, registrable(url)))
    return (held is not None and held.measure in TAKEN_DOWN) or _decided(db, url, place_id) is False


def site_of(db: Session, urls: Collection[str], place_id: UUID | None, spoken: Collection[str] = ()) -> Site:
    """Return what is known of who wrote a page, which has these addresses: as it was told, and where it led in the end.

    It is known only where each of them is.
    """
    first = next(iter(urls))
    are_known = all(is_known(db, url, place_id) for url in urls)
    is_out = any(is_blocked(db, url, place_id) for url in urls)
    targets = select(func.count()).select_from(Mention).where(Mention.source_url == first)
    true = targets.where(col(Mention.state).not_in((State.FAILED, State.GONE)))
    return Site(are_known, is_out, targets=int(db.execute(true).scalar_one()), spoken=spoken)


def was_refused(db: Session, mention_id: UUID) -> bool:
    """Say whether somebody refused what another page of the same writer says of the same page of ours."""
    row = db.get_one(Mention, mention_id)
    same = (Mention.source_host == row.source_host, Mention.state == State.REFUSED, Mention.trouble == Trouble.NONE)
    about = (Mention.target_kind == row.target_kind, Mention.target_id == row.target_id, Mention.id != row.id)
    return any(
        tenant(url) == tenant(row.source_url) for url in db.exec(select(Mention.source_url).where(*same, *about))
    )


def item_at(db: Session, url: str) -> int | None:
    """Return which post of ours leads to the page at *url*, the oldest of several; None where none does."""
    key = page_key(url)
    if key is None:
        return None
    return db.exec(select(Item.id).where(Item.page_key == key).order_by(col(Item.id)).limit(1)).first()


def view(row: Mention) -> MentionView:
    """Return a mention free of the session it was read in."""
    return MentionView(
        id=row.id,
        kind=Kind(row.kind or Kind.MENTION),
        state=State(row.state),
        trouble=Trouble(row.trouble),
        source_url=row.source_url,
        target_url=row.target_url,
        target_kind=Target(row.target_kind),
        target_id=row.target_id,
        place_id=row.place_id,
        host=host_of(row.source_url),
        author_name=row.author_name,
        author_url=row.author_url,
        title=row.title,
        words=row.words,
        rsvp=row.rsvp,
        item_id=row.item_id,
        asked_at=row.asked_at,
        looked_at=row.looked_at,
        due_at=row.due_at,
        at=min(row.published_at or row.asked_at, row.asked_at),
    )


def _held_of_writer(db: Session, url: str) -> int:
    held = select(Mention.source_url).where(Mention.source_host == registrable(url), Mention.state == State.HELD)
    return sum(tenant(each) == tenant(url) for each in db.exec(held))


def _is_of_source(db: Session, url: str) -> bool:
    """Say whether a page is of the site of a source here that nobody restricted or took down."""
    found = sites(db).owners(url)
    return bool(found) and not holds(db).sources.keys() & set(found)


def _decided(db: Session, url: str, place_id: UUID | None) -> bool | None:
    """Return what was decided for good of a page’s site, the narrowest place first; None where nothing was."""
    rows = db.exec(select(MentionSite).where(MentionSite.host == tenant(url))).all()
    if not rows:
        return None
    by_place = {row.place_id: row.is_let for row in rows}
    tree = places.tree(db)
    above = [place.id for place in tree.above(place_id)][::-1] if place_id in tree.places and place_id else []
    line = [place_id, *above, WHOLE_HUB] if place_id else [WHOLE_HUB]
    return next((by_place[each] for each in line if each in by_place), None)


def _in(place_ids: Collection[UUID] | None) -> list[ColumnElement[bool]]:
    return [] if place_ids is None else [col(Mention.place_id).in_(place_ids)]


def _is_taken_down() -> ColumnElement[bool]:
    return (
        select(Withholding.target_id)
        .where(
            Withholding.target_kind == cases.Target.MENTION,
            Withholding.target_id == Hexed(col(Mention.id)),
            col(Withholding.measure).in_(TAKEN_DOWN),
        )
        .exists()
    )


_IN_TIME = (func.coalesce(Mention.published_at, Mention.asked_at), col(Mention.id))
