"""What people are written: in their language, in words and in HTML, with links that lead here."""

import pytest
from lxml import html

from hub.kit.saying import say
from hub.site.letters import Office, letter, topic_in_words, writing_from

BEN = "ben@example.org"


@pytest.fixture(autouse=True)
def office() -> object:
    """Write from a hub of these tests."""
    with writing_from(Office("https://hub.example", b"key")):
        yield


def test_a_code_says_what_it_is_for_and_how_long_it_holds() -> None:
    made = letter("code", BEN, "en", code="ABCD-EFGH", link="/sign-in/link/x", minutes=15, what=say("It signs you in."))
    assert made.subject == "Your code: ABCD-EFGH"
    assert "It signs you in." in made.text
    assert "within 15 minutes" in made.text
    assert "https://hub.example/sign-in/link/x" in made.text
    assert _links(made.html) == ["https://hub.example/sign-in/link/x", "https://hub.example/"]
    assert "/mail/stop/" not in made.text  # somebody asked for it


def test_a_notice_is_told_in_the_language_of_who_gets_it() -> None:
    made = letter(
        "notice", BEN, "cy", title=say("Places"), paragraphs=[say("Terms")], link="/cy/you", action=say("About")
    )
    assert made.subject == "Lleoedd"
    assert "Telerau" in made.text
    assert 'lang="cy"' in made.html
    assert _links(made.html)[0] == "https://hub.example/cy/you"


def test_a_language_we_do_not_speak_is_told_in_english() -> None:
    assert letter("notice", BEN, "xx", title=say("Places"), paragraphs=[]).subject == "Places"


def test_what_people_wrote_stays_as_it_is_in_words_and_is_escaped_in_html() -> None:
    wrote = "Tom & Jo’s <b>“5 % off”</b>"
    made = letter("notice", BEN, "en", title=wrote, paragraphs=[say("They wrote: %(words)s", words=wrote), wrote])
    assert made.subject == wrote
    assert made.text.count(wrote) == 3
    tree = html.document_fromstring(made.html)
    assert tree.xpath("//b") == []
    assert tree.findtext(".//h1") == wrote


def test_a_subject_is_one_line() -> None:
    assert letter("notice", BEN, "en", title="Bins\r\nBcc: eve@example.org", paragraphs=[]).subject.count("\n") == 0


def test_mail_about_a_topic_ends_with_the_way_to_stop_it() -> None:
    made = letter("notice", BEN, "en", "sources:kilnpost", title="x", paragraphs=[])
    assert "No more mail about how your site is doing here:" in made.text
    assert _links(made.html)[-1].startswith("https://hub.example/mail/stop/")


def test_a_topic_without_words_of_its_own_is_called_this() -> None:
    assert topic_in_words("never heard of") == "this"


def test_a_link_elsewhere_stays_as_it_is() -> None:
    made = letter("notice", BEN, "en", title="x", paragraphs=[], link="https://blog.example/")
    assert _links(made.html)[0] == "https://blog.example/"


def test_nothing_in_a_letter_is_fetched_from_anywhere() -> None:
    made = letter("notice", BEN, "en", "sources", title="x", paragraphs=["https://tracker.example/x.png"], link="/you")
    tree = html.document_fromstring(made.html)
    assert tree.xpath("//@src | //link | //script | //style | //img | //@style") == []


def _links(text: str) -> list[str]:
    return [str(link.get("href")) for link in html.document_fromstring(text).iter("a")]
