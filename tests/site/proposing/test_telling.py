"""How many items a change touches is told as far as somebody counted them."""

import pytest

from hub.aggregate.tagging.reaching import MOST
from hub.site.proposing.telling import touches


@pytest.mark.parametrize(
    ("reach", "would", "did"),
    [
        (1, "It would touch one item.", "It touched one item."),
        (MOST, "It would touch 2000 items.", "It touched 2000 items."),
        (MOST + 1, "It may touch more than 2000 items.", "It may have touched more than 2000 items."),
    ],
)
def test_what_nobody_counted_to_the_end_is_not_told_as_a_number(reach: int, would: str, did: str) -> None:
    assert (str(touches(reach, is_over=False)), str(touches(reach, is_over=True))) == (would, did)
