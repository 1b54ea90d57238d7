"""The front page is rendered once, and again as soon as anything on it is different."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.kit.clock import now
from hub.places.actions import bump_hub
from hub.places.models import Place
from hub.site import render
from hub.site.pages import places
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford

NOBODY = {"Authorization": "Somebody"}  # answered anew each time


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The front pages that were rendered to be kept."""
    names: list[str] = []

    def noting(request: object, template: str, values: object) -> str:
        names.append(template)
        return render.rendered(request, template, values)  # type: ignore[arg-type] # handed on as they come

    monkeypatch.setattr(places, "rendered", noting)
    return names


@pytest.mark.usefixtures("alderford")
def test_the_front_page_is_rendered_once_for_each_language(cem: Neighbour, rendered: list[str]) -> None:
    pages = [cem.visit(address, headers=NOBODY).source for address in ("/", "/", "/cy", "/cy")]
    assert pages[0] == pages[1] != pages[2] == pages[3]
    assert len(rendered) == 2


def test_what_was_heard_since_is_on_it(cem: Neighbour, alderford: Alderford, many: Engine, rendered: list[str]) -> None:
    cem.visit("/", headers=NOBODY)
    with writing(many) as db:
        town.item(db, alderford.council, "Just now", [alderford.place], at=now() + timedelta(hours=1))
    cem.visit("/", headers=NOBODY)
    assert len(rendered) == 2


def test_a_place_of_another_name_is_called_by_it(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    cem.visit("/", headers=NOBODY)
    with writing(many) as db:
        db.get_one(Place, alderford.place.id).name = "New Alderford"
        bump_hub(db)
    assert "New Alderford" in cem.visit("/", headers=NOBODY).text


@pytest.mark.usefixtures("alderford")
def test_where_no_version_tells_of_changes_nothing_is_kept(cem: Neighbour, many: Engine, rendered: list[str]) -> None:
    with writing(many) as db:
        db.connection().exec_driver_sql("DELETE FROM place_version")
    cem.visit("/", headers=NOBODY)
    cem.visit("/", headers=NOBODY)
    assert len(rendered) == 2
