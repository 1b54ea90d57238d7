"""What is mailed to two who could meet? The question to each, then who the other is, or that it is over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.communicate.introducing import queries
from hub.communicate.introducing.links import PURPOSE, door
from hub.communicate.introducing.queries import Offer, Voice
from hub.communicate.introducing.rules import HOLDS, TOPIC, YES, Said
from hub.kit.saying import IN_FULL, Dated, Saying, say
from hub.kit.zones import USUAL_ZONE, wall
from hub.people.mail.actions import post
from hub.people.persons import queries as persons
from hub.people.persons.queries import PersonView
from hub.secret import key_for
from hub.settings import Settings
from hub.site.kept.known import known
from hub.site.letters import Office, letter, writing_from
from hub.site.render import path

Write = Callable[[Session, Offer, datetime], None]


@dataclass(frozen=True, slots=True)
class Letters:
    """What writes the letters of an offer that no form is the reason of."""

    ask: Write
    end: Write


def letters(settings: Settings) -> Letters:
    """Return what writes the letters of offers."""
    key = key_for(settings, PURPOSE)

    def ask(db: Session, made: Offer, now: datetime) -> None:
        with writing_from(Office.of(settings)):
            _ask(db, made, key, now)

    def end(db: Session, made: Offer, now: datetime) -> None:
        with writing_from(Office.of(settings)):
            _end(db, made, now)

    return Letters(ask, end)


def tell_who_it_is(db: Session, made: Offer, now: datetime) -> None:
    """Tell each of two who both said yes who the other is, as far as each allows."""
    voices = queries.names(db, [made.one_id, made.other_id])
    people = _answered_by(db, made)
    for mine, theirs in ((made.one_id, made.other_id), (made.other_id, made.one_id)):
        to, other = people.get(mine), people.get(theirs)
        if to and to.email:
            paragraphs = [_who(voices[theirs], other), _reach(other, made.said[theirs]), _HELLO]
            title = say("Meet %(name)s", name=voices[theirs].name)
            told = {"title": title, "link": voices[theirs].site, "action": say("Their site:")}
            post(db, letter("notice", to.email, to.language, "", paragraphs=paragraphs, **told), now)


_HELLO = say("Both of you said yes, and both get this mail now. A few words to say hello are enough to begin with.")


def _ask(db: Session, made: Offer, key: bytes, now: datetime) -> None:
    place = known(db).tree.places.get(made.place_id)
    until = Dated(wall(now + HOLDS, ZoneInfo(place.timezone if place else USUAL_ZONE)).date(), IN_FULL)
    mentor = persons.called(db, [made.offered_by]).get(made.offered_by, "") if made.offered_by else ""
    owners = queries.owners_of(db, [made.one_id, made.other_id])
    people = persons.people(db, {each for found in owners.values() for each in found})
    where = place.name if place else say("this hub")
    told = [_why(made, mentor, where), *_quoted(made.words), *_promise(until)]
    for person_id, to in people.items():
        link = path("introductions", made.id, door(made.id, person_id, key))
        values = {"paragraphs": told, "link": link, "action": say("Say yes or no:")}
        title = say("Would you like to meet somebody who writes about the same?")
        post(db, letter("notice", to.email, to.language, TOPIC, title=title, **values), now)


def _why(made: Offer, mentor: str, where: str | Saying) -> Saying:
    who = say("%(name)s, who looks after %(place)s,", name=mentor, place=where) if mentor else say("A mentor")
    about = made.tag or say("the same things")
    return say("%(mentor)s noticed that you and somebody else nearby write about %(tag)s.", mentor=who, tag=about)


def _quoted(words: str) -> list[Saying]:
    return [say("“%(words)s”", words=words)] if words else []


def _promise(until: Dated) -> list[Saying]:
    quiet = say("The other one is asked just now too. Neither of you hears who it is before both have said yes.")
    free = say(
        "If you would rather not, say no or nothing: nobody is told. The question is open until %(day)s.", day=until
    )
    return [quiet, free]


def _who(theirs: Voice, other: PersonView | None) -> Saying:
    if other and other.name:
        return say("%(person)s writes %(name)s: %(site)s", person=other.name, name=theirs.name, site=theirs.site)
    return say("It is %(name)s: %(site)s", name=theirs.name, site=theirs.site)


def _reach(other: PersonView | None, said: Said) -> Saying:
    if said is Said.OPEN and other and other.email:
        return say("You may write to %(email)s.", email=other.email)
    return say("They gave no address: their site says how to reach them, or link to one of their posts.")


def _end(db: Session, made: Offer, now: datetime) -> None:
    """Tell who said yes that it did not come about; whether the other said no, or nothing, is not told."""
    for source_id, to in _answered_by(db, made).items():
        if made.said[source_id] in YES and to.email:
            paragraphs = [
                say(
                    "You said that you would like to meet somebody who writes about %(tag)s.",
                    tag=made.tag or say("the same things"),
                ),
                say("This time it did not come about: people are busy, and mails get lost. Thank you for saying yes."),
            ]
            title = say("This time it did not come about")
            post(db, letter("notice", to.email, to.language, TOPIC, title=title, paragraphs=paragraphs), now)


def _answered_by(db: Session, made: Offer) -> Mapping[UUID, PersonView]:
    people = persons.people(db, {each for each in made.by.values() if each})
    return {source_id: people[each] for source_id, each in made.by.items() if each and each in people}
