# ruff: noqa: RUF001 -- odd signs are what this is about
"""What may somebody type into a field that no form expects? Texts of our own making, by what is odd about them.

>>> len({text for texts in HOSTILE.values() for text in texts}) >= 515
True
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, product

LONG = (255, 256, 1_000, 4_001, 10_001, 40_000)


def _around(signs: Iterable[str]) -> Iterator[str]:
    """Put each sign alone, in front of, amid and behind words."""
    for sign in signs:
        yield from (sign, f"{sign}bins", f"bi{sign}ns", f"bins{sign}", f"{sign * 7}")


def _wrapped(inner: Iterable[str], shells: Iterable[str]) -> Iterator[str]:
    for words, shell in product(inner, shells):
        yield shell.replace("@", words)


def _points(*ranges: tuple[int, int]) -> Iterator[str]:
    return (chr(point) for first, last in ranges for point in range(first, last + 1))


def _twins(words: Iterable[str]) -> Iterator[str]:
    """Write the same words in every form of Unicode normalisation."""
    for word in words:
        yield from (unicodedata.normalize(form, word) for form in ("NFC", "NFD", "NFKC", "NFKD"))
        yield word.swapcase()


_EMPTY = ["", " ", "\t", "\n", "\r\n\r\n", "\u00a0", "\u3000", "\u2003 \u2009", "\u200b", "\ufeff", "\u2800", "\u115f"]
_SIGNS = (
    *("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u061c", "\u180e"),
    *("\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2069"),
)
_SEQUENCES = (
    *("👩🏽\u200d🚒", "🏳️\u200d🌈", "👨\u200d👩\u200d👧\u200d👦", "🇬🇧"),
    "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    *("1️⃣", "☃︎", "☃️", "👍🏿", "🫱🏻\u200d🫲🏿", "🇬", "🏽", "\u200d\u200d"),
)
_SQL = (
    *("'", "''", '"', "`", "';--", "' OR ''='", "') OR ('1'='1", "x' AND 1=(SELECT COUNT(*) FROM person)--"),
    *("1; DROP TABLE item", "\\'; SELECT pg_sleep(9);--", "$$ $$", "/* */", "%", "_", "%%", "\\", "\\\\", "E'\\x41'"),
    *(
        "UNION SELECT NULL,NULL--",
        ":name",
        "?",
        "%s",
        "%(name)s",
        "{0}",
        "MATCH 'a' NEAR b*",
        '"bins" AND NOT (',
        "^bins",
    ),
)
_HTML = (
    *(
        "<",
        ">",
        "&",
        "&amp;",
        "&lt;b&gt;",
        "&#0;",
        "&#x110000;",
        "<b>bins",
        "</textarea>",
        "</title><h1>",
        "<!--",
        "]]>",
    ),
    *(
        "<script>let a=1</script>",
        "<img src=x onerror=a()>",
        "<svg/onload=a()>",
        "javascript:a()",
        "data:text/html,<b>",
    ),
    *(
        '" autofocus onfocus="a()',
        "' style='color:red",
        "<a href=//evil.example>",
        "<iframe srcdoc=a>",
        "<form><input name=a>",
    ),
    *(
        "<base href=//evil.example>",
        "<meta http-equiv=refresh content=0>",
        "<plaintext>",
        "<math><mi//xlink:href=a>",
        "\x3c/p\x3e",
    ),
)
_TEMPLATES = (
    *("{{ 7*7 }}", "{% raw %}", "{# note #}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{ config }}", "{{ ''.__class__ }}"),
    *("%(count)s", "%d %s %n", "{}", "{0.__class__}", "$HOME", "`id`", "$(id)", "[[7*7]]", "@{7*7}", "{{{{", "%"),
)
_FORMULAS = (
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "=HYPERLINK(A1)",
    "\t=1",
    "|a",
    ";=1",
    '="a"',
    "=cmd|' /C a'!A0",
    '","=1',
)
_PATHS = (
    *(
        "../",
        "..\\..\\",
        "/etc/passwd",
        "C:\\CON",
        "nul",
        "a/b",
        "//evil.example/",
        "/\\evil.example",
        "..%2f..%2f",
        "file:///",
    ),
    *(".", "..", "~", "~root", "a\\b", "%2e%2e", "\\\\host\\share", "a.html", "?a=b", "#a", "a?b#c", "/cy", "/desk"),
)
_HEADERS = (
    *(
        "a\r\nBcc: b@evil.example",
        "a\nSet-Cookie: a=b",
        "a\r\n\r\n<b>",
        "a\u2028b",
        "a\u2029b",
        "a\x85b",
        "Subject: a",
        "\n.\n",
        "From a",
    ),
)
_NUMBERS = (
    *("0", "-0", "-1", "1e309", "NaN", "Infinity", "0x1F", "1_000", "٣٤", "½", "²", "1,000.00", "1.000,00", "００１"),
    *("9007199254740993", "9223372036854775808", "-9223372036854775809", "1" * 400, "1/0", "0.1", "+5", "5 ", "٫", "Ⅻ"),
)
_DATES = (
    *("0000-00-00", "2025-02-29", "2026-02-30", "9999-12-31", "10000-01-01", "-0001-01-01", "1969-12-31", "0001-01-01"),
    *(
        "31/12/2026",
        "12/31/2026",
        "2026-W53-7",
        "2026-13-01",
        "24:00",
        "2026-06-01T25:61",
        "tomorrow",
        "٢٠٢٦-٠١-٠١",
        "2026-1-1",
    ),
    *("00:00:60", "2016-12-31T23:59:60Z", "1e3-01-01", "20260601", "2026–06–01"),
)
_ADDRESSES = (
    *(
        "a@",
        "@b",
        "a@b",
        "a@@b.example",
        "a b@c.example",
        '"a b"@c.example',
        "a@[127.0.0.1]",
        "a@b..example",
        "a@-b.example",
    ),
    *(
        "a@b.example\n",
        "a@b.example,c@d.example",
        "<a@b.example>",
        "ä@ö.example",
        "a@xn--.example",
        "a@" + "b" * 300 + ".example",
    ),
    *(
        "http://",
        "http:///a",
        "http://[",
        "http://a:99999/",
        "http://a@b@c/",
        "ftp://a/",
        "http://127.0.0.1/",
        "http://0x7f.1/",
    ),
    *(
        "http://a.example/" + "b" * 3_000,
        "//a.example",
        "http:a",
        "https://ａ.example/",
        "http://a\u3002example/",
        "mailto:a@b.example",
    ),
)
_SCRIPTS = (
    *(
        "Łódź",
        "İstanbul ıi",
        "ẞß straße",
        "ǅ ǆ",
        "ﬁﬂ ﬃ",
        "ΐ ΰ",
        "Ω Ω K K",
        "नमस्ते हिन्दी",
        "தமிழ் நி",
        "ไทยก็",
        "ကျွန်ုပ်",
        "བོད་ཡིག",
    ),
    *(
        "العربية مُحَمَّد",
        "עִבְרִית",
        "اردو ﷽",
        "ދިވެހި",
        "한국어 각 각",
        "日本語 がが",
        "漢字 𠮷𠮾",
        "ᠮᠣᠩᠭᠣᠯ",
        "ⲕⲏⲙⲉ",
        "𐤀𐤁",
        "𓀀𓂀",
        "ꦲꦏ꧀ꦱꦫ",
    ),
    *(
        "Z̸̡a̵͜l̷̛g̶o̴",
        "ａｂｃ",
        "𝕋𝕖𝕩𝕥",
        "ᏣᎳᎩ",
        "ꙮ",
        "ﷺ",
        "℡ № ™",
        "①②",
        "ǃXóõ",
        "Hawaiʻi",
        "Ŵyneb Ŷ ŵ",
        "naïve “quoted” ‘it’s’ — …",
    ),
)
_CONTROLS = tuple(_points((0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F)))
_LAST = (*_points((0xFFF9, 0xFFFD), (0xE000, 0xE003), (0xFDD0, 0xFDD3)), *"\ufffe\uffff\U0010ffff\U000e0001")
_NAMES = (
    *("null", "None", "undefined", "true", "False", "NaN", "constructor", "__proto__"),
    *("admin", "CON", "on", "[]", "{}", '{"a":1}'),
)

HOSTILE: Mapping[str, Sequence[str]] = {
    "empty": _EMPTY,
    "long": [unit * (most // len(unit)) for most, unit in product(LONG, ("a", "é", "日", "👩🏽\u200d🚒", "a "))],
    "unseen": list(_around(_SIGNS)),
    "emoji": list(_around(_SEQUENCES)),
    "control": [f"bi{sign}ns" for sign in _CONTROLS],
    "last": [f"bi{sign}ns" for sign in _LAST],
    "sql": _SQL,
    "html": [*_HTML, *_wrapped(("a()", "<b>"), ("'@'", '"@"', "<@>", "<!--@-->", "&#60;@"))],
    "templates": _TEMPLATES,
    "formulas": _FORMULAS,
    "paths": _PATHS,
    "headers": _HEADERS,
    "numbers": _NUMBERS,
    "dates": _DATES,
    "addresses": _ADDRESSES,
    "scripts": _SCRIPTS,
    "twins": list(_twins(("Café", "Å", "ﬁn", "각", "ǆ", "é\u0323", "Ǻ", "½", "ſ"))),
    "names": _NAMES,
}
# What is no text at all, as the bytes of one field of a form.
NO_TEXT: Sequence[bytes] = (
    *(
        b"%ED%A0%80",
        b"%ED%BF%BF",
        b"%FF",
        b"%C0%80",
        b"%F4%90%80%80",
        b"%E2%82",
        b"\xed\xa0\x80",
        b"\xff\xfe",
        b"%80abc",
    ),
)


def every() -> Iterator[str]:
    """Yield every text, category by category."""
    return chain.from_iterable(HOSTILE.values())


def one_of_each(turn: int) -> Iterator[str]:
    """Yield one text of each category; another one at another *turn*."""
    return (texts[turn % len(texts)] for texts in HOSTILE.values())
