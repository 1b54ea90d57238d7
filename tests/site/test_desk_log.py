"""The log at the desk: who decided what and why, for those who may read it, on paper and in spreadsheets."""

import csv
import io
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.kit.clock import now
from hub.people.audit.actions import Entry, note
from hub.people.persons.queries import by_email
from hub.people.rules import Actor, Deed, Thing
from hub.site.desk import wording
from hub.site.desk.logbook import FORMULAS, cell
from hub.site.pages import audit
from tests import town
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford, email_of

LINES = "//ol[contains(@class, 'log')]/li"


@pytest.fixture
def decided(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    """Ada took down an item; somebody who has left did something in Weir two days ago."""
    with writing(many) as db:
        found = by_email(db, email_of("Ada"))
        assert found
        weir = town.place(db, "Weir")
        who, case = Actor(found.id), {"case": 7}
        note(db, who, Entry(Deed.WITHHOLD, Thing.ITEM, 1, alderford.place.id, {}, case, "=1+1 is spam"), now())
        then = now() - timedelta(days=2)
        note(db, Actor(weir.id), Entry(Deed.ADMIT, Thing.SOURCE, "x", weir.id), then)


def test_the_log_has_words_for_every_deed_and_for_everything_it_is_done_to(
    ada: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        found = by_email(db, email_of("Ada"))
        assert found
        for deed, thing in {*((each, Thing.NOTE) for each in Deed), *((Deed.DECIDE, each) for each in Thing)}:
            note(db, Actor(found.id), Entry(deed, thing, str(found.id), alderford.place.id), now())
    assert ada.visit("/desk/log").status == 200
    assert set(wording.DEEDS) == set(Deed)
    assert set(wording.THINGS) == set(Thing)


def _whys(page: Page) -> list[str]:
    return page.words(f"{LINES}//q")


def test_ada_reads_who_did_what_in_her_place(ada: Neighbour, decided: None) -> None:
    page = ada.visit("/desk/log")
    assert page.h1 == "The log"
    first, second = page.words(LINES)
    assert "Ada took something down an item Alderford after: Case: 7 =1+1 is spam" in first
    assert "the operator gave a role Ada" in second
    assert page.links["/items/1"] == "an item"


def test_a_name_leads_only_where_who_reads_may_go(
    ada: Neighbour, mo: Neighbour, alderford: Alderford, decided: None
) -> None:
    (leads,) = [address for address, words in ada.visit("/desk/log").links.items() if words == "Ada"]
    assert ada.visit(leads).status == 200
    assert mo.visit(leads).status == 403
    assert leads not in mo.visit("/desk/log").links
    assert "Ada" in mo.visit("/desk/log").text


def test_an_admin_reads_all_of_it(root: Neighbour, decided: None) -> None:
    assert "somebody who has left let something in a source Weir" in root.visit("/desk/log").text


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("deed=withhold", 1),
        ("deed=release", 0),
        ("place=weir", 1),
        ("place=weir&last=2020-01-01", 0),
        ("place=weir&first=2020-01-01", 1),
        ("by=00000000-0000-0000-0000-000000000001", 0),
        ("before=1", 0),
    ],
)
def test_the_log_is_narrowed(root: Neighbour, decided: None, question: str, shown: int) -> None:
    assert len(root.visit(f"/desk/log?{question}").all(LINES)) == shown


@pytest.mark.parametrize(
    "question",
    ["deed=dream", "first=then", "last=0001-01-01", "by=ada", "before=x", "before=" + "9" * 40],
)
def test_what_cannot_be_asked_is_said(ada: Neighbour, question: str) -> None:
    assert ada.visit(f"/desk/log?{question}").status == 400


def test_nobody_reads_the_log_of_another_place(ada: Neighbour, decided: None) -> None:
    assert ada.visit("/desk/log?place=weir").status == 403
    assert ada.visit("/desk/log.csv?place=weir").status == 403
    assert "Weir" not in ada.visit("/desk/log.json").source


def test_the_log_has_pages(ada: Neighbour, decided: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ON_A_PAGE", 1)
    page = ada.visit("/desk/log")
    assert len(page.all(LINES)) == 1
    (older,) = page.all("//a[@rel='next']")
    last = ada.visit(older.get("href") or "")
    assert "gave a role" in last.text
    assert not last.all("//a[@rel='next']")


def test_the_log_opens_in_a_spreadsheet_and_reckons_nothing(ada: Neighbour, decided: None) -> None:
    answer = ada.visit("/desk/log.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["cache-control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.source)))
    assert [row["deed"] for row in rows] == ["withhold", "grant"]
    assert rows[0]["why"] == "'=1+1 is spam"
    assert rows[0]["after"] == '{"case": 7}'


def test_programs_get_the_log_and_where_the_rest_is(
    ada: Neighbour, decided: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "IN_A_FILE", 1)
    told = ada.visit("/desk/log.json").json
    assert [line["why"] for line in told["lines"]] == ["=1+1 is spam"]
    rest = ada.visit(told["older"]).json
    assert [line["deed"] for line in rest["lines"]] == ["grant"]
    assert rest["older"] == ""


@given(st.text())
def test_no_cell_is_a_formula_and_no_word_is_lost(words: str) -> None:
    written = cell(words)
    assert not written.lstrip(" ").startswith(FORMULAS)
    assert words in {written, written.removeprefix("'")}
