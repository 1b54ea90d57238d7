"""Which kinds of happening does a post speak of?"""

import pytest

from hub.aggregate.stories.happenings import alike, kinds_of
from hub.aggregate.stories.words import telling


def test_a_word_of_one_kind_names_it() -> None:
    assert kinds_of(telling("Turnout at the hustings")).keys() == {"election"}


def test_a_word_of_several_kinds_says_little_of_each() -> None:
    found = kinds_of(telling("The crew of the lifeboat"))
    assert found["harbour"] > found["fire"] > 0
    assert sum(amount**2 for amount in found.values()) == pytest.approx(1)


def test_who_speaks_of_no_kind_is_like_nobody() -> None:
    assert kinds_of(telling("Tortoise")) == {}
    assert alike({}, kinds_of(telling("Blaze"))) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Blaze at the mill", "Firefighters and smoke at dawn"),
        ("Voters at the polls", "The candidates at the count"),
        ("Tributes to a baker", "Her funeral"),
    ],
)
def test_one_kind_in_other_words_is_alike(one: str, other: str) -> None:
    assert alike(kinds_of(telling(one)), kinds_of(telling(other))) > 0.5
    assert alike(kinds_of(telling(one)), kinds_of(telling("Snow and gritters"))) < 0.2
