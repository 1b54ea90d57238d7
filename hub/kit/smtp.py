"""Where is the mail server, and how does one speak to it? What an operator wrote as one address."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_PORTS = {"smtp": 25, "smtps": 465}
_STARTTLS_PORT = 587
_HERE = {"localhost", "127.0.0.1", "::1"}
_FORM = "it is written like smtps://name:password@mail.example.org or smtp://name:password@mail.example.org?starttls"


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server of the operator's."""

    host: str
    port: int
    name: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False  # from the first byte
    starttls: bool = False  # from the second word on, or not at all

    @classmethod
    def of(cls, url: str) -> "MailServer":
        """Read an address; raise ValueError, in words without the password, when it is none.

        >>> MailServer.of("smtp://hub:a%40b@mail.example.org?starttls")
        MailServer(host='mail.example.org', port=587, name='hub', tls=False, starttls=True)
        >>> MailServer.of("smtps://[::1]").port
        465
        """
        parts, port = _split(url)
        made = cls(
            host=parts.hostname or "",
            port=port,
            name=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=parts.scheme == "smtps",
            starttls=_starttls(parts),
        )
        if made.password and not (made.tls or made.starttls or made.host in _HERE):
            raise ValueError("the password would travel in the open: use smtps://, or add ?starttls")
        return made


def _split(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise ValueError(f"this is no address of a mail server; {_FORM}") from None
    if parts.scheme not in _PORTS or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError(f"this is no address of a mail server; {_FORM}")
    usual = _STARTTLS_PORT if _starttls(parts) else _PORTS[parts.scheme]
    return parts, port or usual


def _starttls(parts: SplitResult) -> bool:
    asked = parse_qsl(parts.query, keep_blank_values=True)
    if any(pair not in {("starttls", ""), ("starttls", "1")} for pair in asked):
        raise ValueError(f"“?{parts.query}” is not known; {_FORM}")
    if asked and parts.scheme == "smtps":
        raise ValueError("smtps:// speaks TLS from the beginning: leave ?starttls out")
    return bool(asked)
