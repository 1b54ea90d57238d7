"""What an operator may write as the address of a mail server."""

import pytest
from pydantic import ValidationError

from hub.kit.smtp import MailServer
from hub.settings import Settings


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", MailServer("localhost", 25)),
        ("smtp://post.example:2525/", MailServer("post.example", 2525)),
        ("smtps://hub:p%2Fw%40d@post.example", MailServer("post.example", 465, "hub", "p/w@d", tls=True)),
        ("smtp://hub:pw@post.example?starttls", MailServer("post.example", 587, "hub", "pw", starttls=True)),
        ("smtp://post.example:26?starttls=1", MailServer("post.example", 26, starttls=True)),
        ("smtp://hub:pw@127.0.0.1", MailServer("127.0.0.1", 25, "hub", "pw")),
    ],
)
def test_a_mail_server_is_one_address(url: str, server: MailServer) -> None:
    assert MailServer.of(url) == server


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("post.example", "no address of a mail server"),
        ("http://post.example", "no address of a mail server"),
        ("smtp://", "no address of a mail server"),
        ("smtp://post.example:port", "no address of a mail server"),
        ("smtp://[post", "no address of a mail server"),
        ("smtp://post.example/folder", "no address of a mail server"),
        ("smtp://hub:secret@post.example", "in the open"),
        ("smtps://post.example?starttls", "leave [?]starttls out"),
        ("smtp://post.example?verify=no", "is not known"),
        ("smtp://post.example?starttls=no", "is not known"),
    ],
)
def test_what_cannot_be_one_is_said_in_words_without_the_password(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as told:
        MailServer.of(url)
    assert "secret" not in str(told.value)


def test_the_password_is_not_shown_where_a_server_is() -> None:
    assert "secret" not in repr(MailServer.of("smtps://hub:secret@post.example"))


def test_a_hub_does_not_start_with_a_mail_server_that_cannot_be() -> None:
    with pytest.raises(ValidationError, match="in the open"):
        Settings(_env_file=None, smtp_url="smtp://hub:pw@post.example")
