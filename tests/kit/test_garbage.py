"""A pause in looking for garbage ends, whatever happens in it."""

import gc

import pytest

from hub.kit.garbage import nothing_to_collect


def fails() -> None:
    with nothing_to_collect():
        assert not gc.isenabled()
        with nothing_to_collect():
            pass
        assert not gc.isenabled()  # who paused it first ends the pause
        raise ZeroDivisionError


def test_garbage_is_looked_for_again_afterwards_even_when_something_failed():
    with pytest.raises(ZeroDivisionError):
        fails()
    assert gc.isenabled()
