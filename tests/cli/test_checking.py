"""Which address is meant by what somebody gives `hub check`, and what does it say of a calendar?"""

from datetime import timedelta
from pathlib import Path

import pytest

from hub.kit.clock import now
from tests.cli.conftest import Hub


@pytest.mark.parametrize("typed", ["http:://127.0.0.1/feed", "127.0.0.1/feed", "feed://127.0.0.1/feed"])
def test_a_check_takes_an_address_as_people_write_it(hub: Hub, typed: str) -> None:
    said = hub("check", typed)
    assert said.code == 1
    assert "not on the public internet" in said.out


def test_a_check_of_a_calendar_says_when_and_where_each_event_is_and_its_tags(hub: Hub) -> None:
    day = now() + timedelta(days=3)
    event = "\r\n".join(
        (
            *("BEGIN:VEVENT", "UID:1", "SUMMARY:Swap shop", "LOCATION:Mill Hall", "CATEGORIES:refuse"),
            *("DTSTART:{0}T180000Z", "DTEND:{0}T170000Z", "END:VEVENT"),
        )
    ).format(f"{day:%Y%m%d}")
    whole = event.replace("UID:1", "UID:2").replace("T180000Z", "").replace("T170000Z", "").replace("DTEND", "X-DTEND")
    Path("one.ics").write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}\r\nEND:VCALENDAR\r\n", "utf-8")
    Path("two.ics").write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}\r\n{whole}\r\nEND:VCALENDAR\r\n", "utf-8")
    Path("feeds.yaml").write_text("places:\n  kings-heath: {name: Kings Heath}\n", "utf-8")
    Path("tags.yaml").write_text("tags:\n  bins: {name: Bins, also: [refuse]}\n", "utf-8")
    assert hub("load").code == 0
    said = hub("check", "one.ics")
    assert "1 event on 1 date ahead." in said.out
    assert f"Swap shop · {day:%Y-%m-%d} 17:00 UTC · Mill Hall" in said.out
    assert "tags:   Bins" in said.out
    assert "Some events end before they start" in said.out
    assert f"Swap shop · {day:%Y-%m-%d} · Mill Hall" in hub("check", "two.ics").out


def test_a_check_of_a_file_says_too_what_is_too_large_to_be_fetched(hub: Hub) -> None:
    Path("large.ics").write_bytes(b"BEGIN:VCALENDAR\r\n" + b"x" * 5_000_001)
    said = hub("check", "large.ics")
    assert said.code == 1
    assert "larger than 5 MB" in said.out
