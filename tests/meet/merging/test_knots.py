"""What hangs together is found, and how much of it there is, wherever one begins."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hub.meet.merging.knots import Knot, knots

ONE, TWO, THREE, FOUR = (UUID(int=number) for number in range(1, 5))
FEW = st.integers(1, 7).map(lambda number: UUID(int=number))


def test_pairs_put_together_what_was_seen_and_lead_on_to_the_rest() -> None:
    found = knots({ONE, TWO, FOUR}, [(ONE, TWO), (TWO, THREE)], most=1)
    assert set(found) == {Knot(frozenset({ONE, TWO}), frozenset({THREE}), is_big=True), Knot(frozenset({FOUR}))}
    assert knots((), [(ONE, TWO)], most=1) == []


@given(st.sets(FEW), st.lists(st.tuples(FEW, FEW)))
def test_everything_seen_is_in_one_knot_and_no_pair_of_it_in_two(
    seen: set[UUID], pairs: list[tuple[UUID, UUID]]
) -> None:
    found = knots(seen, pairs, most=3)
    assert sorted(each for knot in found for each in knot.seen) == sorted(seen)
    for knot in found:
        assert knot.is_big == (len(knot.seen) > 3)
        for one, other in pairs:
            if one in knot.seen and other in seen:
                assert other in knot.seen
            assert not (one in knot.seen and other not in seen) or other in knot.beyond
