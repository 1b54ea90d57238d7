"""Planning applications as PlanIt tells them; the records are invented, their fields are those of its API."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from hub.aggregate.reading import planit
from hub.aggregate.reading.document import Document, Flaw, Note, Unreadable

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://www.planit.example/api/applics/json?auth=Wherrybridge&recent=7&pg_sz=50"
EXTENSION: dict[str, Any] = {
    "name": "Wherrybridge/26/00417/HOU",
    "uid": "26/00417/HOU",
    "area_name": "Wherrybridge",
    "address": "4 Staithe Row, Wherrybridge",
    "postcode": "WB1 4AA",
    "description": "Single-storey  rear extension\nand a bicycle shed",
    "app_type": "Full",
    "app_size": "Small",
    "app_state": "Undecided",
    "start_date": "2026-11-16",
    "decided_date": None,
    "last_changed": "2026-11-18T06:10:00.123",
    "last_scraped": "2026-11-20T01:00:00",
    "url": "https://planning.wherrybridge.example/applications/26-00417",
    "link": "https://www.planit.example/planapplic/Wherrybridge/26/00417/HOU/",
    "location_x": 1.29,
    "location_y": 52.63,
    "other_fields": {"ward_name": "Maltings", "applicant_name": "Mr A. Person", "applicant_address": "at home"},
}


def read(*records: object, **more: Any) -> Document | Unreadable:
    said = json.dumps({"records": list(records), "total": len(records)} | more)
    return planit.read(said.encode(), content_type="application/json", url=URL, now=NOW)


def documented(*records: object) -> Document:
    found = read(*records)
    assert isinstance(found, Document)
    return found


def test_an_application_is_a_post_with_where_what_and_how_it_stands() -> None:
    document = documented(EXTENSION)
    (post,) = document.entries
    assert (document.dialect, document.title) == ("PlanIt", "Planning applications: Wherrybridge")
    assert post.guid == "Wherrybridge/26/00417/HOU"
    assert post.title == "4 Staithe Row, Wherrybridge: Single-storey rear extension and a bicycle shed"
    assert post.link == "https://planning.wherrybridge.example/applications/26-00417"
    assert post.published_at == datetime(2026, 11, 16, tzinfo=UTC)
    assert post.labels == ("Full", "Small", "Undecided", "Maltings")
    assert (post.lat, post.lon) == (52.63, 1.29)
    assert "26/00417/HOU · Full" in post.summary


def test_nobody_who_applies_is_named() -> None:
    (post,) = documented(EXTENSION).entries
    assert "Person" not in repr(post)


def test_a_decision_is_an_edit_and_being_scraped_again_is_none() -> None:
    def digest(**changed: object) -> bytes:
        return documented(EXTENSION | changed).digests

    assert digest(last_scraped="2026-11-21T01:00:00") == digest()
    assert digest(app_state="Permitted") != digest()


def test_what_is_known_already_is_only_counted() -> None:
    first = documented(EXTENSION)
    body = json.dumps({"records": [EXTENSION]}).encode()
    again = planit.read(body, content_type="", url=URL, now=NOW, known=first.digests, identity=first.identity)
    assert isinstance(again, Document)
    assert (again.entries, again.total) == ((), 1)


def test_a_week_without_applications_is_said_and_no_trouble() -> None:
    assert Note.EMPTY in documented().notes


def test_records_of_the_wrong_types_are_read_as_far_as_they_go() -> None:
    odd = {"uid": 7, "address": ["x"], "description": True, "other_fields": "none", "url": "javascript:alert(1)"}
    (post,) = documented(odd, "no record").entries
    assert (post.guid, post.title, post.link, post.lat) == ("7", "7", "", None)
    areas = [EXTENSION | {"uid": str(n), "name": "", "area_name": f"Area {n}"} for n in range(4)]
    assert documented(*areas).title == "Planning applications"


@pytest.mark.parametrize(
    ("body", "flaw", "detail"),
    [
        (b'{"error": "Unknown area: Nowhere"}', Flaw.NOT_A_FEED, "Unknown area: Nowhere"),
        (b'{"records": 3}', Flaw.NOT_A_FEED, "JSON without planning applications"),
        (b"[1, 2]", Flaw.NOT_A_FEED, "JSON without planning applications"),
        (b'{"records": [', Flaw.NOT_A_FEED, "JSON that cannot be read"),
        (b"<html><body>Too many requests</body></html>", Flaw.NOT_A_FEED, "no JSON of planning applications"),
        (b"", Flaw.NOTHING, ""),
    ],
)
def test_what_is_no_list_of_applications_says_why(body: bytes, flaw: Flaw, detail: str) -> None:
    assert planit.read(body, content_type="", url=URL, now=NOW) == Unreadable(flaw, detail)
