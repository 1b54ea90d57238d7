"""A form keeps what was typed, and what is none is refused in words."""

import pytest
from fastapi.testclient import TestClient

from hub.kit.saying import say
from hub.site.typed import MOST_BYTES, MOST_FIELDS, Typed
from tests.neighbours import SAME_ORIGIN, Neighbour

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
