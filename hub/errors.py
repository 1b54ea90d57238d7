"""Trouble with a name, a status for the web and a hint for the person."""

from http import HTTPStatus

from hub.kit.saying import NOTHING, Saying


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


class BadQuestion(HubError):
    """The address asks in a way we do not understand."""

    status = HTTPStatus.BAD_REQUEST
    hint = "Ask in another way, or for less."


class TooMuch(HubError):
    """The question would take longer to answer than anybody may keep the database busy."""

    status = HTTPStatus.BAD_REQUEST
    hint = "Ask in another way, or for less."


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
