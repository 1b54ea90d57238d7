"""What is mailed to people of a round? That it is open, whom they meet, what was written; nobody's address."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.kit.saying import Saying, listed, say
from hub.meet.icebreakers import queries as icebreakers
from hub.meet.rounds import pairings, queries
from hub.meet.rounds.pairings import Member, PairingView
from hub.meet.rounds.queries import RoundView
from hub.meet.rounds.rules import TOPIC_MET, TOPIC_OPEN
from hub.meet.venues import queries as venues
from hub.people.mail.actions import post, post_all
from hub.people.mail.rules import Letter
from hub.people.persons import queries as persons
from hub.people.persons.queries import PersonView
from hub.settings import Settings
from hub.site.kept.known import known
from hub.site.letters import TOPICS, Office, letter, writing_from
from hub.site.render import path
from hub.site.unmentoring import wording

TOPICS[TOPIC_OPEN] = say("rounds of UnMentoring that open")
TOPICS[TOPIC_MET] = say("whether you met who you were drawn with")
_SAFE: Sequence[Saying] = (
    say("Meet in a public place the first time, and tell somebody where you are. You need not give your address."),
    say("If something does not feel right, say so on the same page: we pass nothing more on, and tell nobody else."),
)
_NOBODY: Sequence[Saying] = (
    say("There was nobody this time who can meet when and how you can, and whom you have not just met."),
    say("Join the next round: you are first in it. It helps to tick more times."),
)
_FOR_ADULTS: Sequence[Saying] = (
    say("This round became one for people who are 18 or over, and you have not said that you are."),
    say("If you are, tick it when you join the next one."),
)


class Letters:
    """What writes the letters of rounds that no form is the reason of."""

    def __init__(self, settings: Settings) -> None:
        """Write from the hub of these *settings*."""
        self._settings = settings

    def office(self) -> AbstractContextManager[None]:
        """Write every letter inside the block from this hub."""
        return writing_from(Office.of(self._settings))

    def opened(self, db: Session, found: RoundView, now: datetime) -> None:
        """Tell who asked for it that a round is open."""
        here = known(db).tree.places[found.place_id]
        paragraphs = [
            say("Join with one short form, and meet somebody of %(place)s for an hour.", place=here.name),
            say("You hear this because you asked to be reminded."),
        ]
        told = {
            "title": say("UnMentoring in %(place)s: a new round is open", place=here.name),
            "paragraphs": paragraphs,
        }
        people = persons.people(db, queries.to_remind(db, found.place_id)).values()
        action = {"link": path(here.slug, "unmentoring"), "action": say("Join this round:")}
        _post_all(db, people, now, TOPIC_OPEN, **told, **action)

    def drawn(self, db: Session, found: RoundView, now: datetime) -> None:
        """Tell everybody of a round with whom they were drawn, or that there was nobody."""
        for each in pairings.of_round(db, found.id):
            _tell_paired(db, each, now)
        here = known(db).tree.places[found.place_id]
        title = say("UnMentoring in %(place)s: nobody for you this time", place=here.name)
        alone = [each for each in queries.of_round(db, found.id) if each.sat_out]
        too_young = {each.person_id for each in alone if found.adults_only and not each.adult}
        others = {each.person_id for each in alone} - too_young
        for people, paragraphs in ((too_young, _FOR_ADULTS), (others, _NOBODY)):
            told = {"title": title, "paragraphs": paragraphs, "link": path(here.slug, "unmentoring")}
            _post_all(db, persons.people(db, people).values(), now, "", **told, action=say("The rounds here:"))

    def ask(self, db: Session, found: PairingView, now: datetime) -> None:
        """Ask those drawn together whether they met, unless one of them did not feel safe."""
        for each in () if found.stopped_at else found.members:
            names = _names(found, each.person_id)
            if names and not each.met:
                told = {
                    "title": say("Did you meet %(names)s?", names=names),
                    "paragraphs": [say("One press is enough. We ask once, and only count the answers.")],
                }
                _tell(db, each.person_id, now, TOPIC_MET, **told, **_here(found, say("Say yes, not yet or no:")))

    def left(self, db: Session, found: PairingView, now: datetime) -> None:
        """Tell who is still here that somebody they were drawn with has left."""
        for each in found.members:
            told = {
                "title": say("Somebody you were drawn with has left"),
                "paragraphs": [
                    say("They have left this hub altogether, and what is here of them went with them."),
                    say("It is no answer to you. You are welcome in the next round."),
                ],
            }
            _tell(db, each.person_id, now, "", **told, **_here(found, say("What is left of it:")))


def relayed(db: Session, found: PairingView, sides: tuple[UUID, Collection[UUID]], words: str, now: datetime) -> None:
    """Mail what somebody wrote to those they were drawn with; whose address it is from, nobody learns.

    Of *sides*, the first wrote it, and the others are spared it.
    """
    from_id, spared = sides
    name = found.me(from_id).said.name
    quoted = [part for part in words.split("\n") if part.strip()]
    writes = say("%(name)s, with whom you were drawn in UnMentoring, writes by way of this hub:", name=name)
    for each in (other for other in found.others(from_id) if other.person_id not in spared):
        told = {
            "title": say("%(name)s wrote to you", name=name),
            "paragraphs": [writes, *quoted, say("Do not reply to this mail: nobody reads it. Answer on your page.")],
        }
        _tell(db, each.person_id, now, "", **told, **_here(found, say("Answer here:")))


def exchanged(db: Session, found: PairingView, now: datetime) -> None:
    """Tell those who all agreed to it each other's addresses."""
    people = persons.people(db, [each.person_id for each in found.members])
    for each in found.members:
        lines = [
            say("%(name)s: %(email)s", name=other.said.name, email=people[other.person_id].email)
            for other in found.others(each.person_id)
            if other.person_id in people
        ]
        told = {
            "title": say("You may write to each other now"),
            "paragraphs": [say("Each of you agreed to exchange addresses."), *lines],
        }
        _tell(db, each.person_id, now, "", **told, **_here(found, say("Your page:")))


def _tell_paired(db: Session, found: PairingView, now: datetime) -> None:
    question = icebreakers.by_key(db, found.icebreaker)
    venue = venues.view(db, found.venue_id) if found.venue_id else None
    for each in found.members:
        names = _names(found, each.person_id)
        paragraphs = [
            *(_likes(other) for other in found.others(each.person_id)),
            wording.times(found.times, found.size),
            wording.ways(found.ways),
            *([say("You could meet at %(venue)s.", venue=venue.name)] if venue else []),
            say("To begin with, ask each other: %(question)s", question=question),
            *_SAFE,
        ]
        told = {"title": say("You were drawn with %(names)s", names=names), "paragraphs": paragraphs}
        _tell(db, each.person_id, now, "", **told, **_here(found, say("Write to them by way of this hub:")))


def _likes(other: Member) -> Saying:
    return say("%(name)s likes: %(likes)s", name=other.said.name, likes=" ".join(other.said.likes.split()))


def _names(found: PairingView, person_id: UUID) -> Saying:
    """Name the others of a pairing; nothing where nobody is left."""
    names = [say("%(name)s", name=each.said.name) for each in found.others(person_id)]
    return listed(names) if names else Saying("")


def _here(found: PairingView, action: Saying) -> dict[str, object]:
    return {"link": path("you", "unmentoring", found.id), "action": action}


def _tell(db: Session, person_id: UUID, now: datetime, topic: str, **values: object) -> None:
    to = persons.people(db, [person_id]).get(person_id)
    if to and to.email:
        post(db, letter("notice", to.email, to.language, topic, **values), now)


def _post_all(db: Session, people: Iterable[PersonView], now: datetime, topic: str, **values: object) -> None:
    letters: list[Letter] = [letter("notice", to.email, to.language, topic, **values) for to in people if to.email]
    if letters:
        post_all(db, letters, now)
