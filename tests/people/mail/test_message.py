"""How a mail is written: its headers, its bodies, and what can never get into them."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.people.mail.message import Sender, in_bytes, name_of, written
from hub.people.mail.queries import Mail

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
SENDER = Sender("https://hub.example", "hub@hub.example", b"key")
ID = UUID(int=7)


def _mail(subject: str = "Bins", text: str = "On Tuesday.", to: str = "ben@example.org", topic: str = "") -> Mail:
    return Mail(ID, "notice", to, to, subject, text, f"<p>{text}</p>", topic, NOON, tries=1)


def test_a_mail_says_from_whom_it_is_and_that_a_machine_wrote_it() -> None:
    made = written(_mail(), SENDER)
    assert str(made["From"]) == "Local Hub <hub@hub.example>"
    assert str(made["To"]) == "ben@example.org"
    assert made["Message-ID"] == f"<{ID}@hub.example>"
    assert made["Date"].datetime == NOON
    assert made["Auto-Submitted"] == "auto-generated"
    assert {"List-Unsubscribe", "Precedence"}.isdisjoint(made)
    assert [part.get_content_type() for part in made.iter_parts()] == ["text/plain", "text/html"]


def test_mail_about_a_topic_can_be_stopped_by_one_click() -> None:
    made = written(_mail(topic="sources"), SENDER)
    assert made["List-Unsubscribe"].startswith("<https://hub.example/mail/stop/")
    assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert made["Precedence"] == "bulk"


def test_every_try_sends_the_same_bytes() -> None:
    assert in_bytes(written(_mail(topic="x"), SENDER)) == in_bytes(written(_mail(topic="x"), SENDER))


def test_its_file_is_named_by_when_it_was_written() -> None:
    assert name_of(written(_mail(), SENDER)) == f"20260303T120000-{ID}"


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_no_subject_makes_a_header_of_its_own(subject: str) -> None:
    told = message_from_bytes(in_bytes(written(_mail(f"{subject}\r\nBcc: eve@example.org"), SENDER)), policy=default)
    assert "Bcc" not in told
    assert told["Subject"].endswith("Bcc: eve@example.org")


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
def test_its_words_arrive_as_they_were_written(text: str) -> None:
    told = message_from_bytes(in_bytes(written(_mail(text=text), SENDER)), policy=default)
    body = told.get_body(["plain"])
    assert body is not None
    assert "".join(body.get_content().splitlines()) == "".join(text.splitlines())


def test_all_of_it_is_ascii_on_the_wire() -> None:
    assert in_bytes(written(_mail("Łódź", "東京"), SENDER)).isascii()


def test_a_domain_in_any_letters_is_written_as_every_server_reads_it() -> None:
    assert str(written(_mail(to="ben@bücher.example"), SENDER)["To"]) == "ben@xn--bcher-kva.example"


def test_a_name_in_any_letters_stays_as_it_is() -> None:
    made = written(_mail(to="βεν@bücher.example"), SENDER)
    assert made["To"].addresses[0].addr_spec == "βεν@xn--bcher-kva.example"
    assert "\r\nTo: βεν@xn--bcher-kva.example\r\n" in in_bytes(made).decode()


@pytest.mark.parametrize("to", ["", "ben", "ben@example.org\nBcc: eve@example.org", "a@b.c, d@e.f", "ben@exa mple.org"])
def test_what_is_no_address_gets_no_mail(to: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        written(_mail(to=to), SENDER)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ("hub@ayton.example", "Local Hub <hub@ayton.example>"),
        ("Ayton’s hub\r\n <hub@ayton.example>", "Ayton’s hub <hub@ayton.example>"),
        ('"Hub, of Ayton" <hub@bücher.example>', '"Hub, of Ayton" <hub@xn--bcher-kva.example>'),
        ("Ask at the library", "Local Hub <hub@hub.example>"),
        ("", "Local Hub <hub@hub.example>"),
    ],
)
def test_whom_mail_is_from_is_what_the_operator_chose(chosen: str, told: str) -> None:
    assert str(written(_mail(), Sender.of("https://hub.example:8443", chosen, b""))["From"]) == told
