"""Trouble with a name, a status for the web and a hint for the person."""

from collections.abc import Sequence
from http import HTTPStatus

from hub.kit.saying import NOTHING, Saying, say


class HubError(Exception):
    """Something a person can be told in one plain sentence; the first argument is that sentence."""

    status: HTTPStatus = HTTPStatus.BAD_REQUEST
    hint: Saying | str = ""

    @property
    def sentence(self) -> Saying | str:
        """What happened, to be said in any language; a string is said as it is."""
        told = self.args[0] if self.args else NOTHING
        return told if isinstance(told, Saying) else str(told)


class NotFound(HubError):
    """There is no such page, place, tag, item or file."""

    status = HTTPStatus.NOT_FOUND
    hint = "Check how it is written, and try again."


class TakenDown(HubError):
    """It was here, and a moderator took it down; the sentence says why."""

    status = HTTPStatus.GONE
    hint = say(
        "The log of this hub says what was decided and when. Whoever wrote it may appeal: by the link in our mail, or,"
        " if none came, by a complaint."
    )


class Ended(HubError):
    """It was here for a time its author chose, and that is over."""

    status = HTTPStatus.GONE
    hint = say("What is pinned up now stands in the stream of the place.")


class Retired(HubError):
    """It was a tag of ours, and people agreed to have it no longer; nothing has its place."""

    status = HTTPStatus.GONE
    hint = say("The page of the tag says when and why. All that was said under it is in the stream still.")


class BadQuestion(HubError):
    """The address asks in a way we do not understand."""

    status = HTTPStatus.BAD_REQUEST
    hint = say("Ask in another way, or for less.")


class TooMuch(HubError):
    """The question would take longer to answer than anybody may keep the database busy."""

    status = HTTPStatus.BAD_REQUEST
    hint = say("Ask in another way, or for less.")


class TooLong(HubError):
    """A form was sent with more in it than any of ours takes."""

    hint = say("Going back in your browser brings back what you typed: copy it, and shorten it there.")


class SignInFirst(HubError):
    """Only who is signed in sees this or may do it."""

    status = HTTPStatus.UNAUTHORIZED
    hint = say("Sign in, and try again.")


class NotAllowed(HubError):
    """Somebody is known, and may not do this."""

    status = HTTPStatus.FORBIDDEN
    hint = say("Ask a mentor of the place.")


class TooOften(HubError):
    """This was tried more often than anybody needs to; after a while it may be tried again."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    hint = say("Wait a while, and try again.")

    def __init__(self, sentence: Saying | str, *, seconds: int = 3_600) -> None:
        """Say it, and after how many seconds it may be tried again."""
        super().__init__(sentence)
        self.seconds = seconds


class NotDone(HubError):
    """Somebody confirmed what they had sent, and it cannot be done now: it goes on waiting, and its words come back."""

    status = HTTPStatus.CONFLICT
    hint = say(
        "Nothing of it is lost: what you sent is kept for a day, and the code was not used up. Try again later, if need"
        " be with a new code, or copy your words from here."
    )

    def __init__(self, sentence: Saying | str, words: Sequence[str], again: str) -> None:
        """Say why, with the *words* that were sent and the address where they are confirmed *again*."""
        super().__init__(sentence)
        self.words = words
        self.again = again


class NotReady(HubError):
    """The hub cannot answer now: the database is locked, missing or of another schema."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    hint = "docs/operating.md says how a database is looked after."


class RegistryError(HubError):
    """feeds.yaml or tags.yaml cannot be loaded; every fault is listed, one a line, with file, line and key."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    hint = "Nothing was changed. Mend the lines above and load again."

    def __init__(self, faults: list[str]) -> None:
        """Keep every fault, so that one run shows all of them."""
        super().__init__("\n".join(faults))
        self.faults = faults
