"""Where do plain words lead?"""

import pytest

from hub.net.leads import leads


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Pay at www.evil.example/pay.", ["https://www.evil.example/pay"]),
        ("Pay at WWW.evil.example first", ["https://WWW.evil.example"]),
        ("evil.org/pay?now=1", ["https://evil.org/pay?now=1"]),
        ("(evil.co.uk)", ["https://evil.co.uk"]),
        ("see:\nevil.org\nand bad.org", ["https://evil.org", "https://bad.org"]),
        ("a.org,b.org", ["https://a.org,b.org"]),
        ("“evil.org”", ["https://evil.org"]),
        ("see:https://evil.org/a", ["https://evil.org/a"]),
        ("Sehen: пример.рф", ["https://пример.рф"]),
        ("ev\u200bil.org", ["https://evil.org"]),
        ("Pay:www.evil.org/pay, see:bad.org", ["https://www.evil.org/pay", "https://bad.org"]),
        ("-www.evil.org and //bad.org", ["https://www.evil.org", "https://bad.org"]),
        ("e.g.,evil.org/pay or 1.2,bad.org", ["https://evil.org/pay", "https://bad.org"]),
        ("7.30–evil.org/x", ["https://evil.org/x"]),
        ("Doors 7.30,https://mill.example/x", ["https://mill.example/x"]),
        ("and/www.evil.org", ["https://www.evil.org"]),
        ("10.am/win", ["https://10.am/win"]),
        ("Gopher://old.example and xmpp://b.example", ["Gopher://old.example", "xmpp://b.example"]),
    ],
)
def test_whatever_a_mail_program_makes_a_link_of_leads_somewhere(words: str, found: list[str]) -> None:
    assert list(leads(words)) == found


@pytest.mark.parametrize(
    "words",
    [
        "Ask ben@evil.org, mailto:ben@evil.org or ben.b@mail.evil.org",
        "At 7.30pm or 10.am, e.g. in St. Mary’s. Bring Node.js",
        "The hall (no. 3.1) and so on...",
        "",
        "://",
        "a." * 3_000,
    ],
)
def test_other_words_lead_nowhere(words: str) -> None:
    assert leads(words) == ()
