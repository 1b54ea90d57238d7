"""A hub's own spreadsheet and JSON come back as they went."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.establish.sharing import reading
from hub.establish.sharing.brought import Brought, BroughtWord, Form
from hub.establish.sharing.sheets import FORMULA, cell, of_csv
from hub.kit.saying import Saying

HEADER = "slug,name,meaning,items,page,place,also,label_only,broader,narrower,related,different_from,id\n"


def words(text: str, form: Form) -> tuple[BroughtWord, ...]:
    found = reading.read(text.encode(), form)
    assert isinstance(found, Brought), found
    return found.words


def test_a_spreadsheet_is_read_as_it_was_written() -> None:
    row = "bins,'=Bins,Things,3,x,,refuse; Heath (near a; not near b),tip; \u2018(odd,waste,,parks,,y\n"
    (bins,) = words(HEADER + row, Form.CSV)
    assert (bins.id, bins.name, bins.meaning) == ("bins", "=Bins", "Things")
    assert (bins.also, bins.label_only) == (("refuse",), ("Heath", "tip", "\u2018(odd"))
    assert (bins.broader, bins.related) == (("waste",), ("parks",))


def test_names_of_places_are_left_out_and_what_is_no_tag_is_passed_over() -> None:
    told = {"tags": [{"slug": "a", "name": "A"}, {"name": "Heath", "place": "heath"}, "b", {"name": ["c"], "also": 3}]}
    found = reading.read(json.dumps(told).encode(), Form.JSON_LD)
    assert isinstance(found, Brought)
    assert ([word.name for word in found.words], found.left_out) == (["A"], 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEADER, "There is no word"),
        (HEADER + "a" * 140_000, "field larger than field limit"),
        (HEADER + "a,b\n" * 5_001, "at most 5000"),
    ],
)
def test_a_spreadsheet_that_cannot_be_read_is_told(text: str, told: str) -> None:
    found = reading.read(text.encode(), Form.CSV)
    assert isinstance(found, Saying)
    assert told in str(found)


@given(st.lists(st.text(st.characters(exclude_characters=";()\r\n", exclude_categories=("Cs", "Cc")), max_size=9)))
def test_a_list_in_a_cell_comes_apart_as_it_was_joined(listed: list[str]) -> None:
    kept = [each.strip() for each in listed if each.strip() and not each.strip().startswith((*FORMULA, "'"))]
    (row,) = of_csv('also,name\n"{}",a\n'.format(str(cell(kept)).replace('"', '""')))
    assert row.also == kept
