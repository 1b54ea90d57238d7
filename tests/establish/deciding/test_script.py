"""A script that was sent by a form is read word by word: nothing in it is of another kind than it says."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.establish.deciding.script import Agree, Script, Spell, Tie, from_json, to_json
from hub.establish.tags.rules import Bond
from hub.kit.text import storable
from hub.places.rules import WHOLE_HUB

words = st.text(max_size=20).map(storable)
scripts = st.lists(
    st.builds(Agree, words, words, words)
    | st.builds(Spell, words, words, st.just(uuid4()), st.booleans(), words, words)
    | st.builds(Tie, words, st.sampled_from(Bond).map(str), words)
).map(tuple)


@given(scripts)
def test_what_was_written_is_read_again(script: Script) -> None:
    assert from_json(to_json(script)) == script


@pytest.mark.parametrize(
    "other",
    [
        {"tag": 5},
        {"tag": None},
        {"tag": ["bins"]},
        {"label": {"a": 1}},
        {"label": "a\ud800"},
        {"label": "a\0b"},
        {"in_text": "yes"},
        {"in_text": [1]},
        {"in_text": 1},
        {"in_text": None},
        {"near": False},
        {"scope": "everywhere"},
        {"scope": 5},
        {"do": "burn"},
        {"do": ["spell"]},
    ],
)
def test_a_value_of_another_kind_makes_it_no_script(other: dict[str, Any]) -> None:
    (told,) = to_json([Spell("bins", "refuse")])
    with pytest.raises(ValueError, match=r".+"):
        from_json([{**told, **other}])


def test_what_is_no_list_of_operations_is_no_script() -> None:
    told: Any
    for told in (5, None, [5], ["spell"], [{"do": "spell", "tag": "bins"}], {"scope": WHOLE_HUB.hex}):
        with pytest.raises(ValueError, match="no script"):
            from_json(told)
