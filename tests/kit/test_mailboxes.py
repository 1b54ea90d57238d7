"""Two spellings are one person only where their mail arrives in one mailbox."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.mailboxes import ascii_domain, email_key, is_email

BEN = "ben@example.org"
_LETTERS = st.sampled_from("abkisKIſKİıßẞσςΣｂäÄ1-.@xn")  # noqa: RUF001 -- those that fold into others
_NAMES = st.text(_LETTERS, min_size=1, max_size=5)
_ADDRESSES = st.builds("{}@{}.{}".format, _NAMES, _NAMES, st.sampled_from(["example", "EXAMPLE", "ｅxample"]))  # noqa: RUF001 -- as above


@given(_ADDRESSES, _ADDRESSES)
def test_who_has_one_key_has_one_mailbox(one: str, other: str) -> None:
    if is_email(one) and is_email(other) and email_key(one) == email_key(other):
        one_at, other_at = ascii_domain(one), ascii_domain(other)
        assert one_at == other_at or _ascii_small(one_at) == _ascii_small(other_at)


@given(_ADDRESSES)
def test_what_is_an_address_has_a_domain_mail_servers_can_look_up(address: str) -> None:
    if is_email(address):
        assert ascii_domain(address).rpartition("@")[2].isascii()


@pytest.mark.parametrize(
    "other",
    ["ｂen@example.org", "beſn@example.org", "be\u0144@example.org", "ben@ex\u00e4mple.org", "be\u200bn@example.org"],  # noqa: RUF001 -- they look alike
)
def test_who_looks_like_ben_is_somebody_else(other: str) -> None:
    assert email_key(other) != email_key(BEN)


@pytest.mark.parametrize(
    ("one", "other"),
    [("strasse@x.example", "straße@x.example"), ("x@strasse.example", "x@straße.example"),
     ("ος@x.example", "ος@x.example".replace("ς", "\u03c3")), ("kate@x.example", "\u212aate@x.example")],
)  # fmt: skip
def test_letters_that_fold_into_others_stay_apart(one: str, other: str) -> None:
    assert email_key(one) != email_key(other)


def test_a_domain_is_one_however_it_is_written() -> None:
    assert email_key("Ben@BÜCHER.example") == email_key("ben@xn--bcher-kva.example")


@pytest.mark.parametrize("address", ["ben@ｅxample.org", "ben@ex..org", "ben@-ex.org", f"ben@{'ä' * 60}.org"])  # noqa: RUF001 -- full width
def test_what_no_server_can_look_up_is_no_address(address: str) -> None:
    assert not is_email(address)


def test_a_domain_that_cannot_be_is_said_so() -> None:
    with pytest.raises(ValueError, match="no such domain"):
        ascii_domain("ben@exa\0mple.org")


def _ascii_small(address: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in address)
