"""Does everything that can go wrong have words, and do they say how to mend it?"""

import pytest

from hub.net.answers import Failure
from hub.net.words import words, words_for_status


@pytest.mark.parametrize("failure", Failure)
def test_every_failure_has_a_sentence_and_a_remedy(failure: Failure) -> None:
    for sentence in words(failure):
        assert str(sentence)[0].isupper()
        assert str(sentence).endswith(".")


@pytest.mark.parametrize(
    ("status", "hears"),
    [
        (204, "without a feed (204)"), (304, "without a feed"), (300, "without a feed"), (401, "password"),
        (403, "let us in"), (404, "nothing at this address"), (410, "gone for good"), (418, "refused our visit (418)"),
        (429, "less often"), (500, "fault of its own (500)"), (503, "busy"), (599, "fault of its own (599)"),
    ],
)  # fmt: skip
def test_a_status_is_told_in_words(status: int, hears: str) -> None:
    happened, mend = words_for_status(status, {})
    assert hears in str(happened)
    assert mend


def test_a_cloudflare_challenge_is_named_as_what_it_is() -> None:
    assert "Cloudflare" in str(words_for_status(403, {"cf-mitigated": "challenge"})[0])
    assert "Cloudflare" not in str(words_for_status(403, {"server": "cloudflare"})[0])
