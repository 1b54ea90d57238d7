"""Real lists, read from the folder of collected ones: each is read, or its fault is named."""

from pathlib import Path
from time import perf_counter

import pytest

from hub.aggregate.importing.listed import Listed
from hub.aggregate.importing.outlines import read
from hub.aggregate.importing.repairs import repaired
from hub.settings import Settings

CORPUS = Settings().corpus
FILES = sorted((CORPUS / "opml").glob("*.opml")) if CORPUS else []
# Quotation marks inside of what is quoted: nobody can tell where the attribute ends.
BROKEN = {
    "awesome-flat-cricket": 14,
    "awesome-flat-russia": 19,
    "awesome-history": 13,
    "awesome-russia": 20,
    "programming": 42,
}
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(CORPUS is None, reason="HUB_CORPUS names no folder of collected feeds"),
]


def listed(path: Path) -> Listed:
    found = read(path.read_bytes())
    assert isinstance(found, Listed)
    return found


def test_there_are_lists() -> None:
    assert len(FILES) >= 56


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_list_is_read_or_its_fault_named(path: Path) -> None:
    if path.stem in BROKEN:
        assert str(read(path.read_bytes())) == f"It is not well-formed XML: look at line {BROKEN[path.stem]}."
        return
    found = listed(path)
    assert bool(found.lines) is (path.stem != "opml-1-0-links")
    assert [line.written for line in found.lines if not repaired(line.written).url] == []


def test_the_bloggers_of_brighton_are_read_in_a_blink() -> None:
    assert CORPUS is not None
    body = (CORPUS / "opml" / "brighton-2012.opml").read_bytes()
    started = perf_counter()
    found = read(body)
    assert isinstance(found, Listed)
    mended = [line.written for line in found.lines if repaired(line.written).mended]
    assert perf_counter() - started < 0.5  # a tenth of that where nothing else runs
    assert (len(found.lines), found.title) == (369, "Brighton Bloggers")
    assert mended == ["feed://sussexsocial.org/?q=rss.xml", "http:://www.brightonhotspot.com/?feed=rss2"]
