"""What is a conversation called? After the post it began with, or the tag it is about: the same on every page."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.items.cards import Card, listed
from hub.communicate.threads.namesakes import namesakes
from hub.errors import NotFound
from hub.kit.saying import say
from hub.site.kept.known import known
from hub.site.words import gettext


def called(lead: Card | None, tag: str) -> str:
    """Return what a conversation is called that began with *lead*, or is about a *tag* of this name; else empty."""
    if lead:
        return lead.title
    return gettext("About %(tag)s") % {"tag": tag} if tag else ""


def titled(db: Session, lead: Card | None, tag_id: UUID | None) -> str:
    """Return what a conversation is called that began with *lead*, or is about the tag of this id; else empty."""
    return called(lead, next((tag.name for tag in known(db).tags if tag.id == tag_id), ""))


def titles(db: Session, thread_ids: Collection[int]) -> Mapping[int, str]:
    """Return what these conversations are called, read together; those of which nothing is left are left out."""
    found = namesakes(db, thread_ids)
    cards = {card.id: card for card in listed(db, [each.lead_id for each in found.values() if each.lead_id])}
    named = {thread_id: titled(db, cards.get(each.lead_id or 0), each.tag_id) for thread_id, each in found.items()}
    return {thread_id: title for thread_id, title in named.items() if title}


def title(db: Session, thread_id: int) -> str:
    """Return what a conversation is called; NotFound where nothing of it is left."""
    found = titles(db, [thread_id]).get(thread_id)
    if found is None:
        raise NotFound(say("There is no such conversation here, or nothing of it is left."))
    return found
