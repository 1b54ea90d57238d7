"""What is reported, taken down or decided about? An item, a source, a person, a domain, a reply or a meetup."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.feeds.registry import NEIGHBOURS
from hub.aggregate.items import withholding
from hub.aggregate.notices import authors
from hub.aggregate.registering.owners import owners
from hub.communicate.mentions.queries import MentionView
from hub.communicate.replies import queries as replies
from hub.communicate.replies.queries import ReplyView
from hub.kit.ids import as_id
from hub.kit.markup import plain
from hub.kit.saying import Saying, say
from hub.kit.text import excerpt
from hub.meet.events import queries as meetups
from hub.meet.events.values import EventView
from hub.net.pacing import registrable
from hub.people import rules
from hub.people.cases.actions import About
from hub.people.cases.queries import CaseView
from hub.people.cases.rules import Target
from hub.people.persons import queries as persons
from hub.people.rules import Kind, Right
from hub.site.deps import Doing, line
from hub.site.kept.known import known
from hub.site.render import path
from hub.site.words import gettext

LONGEST_GIST = 160  # letters of what somebody said


@dataclass(frozen=True, slots=True)
class Aim:
    """Something that can be taken down, and the words of the button that does it."""

    about: About
    homes: tuple[UUID, ...]  # who looks after any of these places may decide about it; none: of the whole hub
    button: Saying

    @property
    def what(self) -> str:
        """What the button sends."""
        return self.about.target.value


def of_item(db: Session, item_id: int) -> Aim:
    """Return an item as an aim; NotFound when there is none."""
    told = withholding.subject(db, item_id)
    homes = _listed(db, withholding.homes(db, told.source_id))
    title = told.title or told.source
    about = About(Target.ITEM, str(item_id), _first(homes), title, _author(db, item_id, told.source_id))
    return Aim(about, homes, say("Take down this item"))


def of_source(db: Session, slug: str) -> Aim:
    """Return a source as an aim; NotFound when there is none."""
    told = feeds.source(db, slug)
    return _of_source(db, told.id, told.name)


def of_words(db: Session, person_id: UUID, place_id: UUID, words: str) -> Aim:
    """Return who said *words* to a proposal that counts in a place as an aim; the words are what it is about."""
    homes = _listed(db, [place_id])
    about = About(Target.PERSON, person_id.hex, _first(homes), excerpt(words, LONGEST_GIST), person_id)
    return Aim(about, homes, say("Take down everything they said to proposals"))


def of_reply(db: Session, found: ReplyView) -> Aim:
    """Return a reply as an aim; what is for neighbours alone is not told by its title."""
    homes = _listed(db, [replies.place_of(db, found.id)])
    title = gettext("A reply for neighbours") if found.is_local else excerpt(plain(found.html), LONGEST_GIST)
    about = About(Target.REPLY, found.id.hex, _first(homes), title, found.person_id)
    return Aim(about, homes, say("Take down this reply"))


def of_mention(db: Session, found: MentionView) -> Aim:
    """Return a mention on another site as an aim."""
    homes = _listed(db, [found.place_id] if found.place_id else [])
    about = About(Target.MENTION, found.id.hex, _first(homes), excerpt(found.words or found.name, LONGEST_GIST))
    return Aim(about, homes, say("Take down this mention"))


def of_event(db: Session, found: EventView) -> Aim:
    """Return a meetup as an aim."""
    homes = _listed(db, withholding.homes(db, found.source_id))
    person = next(iter(owners(db, found.source_id)), None)
    return Aim(
        About(Target.EVENT, found.id.hex, _first(homes), found.title, person), homes, say("Take down this meetup")
    )


def around_event(db: Session, found: EventView) -> Sequence[Aim]:
    """Return a meetup, and what else can be taken down with it: all that its source tells."""
    # All neighbours share one source: taking that down would take down everybody.
    event, is_shared = of_event(db, found), feeds.source(db, found.source_slug).kind == NEIGHBOURS
    return [event] if is_shared else [event, _of_source(db, found.source_id, found.source_name)]


def around_reply(db: Session, found: ReplyView) -> Sequence[Aim]:
    """Return a reply, and what else can be taken down with it: all that whoever said it says here."""
    reply = of_reply(db, found)
    return [reply, _of_person(db, found.person_id, reply.homes)] if found.person_id else [reply]


def around_item(db: Session, item_id: int) -> Sequence[Aim]:
    """Return an item, and what else can be taken down with it: its source, its author, the domain it leads to."""
    told, item = withholding.subject(db, item_id), of_item(db, item_id)
    person = authors.author(db, item_id)
    # All neighbours share one source: taking that down would take down everybody.
    source = _of_source(db, told.source_id, told.source)
    wide = _of_person(db, person, authors.pinned_in(db, person)) if person else source
    domain = registrable(told.link) if told.link else ""
    return [item, wide, *([_of_domain(domain)] if domain else [])]


def of_case(case: CaseView) -> Aim:
    """Return what a case is about as an aim."""
    about = About(case.target, case.target_id, case.place_id, case.title, case.person_id)
    return Aim(about, (case.place_id,) if case.place_id else (), say("Take it down"))


def address_of(db: Session, case: CaseView) -> str:
    """Return where what a case is about is shown; empty where that has no page everybody sees."""
    pages = {
        Target.ITEM: _page_of_item,
        Target.REPLY: _page_of_reply,
        Target.MENTION: _page_of_mention,
        Target.EVENT: _page_of_event,
        Target.SOURCE: _page_of_source,
    }
    return pages[case.target](db, case) if case.target in pages else ""


def address_of_reply(found: ReplyView) -> str:
    """Return where a reply is shown to whoever sees it."""
    if found.is_local:
        return path("you", "conversations", found.thread_id) + f"#{found.anchor}"
    return path("replies", found.id)


def must(doing: Doing, may: Right, aim: Aim) -> UUID | None:
    """Go on if *may* allows it at any home of an aim, else NotAllowed; return that home."""
    allowed = (home for home in aim.homes if may(doing.actor, line(doing.db, home)))
    home = next(allowed, _first(aim.homes))
    doing.must(may, home)
    return home


def may(doing: Doing, right: Right, aim: Aim) -> bool:
    """Say whether *right* allows it at any home of an aim."""
    return any(right(doing.actor, line(doing.db, home)) for home in aim.homes or (None,))


def role(doing: Doing, aim: Aim) -> Kind:
    """Return in which role somebody decides about an aim; the strongest they hold at any home of it."""
    lines = {place_id for home in aim.homes or (None,) for place_id in line(doing.db, home)}
    return rules.role_in(doing.actor, lines) or Kind.MENTOR


def _of_source(db: Session, source_id: UUID, name: str) -> Aim:
    homes = _listed(db, withholding.homes(db, source_id))
    about = About(Target.SOURCE, source_id.hex, _first(homes), name, next(iter(owners(db, source_id)), None))
    return Aim(about, homes, say("Take down everything from %(source)s", source=name))


def _of_person(db: Session, person_id: UUID, place_ids: Collection[UUID]) -> Aim:
    homes = _listed(db, place_ids)
    called = persons.called(db, [person_id]).get(person_id, "")
    about = About(Target.PERSON, person_id.hex, _first(homes), called, person_id)
    return Aim(about, homes, say("Take down everything %(person)s pinned up or said in conversations", person=called))


def _of_domain(domain: str) -> Aim:
    about = About(Target.DOMAIN, domain, None, domain)
    return Aim(about, (), say("Take down everything that leads to %(domain)s", domain=domain))


def _author(db: Session, item_id: int, source_id: UUID) -> UUID | None:
    return authors.author(db, item_id) or next(iter(owners(db, source_id)), None)


def _page_of_item(_db: Session, case: CaseView) -> str:
    return path("items", case.target_id)


def _page_of_reply(db: Session, case: CaseView) -> str:
    return address_of_reply(replies.reply(db, UUID(case.target_id)))


def _page_of_mention(_db: Session, case: CaseView) -> str:
    return path("webmention", case.target_id)


def _page_of_source(db: Session, case: CaseView) -> str:
    here = known(db).tree.places.get(case.place_id) if case.place_id else None
    source_id = as_id(case.target_id)
    found = feeds.named(db, [source_id]).get(source_id) if source_id else None
    return path(here.slug, "sources", found.slug) if found and here else ""


def _page_of_event(db: Session, case: CaseView) -> str:
    found = meetups.event(db, UUID(case.target_id))
    return path(found.places[0].slug, "meetups", found.id) if found and found.places else ""


def _listed(db: Session, place_ids: Collection[UUID]) -> tuple[UUID, ...]:
    """Return those of these places that have a page, the widest first."""
    tree = known(db).tree
    return tuple(sorted((each for each in place_ids if each in tree.places), key=lambda each: len(tree.above(each))))


def _first(homes: Sequence[UUID]) -> UUID | None:
    return homes[0] if homes else None
