"""What is done first and confirmed after? Each room says here how it takes up what somebody did."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from hub.errors import BadQuestion, HubError, NotDone
from hub.kit.mailboxes import is_email
from hub.kit.saying import Saying, say
from hub.kit.text import excerpt, visible
from hub.people.pending import actions as pending
from hub.people.pending.actions import Wish
from hub.people.pending.queries import Waiting
from hub.people.pending.rules import Kind
from hub.people.persons import queries as persons
from hub.people.signin.actions import Ask
from hub.people.signin.rules import Purpose
from hub.site import words
from hub.site.codes import mail_code
from hub.site.deps import Doing
from hub.site.render import path, see
from hub.site.typed import Typed

Payload = Mapping[str, Any]
Taker = Callable[[Doing, UUID, Payload], str]
TAKERS: dict[Kind, Taker] = {}
# What a mail with a code says it is for.
WHAT: Mapping[Kind, Saying] = {
    Kind.REGISTER: say("It confirms that you register your site."),
    Kind.SUGGEST: say("It confirms that you suggest a source."),
    Kind.NOTICE: say("It confirms your notice."),
    Kind.CORRECT: say("It confirms that you sent a correction."),
    Kind.FOLLOW: say("It confirms that you want to follow this by mail."),
    Kind.REPLY: say("It confirms your reply."),
    Kind.FRIENDS: say("It confirms that you want to take part in Digital Friends."),
    Kind.MEETUP: say("It confirms your meetup."),
    Kind.COMING: say("It confirms that you are coming."),
    Kind.ROUND: say("It confirms that you join this round of UnMentoring."),
    Kind.ICEBREAKER: say("It confirms the question you suggest."),
}

# What of a deed is said again where it is confirmed, so that nobody confirms what they did not send.
GIST: Mapping[Kind, tuple[str, ...]] = {
    Kind.REGISTER: ("name", "site"),
    Kind.SUGGEST: ("name", "site"),
    Kind.NOTICE: ("title", "words"),
    Kind.REPLY: ("words",),
    Kind.FRIENDS: ("name", "words"),
    Kind.MEETUP: ("title", "words"),
    Kind.COMING: ("title", "when", "bring", "wait"),
    Kind.ROUND: ("name", "likes"),
    Kind.ICEBREAKER: ("words",),
}
LONGEST_GIST = 160  # letters of what was sent


def gist(waiting: Waiting) -> Sequence[str]:
    """Return the title and the first words of what waits to be confirmed; nothing where it has none, or was done."""
    return [excerpt(visible(each), LONGEST_GIST) for each in _sent(waiting)]


def takes(kind: Kind) -> Callable[[Taker], Taker]:
    """Have the function below do deeds of this *kind*, and return the address to go to then."""

    def take(taker: Taker) -> Taker:
        TAKERS[kind] = taker
        return taker

    return take


def email_fault(email: str) -> Saying | None:
    """Say what is wrong with what was typed as an e-mail address; None when nothing is."""
    if not email:
        return say("Type your e-mail address.")
    return None if is_email(email) else say("This is not an e-mail address. One looks like name@example.org.")


def with_email(typed: Typed, field: str = "email") -> Typed:
    """Return what was typed with what is wrong with its e-mail address, where something is."""
    fault = None if field in typed.wrong else email_fault(typed[field])
    return typed.but(**{field: fault}) if fault else typed


def do_or_wait(  # noqa: PLR0913, PLR0917 -- who does what, about which place, reachable where
    request: Request, doing: Doing, kind: Kind, payload: Payload, email: str, place_id: UUID | None = None
) -> Response:
    """Do at once what somebody wants who is signed in; else mail a code to *email*, and let it wait for that.

    A *payload* is what JSON can hold. Nobody sees what waits, and after a day it is gone. TooOften when too many codes
    were asked for; call this before anything else is written.
    """
    if doing.actor.person_id:
        return see(TAKERS[kind](doing, doing.actor.person_id, payload))
    if fault := email_fault(email):
        raise BadQuestion(fault)
    wish = Wish(kind, payload, email, place_id)
    _mail(request, doing, wish.kind, wish.id, email)
    pending.put_down(doing.db, wish, doing.now)
    return see(path("confirm", wish.id))


def mail_again(request: Request, doing: Doing, waiting: Waiting) -> None:
    """Mail a code for what waits; TooOften when too many were asked for."""
    _mail(request, doing, waiting.kind, waiting.id, waiting.email)


def do(doing: Doing, person_id: UUID, waiting: Waiting) -> str:
    """Do what waited, in the name of who confirmed it; return the address to go to.

    NotDone where the room refuses it by now: nothing of this transaction stays then, so it goes on waiting.
    """
    if not pending.take_up(doing.db, waiting.id, doing.now):
        return path("confirm", waiting.id)
    themselves = replace(doing, actor=persons.actor(doing.db, person_id))
    try:
        return TAKERS[waiting.kind](themselves, person_id, waiting.payload)
    except HubError as trouble:
        raise NotDone(trouble.sentence, _sent(waiting), path("confirm", waiting.id)) from trouble


def _sent(waiting: Waiting) -> Sequence[str]:
    said = (str(waiting.payload.get(name, "")) for name in GIST.get(waiting.kind, ()))
    return [each for each in said if each]


def _mail(request: Request, doing: Doing, kind: Kind, deed_id: UUID, email: str) -> None:
    mail_code(request, doing, Ask(email, Purpose.CONFIRM, str(deed_id), words.language()), WHAT[kind])
