"""A real mail server on loopback, which takes mail or says what a test wants."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "let me/in @ once"


@dataclass
class PostOffice:
    """What came, and what is said to whom: replies to MAIL, to DATA, or to the address a mail is for."""

    port: int = 0
    came: list[EmailMessage] = field(default_factory=list)
    told: list[tuple[str, ...]] = field(default_factory=list)  # from whom, and to whom
    replies: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it is, as a setting."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_MAIL(self, server: SMTP, at: Session, envelope: Envelope, who: str, options: list[str]) -> str:  # noqa: N802 -- the name aiosmtpd calls
        envelope.mail_from = who
        envelope.mail_options.extend(options)
        return self.replies.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: SMTP, at: Session, envelope: Envelope, who: str, options: list[str]) -> str:  # noqa: N802 -- likewise
        if who not in self.replies:
            envelope.rcpt_tos.append(who)
        return self.replies.get(who, "250 OK")

    async def handle_DATA(self, server: SMTP, at: Session, envelope: Envelope) -> str:  # noqa: N802 -- likewise
        if "DATA" in self.replies:
            return self.replies["DATA"]
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        self.came.append(message)
        self.told.append((envelope.mail_from or "", *envelope.rcpt_tos))
        return "250 OK"


@contextmanager
def post_office(
    *,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    locked: bool = False,
    utf8: bool = True,
) -> Iterator[PostOffice]:
    """Open a post office on a free port of loopback; a *locked* one asks for PASSWORD."""
    office, loop = PostOffice(), asyncio.new_event_loop()
    lines: list[SMTP] = []

    def line() -> SMTP:
        made = SMTP(
            office,
            enable_SMTPUTF8=utf8,
            tls_context=starttls,
            authenticator=_authenticate if locked else None,
            auth_require_tls=False,
            hostname="post.test",
            loop=loop,
        )
        lines.append(made)
        return made

    server = loop.run_until_complete(loop.create_server(line, "127.0.0.1", 0, ssl=tls))
    office.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield office
    finally:
        asyncio.run_coroutine_threadsafe(_close(server, lines), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def rude_office(words: bytes, *, stays: bool = False) -> Iterator[str]:
    """Say *words* to whoever calls, whatever they say, and hang up, or say nothing more; gives its address."""
    closed = threading.Event()

    def talk(door: socket.socket) -> None:
        with suppress(OSError), door.accept()[0] as line:
            line.sendall(words)
            if stays:
                closed.wait(5)

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=talk, args=(door,))
        thread.start()
        try:
            yield f"smtp://127.0.0.1:{door.getsockname()[1]}"
        finally:
            closed.set()
            thread.join()


def _authenticate(server: object, at: object, envelope: object, how: str, given: object) -> AuthResult:
    known = isinstance(given, LoginPassword) and given.password == PASSWORD.encode()
    return AuthResult(success=known, handled=False)


async def _close(server: asyncio.Server, lines: list[SMTP]) -> None:
    server.close()
    for line in lines:
        if isinstance(line.transport, asyncio.WriteTransport):
            line.transport.abort()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)
