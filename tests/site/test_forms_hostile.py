"""Whatever is typed into a form is kept as it was typed, or a sentence beside the field says why not."""

from collections.abc import Iterator, Sequence

import pytest

from tests import databases
from tests.hostile import HOSTILE, NO_TEXT, one_of_each
from tests.site.forms import Form, every_form
from tests.site.house import House, opened
from tests.site.judging import fault

pytestmark = pytest.mark.skipif(bool(databases.wanted_postgres()), reason="forms are read before any database")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A hub that people live in."""
    with opened(tmp_path_factory.mktemp("hostile")) as made:
        yield made


@pytest.fixture(scope="module")
def forms(house: House) -> Sequence[Form]:
    """Every form of the site."""
    return every_form(house)


def test_there_are_texts_enough() -> None:
    assert len({text for texts in HOSTILE.values() for text in texts}) >= 515


def test_the_forms_are_found(forms: Sequence[Form]) -> None:
    assert {"/sign-in", "/you", "/items/1/report", "/desk/cases/1"} <= {form.address for form in forms}


@pytest.mark.parametrize("turn", range(3))
def test_every_field_takes_one_odd_text_of_each_sort_or_says_why_not(
    house: House, forms: Sequence[Form], turn: int
) -> None:
    faults = []
    for number, form in enumerate(forms):
        for place, field in enumerate(form.fields):
            # Over all fields and turns every text has its turn; the soak sends each of them to each field.
            texts = list(one_of_each(31 * number + 7 * place + turn))
            text = texts[(number + place + turn) % len(texts)]
            faults.append(fault(house, form, {field: text}))
    assert list(filter(None, faults)) == []


def test_every_form_takes_odd_texts_in_all_fields_at_once(house: House, forms: Sequence[Form]) -> None:
    faults = []
    for turn, form in enumerate(forms):
        for text in list(one_of_each(turn))[turn % 3 :: 3]:
            sent = form.sent(dict.fromkeys(form.fields, text)).encode()
            status = house.send_form(form.address, form.persona, sent)[0]
            faults += [(form.address, text, status)] * (status >= 500)
    assert faults == []


@pytest.mark.parametrize("raw", NO_TEXT, ids=repr)
def test_what_is_no_text_is_refused_in_words(house: House, forms: Sequence[Form], raw: bytes) -> None:
    for form in forms:
        for field in form.fields[:1]:
            status, _, text = house.send_form(form.address, form.persona, field.encode() + b"=" + raw)
            assert status in {303, 400, 403, 404, 422}, (form.address, status)
            assert status == 303 or "<h1>" in text
