"""Which posts of strangers wait to be read? A shelf of the desk: let in, refused, and their authors trusted or not."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.adopting import actions, queries
from hub.aggregate.adopting.queries import Adopted, Post
from hub.aggregate.adopting.rules import Stand
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import Registry
from hub.kit.saying import Saying, say, say_count
from hub.kit.text import excerpt
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.cases.rules import Measure
from hub.people.rules import Deed, Thing
from hub.site.deps import Doing, line
from hub.site.desk.bins import Bulk, Row, Shelf, put_up
from hub.site.render import path

NAME = "neighbours"
LONGEST_TITLE = 80
LONGEST_KEY = 18  # digits of an item's id
_REGISTRY: Final = "registry"  # in the notes of a session
_WAITED = {"measure": Measure.RESTRICT}


def waiting(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return the posts that came by the tag feeds of these places and wait to be read, the oldest first."""
    del now
    return [_row(post) for post in queries.waiting(db, place_ids)]


def let_through(doing: Doing, key: str) -> bool:
    """Let a post appear; False where it does not wait, or for somebody else."""
    found = _tended(doing, key)
    if found is None or not actions.let_through(doing.db, int(key), _registry(doing)):
        return False
    _note(doing, Deed.LET_THROUGH, int(key), found, {"measure": Measure.NOTHING})
    return True


def refuse(doing: Doing, key: str) -> bool:
    """Delete the words of a post; False where it does not wait, or for somebody else."""
    found = _tended(doing, key)
    if found is None or not actions.refuse(doing.db, int(key), doing.now):
        return False
    _note(doing, Deed.REFUSE, int(key), found, {"measure": Measure.REMOVE})
    return True


def trust(doing: Doing, key: str) -> bool:
    """Let whoever wrote a post through from now on, with all of theirs that waits."""
    return _decide(doing, key, Stand.TRUSTED)


def never(doing: Doing, key: str) -> bool:
    """Let nothing in any more of whoever wrote a post, nor any of theirs that waits."""
    return _decide(doing, key, Stand.REFUSED)


def may_tend(doing: Doing, found: Adopted) -> bool:
    """Say whether who acts looks after the place that adopted a feed."""
    return rules.may_tend(doing.actor, line(doing.db, found.place_id))


def note_voice(doing: Doing, found: Adopted, stand: str) -> None:
    """Write down that something was decided of an author; never whom, who is nobody of ours."""
    entry = Entry(Deed.ADOPT, Thing.SOURCE, found.source_id, found.place_id, after={"author": stand})
    note(doing.db, doing.actor, entry, doing.now)


def settle_voices(doing: Doing, found: Adopted) -> None:
    """Bring what waits of a feed in line with what is decided of its authors."""
    actions.apply_stands(doing.db, found.feed_id, _registry(doing), doing.now)


def _decide(doing: Doing, key: str, stand: Stand) -> bool:
    found = _tended(doing, key)
    voice = queries.writer(doing.db, int(key)) if found else None
    if found is None or voice is None or not voice.key:
        return False
    actions.decide_voice(doing.db, found.feed_id, voice, stand, doing.now)
    settle_voices(doing, found)
    note_voice(doing, found, stand)
    return True


def _tended(doing: Doing, key: str) -> Adopted | None:
    """Return by which feed a post came, if whoever acts looks after its place."""
    if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
        return None
    found = queries.feed_of(doing.db, int(key))
    return found if found and may_tend(doing, found) else None


def _registry(doing: Doing) -> Registry:
    """Return the registry, compiled once for all that is decided together."""
    held: Registry = doing.db.info.setdefault(_REGISTRY, None) or registry(doing.db)
    doing.db.info[_REGISTRY] = held
    return held


def _note(doing: Doing, deed: Deed, item_id: int, found: Adopted, after: dict[str, str]) -> None:
    entry = Entry(deed, Thing.ITEM, item_id, found.place_id, _WAITED, after)
    note(doing.db, doing.actor, entry, doing.now)


def _row(post: Post) -> Row:
    title = post.title or excerpt(post.summary, LONGEST_TITLE) or say("A post without words")
    lines = (post.summary if post.summary != title else "", _by(post), _accepted(post))
    links = ((say("This tag feed"), path("desk", NAME, post.feed_id)),)
    return Row(str(post.item_id), title, post.since, post.link, lines, links)


def _by(post: Post) -> Saying:
    if post.author:
        return say("By %(author)s, found by %(source)s", author=post.author, source=post.source_name)
    return say("Found by %(source)s", source=post.source_name)


def _accepted(post: Post) -> Saying | str:
    if not post.accepted:
        return say("The first of theirs that comes in here.") if post.author else ""
    return say_count(
        "%(count)s post of theirs was let through before.",
        "%(count)s posts of theirs were let through before.",
        post.accepted,
    )


put_up(
    Shelf(
        name=NAME,
        title=say("Posts found by tags"),
        lead=say(
            "Strangers wrote these elsewhere under a tag your place adopted. Nobody sees them here before you say yes. "
            "What you refuse is deleted."
        ),
        none=say("Nothing that was found by a tag waits to be read."),
        may=rules.may_tend,
        rows=waiting,
        bulks=(
            Bulk("let-through", "l", say("Let them appear"), let_through),
            Bulk("refuse", "r", say("Refuse and delete"), refuse),
            Bulk("trust", "t", say("Let these authors through from now on"), trust),
            Bulk("never", "b", say("Never again from these authors"), never),
        ),
    )
)
