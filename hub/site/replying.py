"""What is wrong with a reply, and what becomes of a good one? From what was typed to the thread it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.items import cards, withholding
from hub.aggregate.items.cards import Card
from hub.aggregate.notices import queries as notices
from hub.aggregate.stories import queries as stories
from hub.communicate.links.rules import links_in
from hub.communicate.replies import actions, queries, reading
from hub.communicate.replies.actions import Said
from hub.communicate.replies.queries import ReplyView
from hub.communicate.replies.repeating import said_again
from hub.communicate.replies.rules import LONGEST_NAME, State
from hub.communicate.replies.writing import fault, html_of
from hub.communicate.threads import actions as threads
from hub.communicate.threads import queries as conversations
from hub.errors import HubError, NotFound
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.kit.text import squeeze, visible
from hub.net.pacing import registrable
from hub.people import rules
from hub.people.cases import queries as cases
from hub.people.cases.rules import Standing, needs_reading
from hub.people.persons import actions as persons
from hub.people.persons import queries as people
from hub.places.queries import PlaceView
from hub.site import echoing, listening
from hub.site.conversing.titles import title
from hub.site.deps import Doing, line
from hub.site.kept.known import known
from hub.site.render import path
from hub.site.restraint import refusal
from hub.site.typed import Typed, too_long, trapped

SAID_AGAIN = say("You have just said this here, and it was taken. Say something else, or leave this page.")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is said: in a thread that is there, or in one that begins at a post or a tag."""

    here: PlaceView
    title: str
    back: str  # the page one comes from
    address: str  # where the form goes
    thread_id: int | None = None
    item_id: int | None = None
    tag_id: UUID | None = None


def at_thread(db: Session, here: PlaceView, thread_id: int) -> Spot:
    """Return a thread of a place as a spot; NotFound when there is none."""
    told = queries.thread_told(db, thread_id)
    if told.place_id != here.id:
        raise NotFound(say("There is no such conversation here."))
    parts = conversations.thread(db, here.id, told.id).parts
    back = path(here.slug, "conversations", told.id)
    lead_id = parts[0].head.item_id if parts else None
    return Spot(here, title(db, told.id), back, f"{back}/reply", told.id, lead_id, told.tag_id)


def at_item(db: Session, item_id: int) -> Spot:
    """Return an item as a spot, in the widest place it is in; NotFound or TakenDown where nobody sees it."""
    card = cards.whole(db, item_id).card
    home = _home(db, card)
    if home is None:
        raise NotFound(say("There is no such item here."))
    back = path("items", item_id)
    thread_id = conversations.of_item(db, home.id, item_id)
    return Spot(home, card.title or card.source.name, back, f"{back}/reply", thread_id, item_id)


def at_story(db: Session, here: PlaceView, story: int) -> Spot:
    """Return a story as a spot: what is said there is said at the post that leads it."""
    members = stories.story(db, here.id, stories.heir(db, here.id, story) or story)
    lead = next((each for each in members if each.leads), members[0]).head.item_id
    told = withholding.subject(db, lead)
    back = path(here.slug, "stories", story)
    thread_id = conversations.of_item(db, here.id, lead)
    return Spot(here, told.title or told.source, back, f"{back}/reply", thread_id, lead)


def at_tag(db: Session, here: PlaceView, slug: str) -> Spot:
    """Return a tag of a place as a spot; NotFound when there is none."""
    tag = known(db).tag(slug)
    back = path(here.slug, "tags", tag.slug)
    thread_id = conversations.of_tag(db, here.id, tag.id)
    return Spot(here, tag.name, back, f"{back}/reply", thread_id, tag_id=tag.id)


def checked(doing: Doing, spot: Spot, typed: Typed) -> Typed:
    """Return what was typed with what is wrong with it, field by field."""
    local = typed["who"] == "neighbours" and not _is_known(doing, spot)
    wrong = {
        "words": fault(typed["words"]) or _too_soon(doing, spot) or _again(doing, spot, typed),
        "name": _name_fault(typed["name"]),
        "who": say("Only neighbours somebody here knows can speak to neighbours alone.") if local else None,
        "website": trapped(typed),
    }
    return typed.but(**{name: each for name, each in wrong.items() if each and name not in typed.wrong})


def _again(doing: Doing, spot: Spot, typed: Typed) -> Saying | None:
    """Say that who acts has just said this there; None where they look only, or have not."""
    if not (spot.thread_id and doing.actor.person_id and typed["step"] == "say"):
        return None
    place = (spot.thread_id, as_id(typed["parent"]))
    return SAID_AGAIN if said_again(doing.db, doing.actor.person_id, typed["words"], place, doing.now) else None


def parent_of(doing: Doing, spot: Spot, typed: Typed) -> ReplyView | None:
    """Return the reply that is answered; NotFound where who acts sees none such in this thread."""
    if not typed["parent"]:
        return None
    parent_id = as_id(typed["parent"])
    found = listening.seen(doing, parent_id) if parent_id else None
    if found is None or queries.thread_told(doing.db, found.thread_id).id != spot.thread_id:
        raise NotFound(say("There is no such reply here."))
    return found


def payload_of(spot: Spot, typed: Typed) -> Mapping[str, object]:
    """Return a checked reply as what waits for a code keeps it."""
    return {
        "place": spot.here.slug,
        "thread": spot.thread_id,
        "item": spot.item_id,
        "tag": spot.tag_id.hex if spot.tag_id else "",
        "parent": typed["parent"],
        "words": typed["words"],
        "name": squeeze(typed["name"]),
        "local": typed["who"] == "neighbours",
    }


def speak(doing: Doing, person_id: UUID, payload: Mapping[str, object]) -> ReplyView:
    """Say what waited, or what a member typed; return the reply, which may wait to be read.

    HubError where the thread was closed meanwhile, or it is too soon.
    """
    said = _said(doing, payload)
    here = known(doing.db).place(str(payload["place"]))
    parent = queries.reply(doing.db, said.parent_id) if said.parent_id else None
    if trouble := refusal(doing, queries.around(doing.db, said.thread_id, parent.item_id if parent else said.item_id)):
        raise HubError(trouble)
    if said_again(doing.db, person_id, said.words, (said.thread_id, said.parent_id), doing.now):
        raise HubError(SAID_AGAIN)
    author = people.person(doing.db, person_id)
    if said.name and not author.name:
        persons.describe(doing.db, person_id, said.name, author.language)
    state = State.WAITING if must_be_read(doing, person_id, here.id, said.words) else State.SHOWN
    reply_id = actions.say(doing.db, person_id, said, doing.now, state=state)
    reading.mark(doing.db, person_id, said.thread_id, doing.now)  # whoever answers has read what was there
    seen_now(doing, reply_id)
    return queries.reply(doing.db, reply_id)


def seen_now(doing: Doing, reply_id: UUID, before: str = "") -> None:
    """Let those hear of a reply who are to hear of it; *before* is what it said until now."""
    echoing.tell(doing, [reply_id])
    echoing.tell_named(doing, reply_id, before)


def must_be_read(doing: Doing, person_id: UUID, place_id: UUID, words: str) -> bool:
    """Say whether somebody reads a reply before it appears: of newcomers, and what leads where nobody led yet."""
    if rules.may_tend(doing.actor, line(doing.db, place_id)):
        return False
    author = people.person(doing.db, person_id)
    restricted = cases.is_restricted(doing.db, person_id, doing.now)
    standing = Standing(author.confirmed_at, author.approved, is_restricted=restricted)
    return needs_reading(standing, doing.now, unseen(doing.db, html_of(words)))


def unseen(db: Session, html: str) -> list[str]:
    """Return the domains that clean *html* leads to, and nobody admitted here has yet, or that are taken down."""
    domains = {registrable(address) for address in links_in(html)}
    if not domains:
        return []
    down, ours = withholding.holds(db).domains, withholding.known_domains(db)
    strange = domains - ours
    new = {each for each in strange - queries.led_to(db, strange) if not notices.was_led_to(db, each)}
    return sorted(new | (domains & down))


def _said(doing: Doing, payload: Mapping[str, object]) -> Said:
    db, item_id = doing.db, payload["item"]
    place_id = known(db).place(str(payload["place"])).id
    thread_id = payload["thread"]
    if isinstance(thread_id, int):
        thread_id = queries.thread_told(db, thread_id).id  # it may have been put together with another one meanwhile
    elif isinstance(item_id, int):
        thread_id = threads.for_item(db, place_id, item_id, doing.now)
    else:
        thread_id = threads.for_tag(db, place_id, UUID(str(payload["tag"])), doing.now)
    return Said(
        thread_id=thread_id,
        words=str(payload["words"]),
        name=str(payload["name"]),
        item_id=item_id if isinstance(item_id, int) else None,
        parent_id=as_id(str(payload["parent"])),
        is_local=payload["local"] is True,  # what was meant for neighbours never becomes public
    )


def _too_soon(doing: Doing, spot: Spot) -> Saying | None:
    return refusal(doing, queries.around(doing.db, spot.thread_id, spot.item_id))


def _name_fault(name: str) -> Saying | None:
    if visible(name) != name:
        return say("This has signs in it that nobody sees. Take them out.")
    return too_long(name, LONGEST_NAME)


def _is_known(doing: Doing, spot: Spot) -> bool:
    return listening.is_known(doing.db, doing.actor, spot.here.id)


def _home(db: Session, card: Card) -> PlaceView | None:
    """Return the widest place an item is in, whose navigation its page shows."""
    tree, entered = known(db).tree, {why.slug for why in card.places}
    found = [place for place in tree.places.values() if place.slug in entered]
    return min(found, key=lambda place: len(tree.above(place.id)), default=None)
