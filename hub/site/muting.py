"""What can be muted from a mail, and what is it called? Asked by who has the mail, and told no more than it told."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlmodel import Session

from hub.communicate.following.rules import AT_ONCE, DIGEST, Hushed
from hub.communicate.replies import queries as replies
from hub.communicate.replies.queries import Viewer
from hub.errors import NotFound
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.people.persons import queries as people
from hub.site import listening, words
from hub.site.following import thread_title
from hub.site.kept.known import known, named
from hub.site.letters import TOPICS

KINDS: Mapping[Hushed, Saying] = {
    Hushed.THREAD: say("Conversation"),
    Hushed.SOURCE: say("Source"),
    Hushed.TAG: say("Tag"),
    Hushed.PERSON: say("Person"),
}


def name_of(db: Session, reader_id: UUID, kind: Hushed, target_id: str) -> str:
    """Return what something muted is called, as far as its reader may know; empty where it is there no longer."""
    if kind is Hushed.PERSON:
        reply_id = as_id(target_id)
        return _name_beside(db, reader_id, reply_id) if reply_id else ""
    return next((name for name in _names(db, kind, target_id) if name), "")


def topics_in_words() -> Mapping[str, str]:
    """Say what the two mails of following are about."""
    return {topic: words.said(TOPICS[topic]) for topic in (DIGEST, AT_ONCE)}


def _names(db: Session, kind: Hushed, target_id: str) -> Iterator[str]:
    match kind, as_id(target_id):
        case Hushed.SOURCE, UUID() as source_id:
            yield from (each.name for each in named(db, [source_id]).values())
        case Hushed.TAG, UUID() as tag_id:
            yield from (tag.name for tag in known(db).tags if tag.id == tag_id)
        case Hushed.THREAD, _:
            yield thread_title(db, target_id)


def _name_beside(db: Session, reader_id: UUID, reply_id: UUID) -> str:
    """Return the name beside one reply, where it is shown to who reads it; nobody is told of another one they use."""
    try:
        is_known = listening.is_known(db, people.actor(db, reader_id), replies.place_of(db, reply_id))
        return replies.seen(db, reply_id, Viewer(reader_id, is_known)).name
    except NotFound:
        return ""
