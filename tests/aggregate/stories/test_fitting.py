"""The fitting of the weights finds what there is to find; on examples made for it."""

from hub.aggregate.stories.rules import Signs
from tests.aggregate.stories.fitting import PARTS, Example, fit, part_of


def test_a_sign_that_tells_weighs_and_one_that_does_not_is_left_at_nothing() -> None:
    told = [
        Example(
            frozenset({"fair"}), Signs(float(n % 2), 0, 0, same_day=n % 3 == 0, alike=0, soon=False), n % 2 == 1, 1.0
        )
        for n in range(60)
    ]
    found = fit(told)
    assert found.weights.overlap > 2
    assert abs(found.weights.same_day) < 0.01
    assert found.weights.alike == 0
    assert found.unasked < 0 < found.unasked + found.weights.overlap


def test_an_event_is_always_left_out_with_the_same_part() -> None:
    assert part_of("weir-lane-gas") == part_of("weir-lane-gas") < PARTS
