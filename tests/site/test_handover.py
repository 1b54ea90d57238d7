"""Ada leaves notes to the other mentors, takes her weeks, and looks back at her month."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.audit.actions import Entry, note
from hub.people.persons import actions as persons
from hub.people.persons.queries import by_email, holders
from hub.people.rules import NOBODY, Actor, Deed, Kind, Thing
from hub.site.desk.turns import weeks_of
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford, email_of


@pytest.fixture
def week(alderford: Alderford) -> str:
    """This week in Alderford."""
    return str(weeks_of(alderford.place, now(), 1)[0])  # type: ignore[arg-type] # a row has what a view has


@pytest.fixture
def eli(alderford: Alderford, many: Engine) -> str:
    """The id of Eli, another mentor of Alderford, who gave himself no name."""
    with writing(many) as db:
        eli = persons.welcome(db, "eli@hub.example", now())
        persons.confirm(db, eli, now())
        persons.grant(db, NOBODY, eli, Kind.MENTOR, alderford.place.id, now())
    return str(eli)


def test_a_note_is_left_read_and_ticked_off(ada: Neighbour, alderford: Alderford) -> None:
    page = ada.fill(ada.visit("/desk/notes"), place="alderford", words="The diary moves house on Monday.")
    assert "The diary moves house on Monday." in page.text
    assert "1 open note" in ada.visit("/desk").text
    (form,) = page.all("//form[contains(@action, '/done')]")
    page = ada.post(form.get("action") or "", follow=True)
    assert "No note is open." in page.text
    assert ada.post(form.get("action") or "").status == 303


def test_a_note_begins_with_what_it_is_about(ada: Neighbour, alderford: Alderford) -> None:
    page = ada.visit("/desk/notes?place=alderford&about=Fly tipping")
    assert "“Fly tipping”: " in page.words("//textarea")[0] + " "


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"place": "alderford", "words": ""}, "Write what the others should know."),
        ({"place": "nowhere", "words": "Hello"}, "Choose a place."),
        ({"place": "alderford", "words": "a" * 2_001}, "at most 2000 letters"),
    ],
)
def test_a_note_says_what_is_to_be_mended(
    ada: Neighbour, alderford: Alderford, fields: dict[str, Any], wrong: str
) -> None:
    page = ada.post("/desk/notes", **fields)
    assert page.status == 422
    assert wrong in page.text
    assert page.words("//textarea") == [fields["words"]]


def test_notes_of_other_places_are_not_there(ada: Neighbour, root: Neighbour, mo: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        town.place(db, "Weir")
    page = root.fill(root.visit("/desk/notes"), place="weir", words="Only for Weir.")
    (form,) = page.all("//form[contains(@action, '/done')]")
    assert "Only for Weir." not in ada.visit("/desk/notes").text
    assert ada.post(form.get("action") or "").status == 404
    assert ada.post("/desk/notes", place="weir", words="Mine too").status == 403
    assert mo.visit("/desk/notes").status == 403


def test_ada_takes_a_week_and_gives_it_up(ada: Neighbour, alderford: Alderford, week: str) -> None:
    page = ada.post("/desk/rota", follow=True, place="alderford", week=week)
    assert "This week yours" in page.text
    assert "This week: Alderford" in ada.visit("/desk").text
    page = ada.post("/desk/rota", follow=True, place="alderford", week=week, to="up")
    assert "This week nobody yet" in page.text


def test_a_week_is_given_to_another_mentor_and_then_is_theirs(
    ada: Neighbour, alderford: Alderford, week: str, eli: str
) -> None:
    ada.post("/desk/rota", place="alderford", week=week)
    page = ada.post("/desk/rota", follow=True, place="alderford", week=week, to=eli)
    assert "This week eli" in page.text
    assert ada.post("/desk/rota", place="alderford", week=week, to="up").status == 422
    late = ada.post("/desk/rota", place="alderford", week=week)
    assert late.status == 422
    assert "Somebody was faster" in late.text
    assert "This week eli" in late.text


def test_a_week_goes_to_no_stranger_and_no_other_time(ada: Neighbour, ben: Neighbour, week: str, many: Engine) -> None:
    ada.post("/desk/rota", place="alderford", week=week)
    with writing(many) as db:
        found = by_email(db, email_of("Ben"))
        town.place(db, "Weir")
    assert found
    assert ada.post("/desk/rota", place="alderford", week=week, to=str(found.id)).status == 422
    assert ada.post("/desk/rota", place="alderford", week="1999-W01").status == 422
    assert ada.post("/desk/rota", place="alderford", week="soon").status == 422
    assert ada.post("/desk/rota", place="weir", week=week).status == 403
    assert ada.visit("/desk/rota?place=weir").status == 403


def test_the_weeks_of_who_is_no_mentor_any_more_are_free(
    ada: Neighbour, root: Neighbour, alderford: Alderford, week: str, many: Engine
) -> None:
    ada.post("/desk/rota", place="alderford", week=week)
    with reading(many) as db:
        found = by_email(db, email_of("Ada"))
    assert found
    root.post(f"/desk/roles/{found.id}/mentor/alderford", why="She moved.")
    assert "This week nobody yet" in root.visit("/desk/rota?place=alderford").text


def test_the_rota_is_for_mentors(mo: Neighbour, alderford: Alderford) -> None:
    assert mo.visit("/desk/rota").status == 403


def test_a_hub_without_places_has_no_rota(root: Neighbour) -> None:
    assert root.visit("/desk/rota").status == 404


def test_everybody_reads_how_many_look_after_a_place(cem: Neighbour, alderford: Alderford) -> None:
    assert "No mentor looks after Alderford yet." in cem.visit("/alderford/about").text


def test_a_name_is_public_only_by_its_bearers_wish(
    cem: Neighbour, ada: Neighbour, alderford: Alderford, week: str
) -> None:
    ada.post("/desk/rota", place="alderford", week=week)
    page = cem.visit("/alderford/about")
    assert "1 mentor looks after Alderford." in page.text
    assert "Ada" not in page.text
    assert "as Ada" in ada.post("/desk/rota/name", follow=True, place="alderford", show="yes").text
    assert "This week: Ada." in cem.visit("/alderford/about").text
    ada.post("/desk/rota/name", place="alderford")
    assert "Ada" not in cem.visit("/alderford/about").text


def test_who_was_invited_and_never_came_has_no_week_and_is_counted_nowhere(
    ada: Neighbour, cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        invited = persons.welcome(db, "dev@hub.example", now())
        persons.grant(db, NOBODY, invited, Kind.MENTOR, alderford.place.id, now())
        assert holders(db, Kind.MENTOR) == 1
    assert "dev" not in ada.visit("/desk/rota?place=alderford").text


def test_ada_looks_back_at_her_month(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    assert "Nothing of that month stands in the log." in ada.visit("/desk/month").text
    ada.post("/desk/notes", place="alderford", words="One")
    ada.post("/desk/notes", place="alderford", words="Two")
    page = ada.visit("/desk/month")
    assert "2 things you did stand in the log" in page.text
    assert page.all("//a[@rel='prev']") == []  # it began in this month
    (address,) = [each for each, words in page.links.items() if words == "left or finished a note"]
    assert len(ada.visit(address).all("//ol[contains(@class, 'log')]/li")) == 2
    with writing(many) as db:
        long_ago = Entry(Deed.HAND_OVER, Thing.NOTE, 1, alderford.place.id)
        note(db, Actor(by_email(db, email_of("Ada")).id), long_ago, now() - timedelta(days=70))  # type: ignore[union-attr] # she is there
    (before,) = ada.visit("/desk/month").all("//a[@rel='prev']")
    earlier = ada.visit(before.get("href") or "")
    assert earlier.h1 == "What you did that month"
    assert ada.visit("/desk/month?month=2026-13").status == 400
    assert ada.visit("/desk/month?month=then").status == 400
