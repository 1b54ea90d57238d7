"""What stands in a log: everything that happened, no key of anybody, and no line that a stranger wrote."""

import json

import pytest
import structlog

from hub.cli.logs import configure, guarded
from hub.settings import Settings
from tests.hostile import every

KEY = "s3cr3t-0f-somebody"
ADDRESSES = [
    f"https://ben:{KEY}@blog.example/feed",
    f"https://{KEY}@blog.example/feed",
    f"https://calendar.example/a.ics?key={KEY}",
    f"https://calendar.example/a.ics?page=1&key={KEY}#top",
    f"https://calendar.example/a.ics?{KEY}",
    f"https://calendar.example/a.ics?a=1;token={KEY}&b",
    f"postgresql://hub:{KEY}@db/hub",
    f"HTTPS://calendar.example/?A={KEY}",
]


def told(**words: object) -> dict[str, object]:
    return dict(guarded(None, "info", words))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("around", ["{}", "could not ask {} today", "see <a href='{}'>"])
def test_no_key_in_an_address_is_told(address: str, around: str) -> None:
    line = str(told(feed=around.format(address))["feed"])
    assert KEY not in line
    assert "…" in line


def test_which_feed_it_was_can_still_be_seen() -> None:
    assert told(feed="https://ben.example/?feed=rss2&page=2", added=3) == {
        "feed": "https://ben.example/?feed=…&page=…",
        "added": 3,
    }
    assert told(event="fresh", feed="https://ben.example/feed.xml") == {
        "event": "fresh",
        "feed": "https://ben.example/feed.xml",
    }


@pytest.mark.parametrize("as_json", [True, False])
def test_whatever_strangers_write_is_one_line(capsys: pytest.CaptureFixture[str], *, as_json: bool) -> None:
    before = structlog.get_config()
    configure(Settings(_env_file=None, log_format="json" if as_json else "text"))
    log, texts = structlog.get_logger(), [*every(), "a\r\n2026-01-01 [info] all is well", "\x1b[2J", "\x9b31m"]
    for text in texts:
        log.info("fresh", feed=text)
    lines = capsys.readouterr().err.splitlines()
    structlog.configure(**before)
    assert len(lines) == len(texts)
    assert not as_json or all(json.loads(line)["event"] == "fresh" for line in lines)
    assert not any("\x1b" in line or "\x9b" in line for line in lines)


def test_a_trace_keeps_its_lines_and_none_of_them_passes_for_one_of_ours() -> None:
    trace = f"Traceback:\n  in look\nValueError: https://a.example/?key={KEY}\n2026-01-01 [info] all is well"
    first, *rest = str(told(exception=trace)["exception"]).split("\n")
    assert first == "Traceback:"
    assert len(rest) == 3
    assert all(line.startswith("    ") for line in rest)
    assert KEY not in "".join(rest)
