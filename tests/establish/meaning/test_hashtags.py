"""A hashtag means the same label as the name it is made from, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.establish.meaning.hashtags import hashtag
from hub.kit.text import label_key


@given(st.text(max_size=30))
def test_a_hashtag_is_the_same_label(name: str) -> None:
    written = hashtag(name)

    assert not written or label_key(written) == label_key(name)
    assert not written or (written[0] == "#" and not set(written[1:]) & set(" #'’-_&"))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("King’s Heath", "#KingsHeath"),
        ("kings_heath", "#KingsHeath"),
        ("20mph zones", "#20mphZones"),
        ("Łódź", "#Łódź"),
        ("ﷺ", "#ﷺ"),
        ("हिन्दी", "#हिन्दी"),
        ("école d’été", "#ÉcoleDété"),
        ("♻️", ""),
        ("24/7", ""),
        ("", ""),
    ],
)
def test_names_become_one_word(name: str, written: str) -> None:
    assert hashtag(name) == written
