"""How mail gets to a mail server: what it takes, what it refuses, and when it cannot be spoken to."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

import pytest

from hub.kit.smtp import MailServer
from hub.net.mail import Fate, Outcome, Wire
from tests.net.servers import PEM
from tests.postoffice import PASSWORD, PostOffice, post_office, rude_office


def test_a_mail_is_taken() -> None:
    with post_office() as office:
        assert _send(office.url) == Outcome(Fate.TAKEN)
    (came,) = office.came
    assert came["Subject"] == "Bins"
    assert came.get_content() == "On Tuesday.\r\n"
    assert office.told == [("hub@hub.example", "ben@example.org")]


def test_several_mails_go_over_one_line() -> None:
    with post_office() as office, Wire(MailServer.of(office.url), "hub.example") as wire:
        assert [wire.send(_mail(f"{name}@example.org")).fate for name in ("ben", "cem")] == [Fate.TAKEN, Fate.TAKEN]
    assert [told[1] for told in office.told] == ["ben@example.org", "cem@example.org"]


@pytest.mark.parametrize("step", ["ben@example.org", "DATA"])
@pytest.mark.parametrize(
    ("reply", "fate"),
    [
        ("450 4.2.1 The mailbox is busy", Fate.LATER),
        ("550 5.1.1 No such mailbox", Fate.NEVER),
        ("530 5.7.0 Sign in first", Fate.CUT_OFF),
        ("421 4.3.2 We are closing", Fate.CUT_OFF),
    ],
)
def test_a_server_that_refuses_is_quoted(step: str, reply: str, fate: Fate) -> None:
    with post_office() as office:
        office.replies[step] = reply
        assert _send(office.url) == Outcome(fate, f"The mail server says: {reply}", of_address=step != "DATA")


def test_who_is_refused_does_not_keep_the_next_from_getting_mail() -> None:
    with post_office() as office, Wire(MailServer.of(office.url), "hub.example") as wire:
        office.replies["ben@example.org"] = "550 No such mailbox"
        assert [wire.send(_mail(f"{name}@example.org")).fate for name in ("ben", "cem")] == [Fate.NEVER, Fate.TAKEN]


def test_a_sender_that_is_refused_is_the_fault_of_no_mail() -> None:
    with post_office() as office:
        office.replies["MAIL"] = "550 You may not write as hub.example"
        outcome = _send(office.url)
    assert outcome.fate is Fate.CUT_OFF
    assert outcome.words.endswith("refuses whom our mail is from. 550 You may not write as hub.example")


@pytest.mark.parametrize(
    "greeting", [b"", b"554 Go away\r\n", b"220 Hello\r\n", b"220 Hello\r\n250 Go on\r\n250 From whom\r\n", b"\xff\r\n"]
)
def test_a_line_that_breaks_is_an_outcome(greeting: bytes) -> None:
    with rude_office(greeting) as url:
        assert _send(url).fate is Fate.CUT_OFF


def test_a_slow_server_is_not_waited_for() -> None:
    with rude_office(b"", stays=True) as url:
        outcome = _send(url, patience=0.1)
    assert outcome == Outcome(
        Fate.CUT_OFF, "The mail server does not let us in. Connection unexpectedly closed: timed out"
    )


def test_nobody_at_home_is_an_outcome() -> None:
    with post_office() as office:
        pass
    assert _send(office.url).fate is Fate.CUT_OFF


@pytest.mark.parametrize("way", ["tls", "starttls"])
def test_the_password_travels_under_tls(way: str) -> None:
    with _locked(way) as office:
        assert _send(_secured(office, way), trust=ssl.create_default_context(cafile=PEM)) == Outcome(Fate.TAKEN)


@pytest.mark.parametrize("way", ["tls", "starttls"])
def test_a_certificate_nobody_vouches_for_is_refused(way: str) -> None:
    with _locked(way) as office:
        outcome = _send(_secured(office, way))
    assert outcome.fate is Fate.CUT_OFF
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.words
    assert office.came == []


def test_a_wrong_password_is_the_fault_of_no_mail() -> None:
    with post_office(locked=True) as office:
        outcome = _send(office.url.replace("//", "//hub:wrong@"))
    assert outcome.fate is Fate.CUT_OFF
    assert outcome.words.startswith("The mail server does not let us in. 535")
    assert "wrong" not in outcome.words


def test_a_server_without_the_tls_that_was_asked_for_gets_nothing() -> None:
    with post_office() as office:
        assert _send(f"{office.url}?starttls").fate is Fate.CUT_OFF
    assert office.came == []


def test_an_address_in_any_letters_is_written_to_where_the_server_can() -> None:
    with post_office() as office:
        assert _send(office.url, to="βεν@xn--bcher-kva.example") == Outcome(Fate.TAKEN)
    assert office.told == [("hub@hub.example", "βεν@xn--bcher-kva.example")]
    with post_office(utf8=False) as plain:
        outcome = _send(plain.url, to="βεν@xn--bcher-kva.example")
    assert outcome.fate is Fate.NEVER
    assert "such letters" in outcome.words


def _mail(to: str = "ben@example.org") -> EmailMessage:
    made = EmailMessage(SMTP)
    made["From"], made["To"], made["Subject"] = "hub@hub.example", to, "Bins"
    made.set_content("On Tuesday.")
    return made


def _send(
    url: str, to: str = "ben@example.org", *, patience: float = 2.0, trust: ssl.SSLContext | None = None
) -> Outcome:
    with Wire(MailServer.of(url), "hub.example", patience=patience, trust=trust) as wire:
        return wire.send(_mail(to))


@contextmanager
def _locked(way: str) -> Iterator[PostOffice]:
    certificate = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.load_cert_chain(PEM)
    with post_office(locked=True, **{way: certificate}) as office:  # type: ignore[arg-type] # one of its two ways
        yield office


def _secured(office: PostOffice, way: str) -> str:
    inside = f"hub:{quote(PASSWORD, safe='')}@feeds.test:{office.port}"
    return f"smtps://{inside}" if way == "tls" else f"smtp://{inside}?starttls"


@pytest.fixture(autouse=True)
def everybody_lives_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the name in the certificate lead to loopback."""
    really = socket.getaddrinfo
    monkeypatch.setattr(
        "socket.getaddrinfo", lambda host, *rest: really("127.0.0.1" if host == "feeds.test" else host, *rest)
    )
