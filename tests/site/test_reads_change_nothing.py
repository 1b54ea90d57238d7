"""Looking changes nothing: after every address of the site was opened, the database is as it was."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from hub import tables
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.settings import Settings
from hub.site.app import create_app
from tests.site.livedin import GUESTS, cookies, move_in, routes

READS = [route for route in routes("GET") if not route.path.endswith(".pdf")]  # set from the page beside it
LINKS = [route for route in READS if "{token}" in route.path]  # mailed ones, which scanners open before people do
COUNTED = {"item_reads"}  # how often a page was opened is what opening it changes


@pytest.mark.parametrize("persona", ["visitor", "member", "mentor here", "moderator", "admin"])
def test_reading_leaves_the_database_as_it_was(settings: Settings, many: Engine, persona: str) -> None:
    with writing(many) as db:
        lived_in = move_in(db, settings, now())
    before = _rows(many)
    site = create_app(settings, guests=GUESTS, with_styleguide=True, look_every=3_600)
    with TestClient(site, base_url=settings.base_url, headers=cookies(lived_in, persona)) as browser:
        answers = {route.path: browser.get(lived_in.address(route), follow_redirects=False) for route in READS}
        for route in LINKS:
            browser.head(lived_in.address(route), headers={"Purpose": "prefetch"})
    assert _differing(before, _rows(many)) == []
    assert {path: told.status_code for path, told in answers.items() if told.status_code >= 500} == {}


def _rows(engine: Engine) -> dict[str, list[str]]:
    """Return every row of every table, as text."""
    names = [table.name for table in tables.metadata.sorted_tables if table.name not in COUNTED]
    with reading(engine) as db:
        return {name: sorted(map(str, db.connection().execute(text(f'SELECT * FROM "{name}"')))) for name in names}  # noqa: S608 -- names of our own tables


def _differing(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    return [name for name in before if before[name] != after[name]]
