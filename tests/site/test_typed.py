"""A form keeps what was typed, and what is none is refused in words."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from hub.kit.saying import say
from hub.site.typed import MOST_BYTES, MOST_FIELDS, Typed, moment_of, until
from tests.neighbours import SAME_ORIGIN, Neighbour
from tests.town import NOON

FORM = {"Content-Type": "application/x-www-form-urlencoded"} | SAME_ORIGIN


def _send(person: Neighbour, content: bytes) -> tuple[int, str]:
    browser: TestClient = person.browser
    reply = browser.post("/sign-in", content=content, headers=FORM)
    return reply.status_code, reply.text


@pytest.mark.parametrize(
    "content",
    [b"email=\xff", b"email=%ff", b"x=" + b"a" * MOST_BYTES, b"&".join([b"a=b"] * (MOST_FIELDS + 1))],
    ids=["bytes", "escaped bytes", "too long", "too many"],
)
def test_what_no_form_of_ours_sends_is_refused_in_words(cem: Neighbour, content: bytes) -> None:
    status, words = _send(cem, content)
    assert status == 400
    assert "send it again" in words


def test_fields_are_kept_as_they_were_typed_and_faults_gather() -> None:
    typed = Typed((("a", " one "), ("b", "x"), ("b", "y"))).but(a=say("No."))
    assert (typed["a"], typed["b"], typed["c"], list(typed.all("b"))) == ("one", "x", "", ["x", "y"])
    assert set(typed.but(b=say("Nor this.")).wrong) == {"a", "b"}


@pytest.mark.parametrize(
    "said",
    [
        *("", "yesterday", "2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
    ],
)
def test_a_moment_no_form_of_ours_brings_back_is_none(said: str) -> None:
    assert moment_of(said) is None
    assert until(said, NOON) == NOON


def test_nobody_has_seen_what_is_still_to_come() -> None:
    assert until("9999-12-31T23:59:59Z", NOON) == NOON
    assert until("2025-05-31T14:00:00+02:00", NOON) == NOON - timedelta(days=1)
