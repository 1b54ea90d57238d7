"""What of an entry is shown: a summary without the words of pictures, an author without an address."""

import pytest

from tests.aggregate.reading.documents import read, rss


def test_a_summary_does_not_begin_with_the_words_of_a_picture() -> None:
    body = (
        '&lt;p&gt;&lt;IMG src="https://ben.example/a.jpg" alt="Hills &amp;gt; sea"&gt;You need&lt;br&gt;both.&lt;/p&gt;'
    )
    (entry,) = read(rss(f"<guid>1</guid><description>{body}</description>")).entries
    assert (entry.summary, "hills" in entry.text) == ("You need both.", True)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("nobody@localhost (Camera club)", "Camera club"),
        ("Camera club &lt;nobody@localhost&gt;", "Camera club"),
        ("Ada, ada.o'hara+post@ben.example", "Ada"),
        ("mailto:ada@ben.example", ""),
        ("@ada", "@ada"),
    ],
)
def test_no_mail_address_of_an_author_is_spread(said: str, shown: str) -> None:
    (entry,) = read(rss(f"<guid>1</guid><title>Hi</title><author>{said}</author>")).entries
    assert entry.author == shown
