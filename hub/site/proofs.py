"""What happens once somebody has shown that an address is theirs? They are let in, and what they wanted is done."""

from uuid import UUID

from fastapi import Request, Response

from hub.errors import BadQuestion
from hub.kit.saying import say
from hub.people.mail.actions import post
from hub.people.pending import queries as pending
from hub.people.persons import actions as persons
from hub.people.persons import queries as people
from hub.people.signin import actions as signin
from hub.people.signin.actions import Proof
from hub.people.signin.rules import Purpose
from hub.site import deeds, onward, words
from hub.site.deps import Doing
from hub.site.entering import enter
from hub.site.letters import letter
from hub.site.render import path, see


def carry_out(request: Request, doing: Doing, proof: Proof) -> Response:
    """Do what *proof* was asked for, and lead on."""
    if proof.purpose is Purpose.CHANGE:
        return _change(doing, proof)
    person_id = persons.welcome(doing.db, proof.email, doing.now, language=words.language())
    if proof.purpose is Purpose.CONFIRM:
        waiting = pending.waiting(doing.db, UUID(proof.subject), doing.now)
        return enter(request, doing, person_id, see(deeds.do(doing, person_id, waiting)))
    return enter(request, doing, person_id, see(onward.address(request, doing.db, proof.subject)))


def _change(doing: Doing, proof: Proof) -> Response:
    """Give somebody the address that was shown to be theirs; their other devices are signed out."""
    person_id = UUID(proof.subject)
    doing.must_be(person_id)  # who was signed out meanwhile takes no address along
    before = persons.move(doing.db, person_id, proof.email)
    if before is None:
        raise BadQuestion(say("Somebody is here with this address already, perhaps you yourself: sign in with it."))
    here = doing.device.id if doing.device and doing.device.person_id == person_id else None
    signin.end_all(doing.db, person_id, but=here)
    if before:
        _tell_at(before, doing, people.person(doing.db, person_id).language)
    return see(path("you"))


def _tell_at(before: str, doing: Doing, language: str) -> None:
    title = say("Your address here was changed")
    paragraphs = (
        say("From now on we write to another address of yours; it was confirmed by a code."),
        say("If this was not you, tell whoever runs this hub at once."),
    )
    post(doing.db, letter("notice", before, language, title=title, paragraphs=paragraphs), doing.now)
