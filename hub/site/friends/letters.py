"""What is mailed to Digital Friends? Questions, that it begins, half-time, the end; never who said no."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from hub.kit.saying import IN_FULL, Dated, Saying, say
from hub.meet.partnerships.inviting import Invitation
from hub.meet.partnerships.offering import Offering
from hub.meet.partnerships.rules import Side
from hub.meet.partnerships.values import PartnershipView
from hub.people.mail.actions import post
from hub.people.persons import queries as persons
from hub.settings import Settings
from hub.site.letters import TOPICS, Office, letter, writing_from
from hub.site.render import path

TOPIC = "friends"
TOPICS[TOPIC] = say("Digital Friends")
Write = Callable[[Session, PartnershipView, datetime], None]


@dataclass(frozen=True, slots=True)
class Letters:
    """What writes the letters that no form is the reason of."""

    half_time: Write
    nearly_over: Write
    quiet: Write
    closed: Write


def letters(settings: Settings) -> Letters:
    """Return what writes the letters of partnerships."""
    office = Office.of(settings)

    def at(tell: Write) -> Write:
        def write(db: Session, found: PartnershipView, now: datetime) -> None:
            with writing_from(office):
                tell(db, found, now)

        return write

    return Letters(at(_half_time), at(_nearly_over), at(_quiet), at(_closed))


def offered(db: Session, person_id: UUID, said: Offering, place: str, now: datetime) -> None:
    """Write to who has just offered or wished something what happens next, what they said, and how it is taken back."""
    to = persons.people(db, [person_id]).get(person_id)
    if to is None or not to.email:
        return
    is_wish = said.side is Side.MENTEE
    title = say("We have your wish for a Digital Friend") if is_wish else say("We have your offer as a Digital Friend")
    told = [
        say(
            "Those who bring people together in %(place)s read it, and nobody else. Once they think of somebody, "
            "we ask both of you by mail; it may take a few weeks.",
            place=place,
        ),
        say("You want to be called %(name)s.", name=said.name),
        say("You wrote: %(words)s", words=" ".join(said.words.split())),
        *([say("When you can: %(times)s", times=said.times)] if said.times else []),
        say("It stays until you take it back, and you may do so at any time."),
    ]
    values = {
        "title": title,
        "paragraphs": told,
        "link": path("you", "friends"),
        "action": say("See it, or take it back:"),
    }
    post(db, letter("notice", to.email, to.language, "", **values), now)


def ask(db: Session, found: PartnershipView, place: str, now: datetime) -> None:
    """Ask both whether they want to be Digital Friends; a mentor of the *place* thought of it."""
    for side in Side:
        named = {"place": place, "name": found.name_of(side.other)}
        lead = (
            say("In %(place)s somebody thinks that %(name)s could be your Digital Friend.", **named)
            if side is Side.MENTEE
            else say("In %(place)s somebody thinks that you could be the Digital Friend of %(name)s.", **named)
        )
        told = [
            lead,
            *_quoted(found.why),
            say("Both of you are asked now. It is for three months, and begins if both say yes."),
            say("If you would rather not, say no or nothing: the other one cannot tell which."),
        ]
        title, answer = say("Would you like a Digital Friend?"), say("Say yes or no:")
        _tell(db, found, side, now, title=title, paragraphs=told, action=answer)


def invite(db: Session, asked: Invitation, place: str, language: str, now: datetime) -> None:
    """Ask somebody by their address; who it is, we may not know."""
    told = [
        say(
            "%(name)s would like to be Digital Friends with you in %(place)s, for three months.",
            name=asked.name,
            place=place,
        ),
        *_quoted(asked.words),
        say("Sign in with this address to say yes or no. If you do nothing, nothing happens."),
    ]
    title = say("%(name)s asks you to be Digital Friends", name=asked.name)
    values = {"title": title, "paragraphs": told, "link": path("you", "friends"), "action": say("Say yes or no:")}
    post(db, letter("notice", asked.email, language, TOPIC, **values), now)


def begun(db: Session, found: PartnershipView, now: datetime) -> None:
    """Tell both that they are Digital Friends from today on."""
    for side in Side:
        told = [
            say("You and %(name)s both said yes.", name=found.name_of(side.other)),
            say("Begin with one small goal and one small step, and meet when it suits you both."),
            say("It goes on until %(day)s. You may end it at any time, without a reason.", day=_day(found.ends_on)),
        ]
        _tell(db, found, side, now, title=say("You are Digital Friends"), paragraphs=told)


def over(db: Session, found: PartnershipView, sides: Sequence[Side], now: datetime) -> None:
    """Tell one or both that it is over."""
    for side in sides:
        told = [
            say("Your time with %(name)s as Digital Friends is over.", name=found.name_of(side.other)),
            say("What you wrote together stays on your page for a year."),
        ]
        _tell(db, found, side, now, title=say("Your time as Digital Friends is over"), paragraphs=told)


def longer(db: Session, found: PartnershipView, now: datetime) -> None:
    """Tell both that a month was added."""
    for side in Side:
        told = [say("Both of you wanted a month more. It goes on until %(day)s.", day=_day(found.ends_on))]
        _tell(db, found, side, now, title=say("A month more as Digital Friends"), paragraphs=told)


def _half_time(db: Session, found: PartnershipView, now: datetime) -> None:
    for side in Side:
        told = [
            say("Half of your time with %(name)s is over.", name=found.name_of(side.other)),
            say("Three short questions help you see whether it goes the way you want."),
        ]
        _tell(db, found, side, now, title=say("Half-time for Digital Friends"), paragraphs=told)


def _nearly_over(db: Session, found: PartnershipView, now: datetime) -> None:
    for side in Side:
        told = [
            say("Your time with %(name)s ends on %(day)s.", name=found.name_of(side.other), day=_day(found.ends_on)),
            say("Say what has changed for you, and whether you would both like a month more."),
        ]
        _tell(db, found, side, now, title=say("Your time as Digital Friends ends soon"), paragraphs=told)


def _quiet(db: Session, found: PartnershipView, now: datetime) -> None:
    for side in Side:
        told = [
            say("You and %(name)s have not met for three weeks.", name=found.name_of(side.other)),
            say("That happens. A date for half an hour is enough to go on; or pause it, and we leave you in peace."),
        ]
        _tell(db, found, side, now, title=say("How is it going with your Digital Friend?"), paragraphs=told)


def _closed(db: Session, found: PartnershipView, now: datetime) -> None:
    over(db, found, list(Side), now)


def _quoted(words: str) -> list[Saying]:
    return [say("“%(words)s”", words=words)] if words else []


def _day(day: date | None) -> Dated | str:
    return Dated(day, IN_FULL) if day else ""


def _tell(db: Session, found: PartnershipView, side: Side, now: datetime, **values: object) -> None:
    person_id: UUID | None = found.person_of(side)
    to = persons.people(db, [person_id]).get(person_id) if person_id else None
    if to and to.email:
        told = {"link": path("you", "friends", found.id), "action": say("Your page together:"), **values}
        post(db, letter("notice", to.email, to.language, TOPIC, **told), now)
