"""How does a mail get to the operator's own mail server? The only importer of smtplib.

The guard of addresses is for what strangers propose; this server was chosen by who runs the hub.
"""

import smtplib  # noqa: TID251 -- this is where mail goes through hub.net
import ssl
from dataclasses import dataclass, replace
from email.message import EmailMessage
from enum import StrEnum
from typing import Self

from hub.kit.smtp import MailServer
from hub.kit.text import excerpt, storable

PATIENCE = 20.0  # seconds for each word of the server
_LEAVING = 421
_FOR_GOOD = 500  # replies from here on mean: not this mail, whenever you try
_OUR_FAULT = {530, 534, 535, 538}  # of these, those that speak of who we are, not of the mail
_LONGEST = 200  # characters of what a server says that are kept


class Fate(StrEnum):
    """What became of a mail."""

    TAKEN = "taken"
    LATER = "later"  # the server asks to try again
    NEVER = "never"  # it will not have this mail
    CUT_OFF = "cut-off"  # the server cannot be spoken to: nor would the next mail get through


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail, and why, in words."""

    fate: Fate
    words: str = ""
    of_address: bool = False  # it is whom the mail is for that is refused, not what is in it


class Wire:
    """A line to a mail server, opened with the first mail; use it as a context manager."""

    def __init__(
        self, server: MailServer, known_as: str, *, patience: float = PATIENCE, trust: ssl.SSLContext | None = None
    ) -> None:
        """Prepare to speak to *server* under our name *known_as*; each of its words may take *patience* seconds.

        Its certificate and name are checked, by whom the machine trusts or by *trust*.
        """
        self._server = server
        self._known_as = known_as
        self._patience = patience
        self._trust = trust
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Nothing is dialled yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Say goodbye."""
        self._hang_up()

    def send(self, message: EmailMessage) -> Outcome:
        """Hand *message* over for whom it is to; whatever happens is an outcome."""
        try:
            line = self._line = self._line or self._call()
        except OSError as trouble:  # of which smtplib's own are a kind
            return Outcome(Fate.CUT_OFF, f"The mail server does not let us in. {_told(trouble)}")
        try:
            line.send_message(message, to_addrs=[each.addr_spec for each in message["To"].addresses])
        except (OSError, ValueError) as trouble:
            outcome = _of_mail(trouble)
            if outcome.fate is Fate.CUT_OFF:
                self._hang_up()
            return outcome
        return Outcome(Fate.TAKEN)

    def _call(self) -> smtplib.SMTP:
        server = self._server
        trust = self._trust or ssl.create_default_context()
        line: smtplib.SMTP = (
            smtplib.SMTP_SSL(server.host, server.port, self._known_as, timeout=self._patience, context=trust)
            if server.tls
            else smtplib.SMTP(server.host, server.port, self._known_as, timeout=self._patience)
        )
        try:
            if server.starttls:
                line.starttls(context=trust)
            if server.name:
                line.login(server.name, server.password)
        except BaseException:
            line.close()
            raise
        return line

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        try:
            line.quit()
        except OSError:
            line.close()


def _of_mail(trouble: Exception) -> Outcome:
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return replace(_of_reply(*next(iter(trouble.recipients.values()))), of_address=True)
    if isinstance(trouble, smtplib.SMTPDataError):
        return _of_reply(trouble.smtp_code, trouble.smtp_error)
    fate, words = _without_reply(trouble)
    return Outcome(fate, f"{words} {_told(trouble)}")


def _without_reply(trouble: Exception) -> tuple[Fate, str]:
    match trouble:
        case smtplib.SMTPNotSupportedError() | ValueError():
            return Fate.NEVER, "The mail server cannot write to an address in such letters."
        case smtplib.SMTPSenderRefused():
            return Fate.CUT_OFF, "The mail server refuses whom our mail is from."
    return Fate.CUT_OFF, "The line to the mail server broke."


def _of_reply(code: int, said: bytes | str) -> Outcome:
    words = f"The mail server says: {_reply(code, said)}"
    if code == _LEAVING or code in _OUR_FAULT:
        return Outcome(Fate.CUT_OFF, words)
    return Outcome(Fate.NEVER if code >= _FOR_GOOD else Fate.LATER, words)


def _told(trouble: Exception) -> str:
    """Say what went wrong, in the words of the server or of the machine."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        return _reply(trouble.smtp_code, trouble.smtp_error)
    return _short(str(trouble) or type(trouble).__name__)


def _reply(code: int, said: bytes | str) -> str:
    return _short(f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}")


def _short(words: str) -> str:
    return excerpt(" ".join(storable(words).split()), _LONGEST)
