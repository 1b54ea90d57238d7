"""How duties that run beside each other are told to stop."""

from hub.duties.tools import Stop


def test_everybody_who_waits_is_woken_and_nobody_who_is_done() -> None:
    stop, woken = Stop(), []
    with stop.waking(lambda: woken.append("fetching")):
        with stop.waking(lambda: woken.append("pushing")):
            pass
        stop.set()
    stop.set()
    assert woken == ["fetching"]


def test_of_two_that_wait_at_once_both_are_woken() -> None:
    stop, woken = Stop(), []
    with stop.waking(lambda: woken.append("fetching")), stop.waking(lambda: woken.append("pictures")):
        stop.set()
    assert woken == ["fetching", "pictures"]


def test_who_begins_to_wait_after_the_stop_is_woken_at_once() -> None:
    stop, woken = Stop(), []
    stop.set()
    with stop.waking(lambda: woken.append("late")):
        assert woken == ["late"]
    stop.clear()
    assert not stop.is_set()
