"""How well does the rule tell one event from another? The figures of each part; they may grow, and never fall."""

import pytest

from tests.aggregate.stories.labelled import Part, pairs
from tests.aggregate.stories.scoring import score
from tests.stories import report

# Measured, and less than was hoped for (docs/stories.md): what a change of the rule must not fall below.
LEAST = {Part.OPEN: (0.97, 0.73, 0), Part.HELD_OUT: (0.86, 0.38, 1), Part.FRESH: (0.83, 0.23, 0)}


@pytest.mark.parametrize("part", Part)
def test_the_rule_is_as_good_as_it_was(part: Part) -> None:
    precision, recall, mixed = LEAST[part]
    found = score(part)
    told = report(part, found)
    assert found.precision >= precision, told
    assert found.recall >= recall, told
    assert found.mixed <= mixed, told


def test_there_are_enough_pairs_and_hard_ones() -> None:
    labelled = [pair for part in (Part.OPEN, Part.HELD_OUT) for pair in pairs(part)]
    assert len(labelled) >= 320
    assert sum(not pair.same for pair in labelled) >= 150
    assert len({pair.id for pair in labelled}) == len(labelled)


def test_no_event_stands_in_two_parts() -> None:
    events = [{pair.id.partition("/")[0] for pair in pairs(part)} for part in Part]
    assert len(set().union(*events)) == sum(map(len, events))


def test_no_source_is_held_against_itself() -> None:
    assert all(first.source != second.source for part in Part for first, second in (pair.posts for pair in pairs(part)))
