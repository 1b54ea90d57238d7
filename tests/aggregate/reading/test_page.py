"""A web page becomes a tree, whatever its server says about it."""

import pytest

from hub.aggregate.reading.page import tree_of


@pytest.mark.parametrize(
    "content_type",
    [
        "text/html; charset=utf-8",
        'text/html; charset="UTF8"',
        "",
        "text/html; charset=\x01",
        "text/html; charset=no-such",
        "text/html; charset=\u017f",
        "text/html; charset*=a''b; charset*0=b",
        "text/html\r\n; charset=utf-8",
    ],
)
def test_a_page_is_read_whatever_its_server_says_of_its_letters(content_type: str) -> None:
    root = tree_of("<meta charset=utf-8><title>Eglwys Sant Ffôn</title>".encode(), content_type)
    assert root is not None
    assert root.findtext(".//title") == "Eglwys Sant Ffôn"


def test_a_page_in_another_alphabet_is_read_as_its_server_says() -> None:
    root = tree_of("<title>Weiß</title>".encode("latin-1"), "text/html; charset=ISO-8859-1")
    assert root is not None
    assert root.findtext(".//title") == "Weiß"


@pytest.mark.parametrize("body", [b"", b"<!-- -->"])
def test_what_is_no_page_is_none(body: bytes) -> None:
    assert tree_of(body, "text/html") is None
