"""A sentence that is kept says the same later, in any language."""

from datetime import date, time
from json import dumps, loads

from hypothesis import given
from hypothesis import strategies as st

from hub.kit.said_later import from_json, to_json
from hub.kit.saying import Dated, Saying, say, say_count

words = st.text(st.characters(exclude_characters="%", exclude_categories=["Cs"]), max_size=20)
plain = st.one_of(words, st.integers(), st.dates().map(Dated))


def sentence(inner: st.SearchStrategy[object]) -> st.SearchStrategy[Saying]:
    """Sentences that hold any of these values."""
    one = st.builds(lambda message, value: say(f"{message} %(value)s", value=value), words, inner)
    some = st.builds(lambda count, value: say_count("%(value)s", "%(count)s", count, value=value), st.integers(), inner)
    return st.one_of(one, some, st.builds(Saying, words))


@given(st.recursive(plain, sentence, max_leaves=4).flatmap(lambda value: sentence(st.just(value))))
def test_what_is_kept_comes_back(said: Saying) -> None:
    assert from_json(loads(dumps(to_json(said)))) == said


def test_what_json_cannot_hold_is_kept_as_text() -> None:
    assert str(from_json(to_json(say("At %(hour)s", hour=time(9))))) == "At 09:00:00"


def test_a_day_is_said_in_the_language_it_is_read_in() -> None:
    kept = to_json(say("Until %(day)s", day=Dated(date(2026, 3, 3))))
    assert kept["with"] == {"day": {"day": "2026-03-03", "pattern": "EEEE d MMMM y"}}
    assert str(from_json(kept)) == "Until Tuesday 3 March 2026"
