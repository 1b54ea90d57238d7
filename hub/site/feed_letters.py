"""Who hears by mail that a feed is in trouble? Whoever it belongs to, and who looks after the places it speaks for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.aggregate.feeds.worries import Worry
from hub.aggregate.registering.owners import owners
from hub.kit.saying import IN_FULL, Dated, Saying, say, say_count
from hub.kit.zones import wall
from hub.people.mail.actions import post
from hub.people.persons import queries as persons
from hub.people.persons.queries import PersonView
from hub.people.persons.tending import Deciders, deciders
from hub.places.queries import Tree
from hub.settings import Settings
from hub.site.desk.reach import NO_PLACE_ZONE
from hub.site.kept.known import known
from hub.site.letters import Office, letter, writing_from
from hub.site.render import path

MINE, DESK = "sources", "desk"  # the topics one may stop
MOST_NAMED = 10  # feeds in one letter; the desk shows all


def teller(settings: Settings) -> Callable[[Session, Sequence[Worry], datetime], None]:
    """Return what writes to whom it concerns, each one letter however many feeds there are."""

    def tell(db: Session, found: Sequence[Worry], now: datetime) -> None:
        with writing_from(Office.of(settings)):
            tell_all(db, found, now)

    return tell


def tell_all(db: Session, found: Sequence[Worry], now: datetime) -> None:
    """Write to the owners of these feeds' sources, and to the mentors of their places who are not among them."""
    tree = known(db).tree
    mine = _by_person((person, each) for each in found for person in owners(db, each.source_id))
    who = deciders(db, tree)
    theirs = ((person, each) for each in found for person in _mentors(who, each))
    tended = _by_person((person, each) for person, each in theirs if each not in mine.get(person, ()))
    for topic, concerns in ((MINE, mine), (DESK, tended)):
        for person_id, person in persons.people(db, concerns).items():
            _write(db, person, topic, (concerns[person_id], tree), now)


def _mentors(who: Deciders, each: Worry) -> frozenset[UUID]:
    return frozenset().union(*(who.mentors_of(place_id) for place_id in each.place_ids))


def _by_person(pairs: Iterable[tuple[UUID, Worry]]) -> Mapping[UUID, Sequence[Worry]]:
    found = defaultdict[UUID, list[Worry]](list)
    for person_id, each in pairs:
        found[person_id].append(each)
    return found


def _write(db: Session, to: PersonView, topic: str, what: tuple[Sequence[Worry], Tree], now: datetime) -> None:
    found, tree = what
    if not to.email:
        return
    paragraphs = [line for each in found[:MOST_NAMED] for line in _lines(each, tree)]
    link = path("desk", "feeds") if topic == DESK else _address(found[0], tree)
    action = say("See all of them at your desk:") if topic == DESK else say("See how it is doing, and what we tried:")
    values = {"title": _title(found), "paragraphs": paragraphs, "link": link, "action": action}
    post(db, letter("notice", to.email, to.language, topic, **values), now)


def _title(found: Sequence[Worry]) -> Saying:
    if len(found) > 1:
        return say_count("%(count)s feed cannot be read", "%(count)s feeds cannot be read", len(found))
    if found[0].is_over:
        return say("The feed of %(source)s is gone", source=found[0].source_name)
    return say("We cannot read the feed of %(source)s", source=found[0].source_name)


def _lines(each: Worry, tree: Tree) -> Sequence[Saying]:
    zone = next((tree.places[at].timezone for at in each.place_ids if at in tree.places), NO_PLACE_ZONE)
    since = Dated(wall(each.since, ZoneInfo(zone)).date(), IN_FULL)
    told = say("%(source)s, %(url)s, since %(day)s:", source=each.source_name, url=each.url, day=since)
    stays = (
        say("What it said stays. We look no more.") if each.is_over else say("What it said stays, and we keep trying.")
    )
    return (told, each.sentence, *([each.mend] if each.mend else []), stays)


def _address(each: Worry, tree: Tree) -> str:
    slug = min((tree.places[at].slug for at in each.place_ids if at in tree.places), default="")
    return path(slug, "sources", each.source_slug) if slug else ""
