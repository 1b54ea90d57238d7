"""What is kept: within bounds, and the pages people read before those a crawler walks through."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from hub.site.porch.coding import BR, GZIP, IDENTITY, ZSTD
from hub.site.porch.forms import Answer
from hub.site.porch.shelf import FORM_BYTES, Key, Page, Shelf, Truth

HTML = [(b"content-type", b"text/html")]
TRUTH = Truth("", 0, datetime(2026, 3, 3, tzinfo=UTC))


def _page(length: int = 1_000) -> Page:
    page = Page(Answer(200, HTML, b"x" * length), TRUTH)
    page.make(IDENTITY)
    return page


def _key(name: object) -> Key:
    return str(name).encode(), b""


def test_what_was_put_there_is_found() -> None:
    shelf, page = Shelf(), _page()

    shelf.put(_key("a"), page)

    assert shelf.get(_key("a")) is page
    assert shelf.get(_key("b")) is None


def test_a_crawler_pushes_out_no_page_that_people_read() -> None:
    shelf, read = Shelf(40 * FORM_BYTES), _page()
    shelf.put(_key("read"), read)
    shelf.get(_key("read"))

    for n in range(1_000):
        shelf.put(_key(n), _page())

    assert shelf.get(_key("read")) is read
    assert shelf.get(_key(0)) is None


def test_of_what_people_read_the_longest_unread_goes_first() -> None:
    shelf = Shelf(20 * FORM_BYTES)
    for n in range(30):
        shelf.put(_key(n), _page())
        shelf.get(_key(n))
        shelf.get(_key(0))

    assert shelf.get(_key(0)) is not None
    assert shelf.get(_key(1)) is None


def test_a_page_grows_with_its_codings_and_is_weighed_anew() -> None:
    shelf, page = Shelf(), _page(10_000)
    shelf.put(_key("a"), page)
    before = shelf.bytes

    page.make(BR)
    shelf.weigh(_key("a"), page)
    shelf.weigh(_key("elsewhere"), page)

    assert shelf.bytes == page.weight > before


def test_a_page_that_was_replaced_is_weighed_no_more() -> None:
    shelf, old, new = Shelf(), _page(), _page()
    shelf.put(_key("a"), old)
    shelf.put(_key("a"), new)

    old.make(GZIP)
    shelf.weigh(_key("a"), old)

    assert shelf.bytes == new.weight


def test_every_coding_tells_the_same_whichever_was_first() -> None:
    for first in (IDENTITY, BR, GZIP, ZSTD):
        page = Page(Answer(200, HTML, b"Bins on Tuesday " * 100), TRUTH)
        page.make(first)
        for then in (IDENTITY, BR, GZIP, ZSTD):
            assert then.unpack(page.make(then).body["body"]) == b"Bins on Tuesday " * 100


def test_each_coding_has_a_mark_of_its_own() -> None:
    page = Page(Answer(200, HTML, b"Bins on Tuesday " * 100), TRUTH)

    assert len({page.make(coding).etag for coding in (IDENTITY, BR, GZIP, ZSTD)}) == 4


_DEEDS = st.lists(st.tuples(st.sampled_from(["get", "put", "drop", "grow"]), st.integers(0, 9), st.integers(1, 9_000)))


@given(_DEEDS)
def test_it_never_keeps_more_than_it_may_and_counts_right(deeds: list[tuple[str, int, int]]) -> None:
    shelf = Shelf(8 * FORM_BYTES)
    for deed, name, length in deeds:
        key = _key(name)
        if deed == "put":
            shelf.put(key, _page(length))
        elif deed == "drop":
            shelf.drop(key)
        elif (page := shelf.get(key)) is not None and deed == "grow":
            page.make(GZIP)
            shelf.weigh(key, page)

        held = [*shelf._once.pages.values(), *shelf._often.pages.values()]
        assert shelf.bytes == sum(weight for _, weight in held) == sum(page.weight for page, _ in held)
        assert shelf.bytes <= 8 * FORM_BYTES
        assert len(shelf) == len(held)
