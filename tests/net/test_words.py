"""Does everything that can go wrong have words, and do they say how to mend it?"""

import pytest

from hub.kit.saying import Saying
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
        (204, "without a feed (204)"), (304, "asked for everything"), (300, "without a feed"), (401, "password"),
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


@pytest.mark.parametrize(
    ("detail", "hears"),
    [
        ("certificate has expired", "expired"),
        ("certificate is not yet valid", "not valid yet"),
        ("Hostname mismatch, certificate is not valid for 'ben.example'.", "another name"),
        ("IP address mismatch, certificate is not valid for '192.0.2.7'.", "another name"),
        ("self-signed certificate", "signed its certificate itself"),
        ("self signed certificate in certificate chain", "signed its certificate itself"),
        ("unable to get local issuer certificate", "Nobody we know"),
        ("EE certificate key too weak", "No secure connection to the website could be made. (EE certificate key"),
        ("", "No secure connection"),
    ],
)
def test_each_fault_of_a_certificate_has_its_own_words(detail: str, hears: str) -> None:
    sentence, mend = words(Failure.TLS, detail)
    assert hears in str(sentence)
    assert mend


def test_a_detail_of_ours_can_be_said_in_every_language() -> None:
    (sentence, _) = words(Failure.BROKEN_REPLY, "it ends in the middle")
    assert str(sentence) == "The website’s answer was broken. (it ends in the middle)"
    assert isinstance(dict(sentence.values)["detail"], Saying)
