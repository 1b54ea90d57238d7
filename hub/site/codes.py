"""How does somebody show that an address is theirs? A code is mailed there, and typed here or brought by its link."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import Request

from hub.kit.saying import Saying, say
from hub.people.mail.actions import post
from hub.people.persons import queries as people
from hub.people.signin import actions as signin
from hub.people.signin import often
from hub.people.signin.actions import Ask, Proof, Refusal
from hub.people.signin.often import Caller
from hub.people.signin.rules import CODE_HOLDS, Purpose
from hub.secret import key_for
from hub.settings import Settings
from hub.site.deps import Doing, network_of, settings_of
from hub.site.letters import letter
from hub.site.render import path

KEY = "sign-in"  # the purpose of the key that seals codes and counts
MINUTES = int(CODE_HOLDS.total_seconds()) // 60
WHAT: Mapping[Purpose, Saying] = {
    Purpose.SIGN_IN: say("It signs you in."),
    Purpose.CONFIRM: say("It confirms what you have just sent to us."),
    Purpose.CHANGE: say("It makes this your address from now on."),
}
WRONG = say("This is not the code we mailed. Look at it once more; the newest mail counts.")
SPENT = say(
    "This is worth nothing any more: it is too old, was used, or was mistyped too often. Have a new one mailed."
)


def key_of(settings: Settings) -> bytes:
    """Return the key that seals codes."""
    return key_for(settings, KEY)


def mail_code(request: Request, doing: Doing, ask: Ask, what: Saying | None = None) -> UUID:
    """Mail a code and return its id; TooOften when too many were asked for. *what* says what it is for."""
    caller = _caller(request)
    often.count_code(doing.db, ask.email, caller, doing.now)
    sent = signin.ask_code(doing.db, ask, caller.key, doing.now)
    values = {"code": sent.code, "minutes": MINUTES, "what": what or WHAT[ask.purpose]}
    link = path("sign-in", "link", sent.link_token)
    known = people.by_email(doing.db, ask.email)  # whose it is gets it as they spelt it, whoever typed it now
    to = known.email if known else ask.email
    post(doing.db, letter("code", to, ask.language, "", link=link, **values), doing.now)
    return sent.code_id


def typed_code(request: Request, doing: Doing, code_id: UUID, typed: str) -> Proof | Saying:
    """Take what was typed as proof, or say what is wrong with it; TooOften after too many wrong ones."""
    if not typed:
        return say("Type the code from the mail.")
    caller = _caller(request)
    often.refuse_guessing(doing.db, caller, doing.now)
    found = signin.use_code(doing.db, code_id, typed, caller.key, doing.now)
    if isinstance(found, Proof):
        return found
    often.count_wrong(doing.db, caller, doing.now)
    return WRONG if found is Refusal.WRONG else SPENT


def brought_link(doing: Doing, token: str) -> Proof | Saying:
    """Take the token of a link as proof, or say what is wrong with it."""
    found = signin.use_link(doing.db, token, doing.now)
    return found if isinstance(found, Proof) else SPENT


def _caller(request: Request) -> Caller:
    return Caller(network_of(request), key_of(settings_of(request)))
