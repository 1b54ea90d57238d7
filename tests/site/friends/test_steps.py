"""A step of a curriculum goes through its form unharmed."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.text import squeeze, storable, visible
from hub.meet.partnerships.curriculum import Written
from hub.meet.partnerships.rules import MOST_LINKS, Quiz
from hub.meet.partnerships.values import StepView
from hub.site.friends import steps
from hub.site.typed import Typed

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30).filter(visible)
QUIZZES = st.lists(WORDS, min_size=2, max_size=5).flatmap(
    lambda answers: st.builds(
        Quiz, question=WORDS, answers=st.just(tuple(answers)), right=st.integers(0, len(answers) - 1), why=WORDS
    )
)
LINKS = st.lists(st.sampled_from(["https://a.example/", "http://b.example/x?y=1"]), max_size=MOST_LINKS).map(tuple)


def view(written: Written) -> StepView:
    return StepView(
        id=UUID(int=1),
        position=1,
        title=written.title,
        words=written.words,
        links=written.links,
        homework=written.homework,
        homework_done_at=None,
        quiz=written.quiz,
        answered=None,
        done_at=None,
        shared=False,
    )


@given(st.builds(Written, title=WORDS, words=WORDS, links=LINKS, homework=WORDS, quiz=st.none() | QUIZZES))
def test_what_the_form_shows_of_a_step_makes_the_same_step_again(written: Written) -> None:
    assert squeeze(written.title) == written.title == storable(written.title)
    typed = steps.checked(steps.begun(view(written)))
    assert typed.wrong == {}
    assert steps.written(typed) == written


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": "x" * 121}, {"title"}),
        ({"title": "Paste", "links": "\n".join(["https://a.example/"] * 9)}, {"links"}),
        ({"title": "Paste", "answer1": "One"}, {"question"}),
        ({"title": "Paste", "question": "Which?", "answer1": "A", "answer2": "x" * 201, "right": "1"}, {"answer1"}),
        ({"title": "Paste", "question": "Which?", "answer1": "A", "answer2": "B", "right": "3"}, {"right"}),
        ({"title": "Paste", "question": "Which?", "answer1": "A", "answer2": "B", "right": "9"}, {"right"}),
    ],
)
def test_what_is_wrong_is_said_beside_it(fields: dict[str, str], wrong: set[str]) -> None:
    assert set(steps.checked(Typed(tuple(fields.items()))).wrong) == wrong
