from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.feeds.history import MOST_RUNS, remembered, runs
from tests.town import NOON

MINUTE = timedelta(minutes=1)


def test_a_history_begins_empty() -> None:
    assert runs("") == ()


@given(st.lists(st.tuples(st.sampled_from(["same", "news", "http-404"]), st.integers(0, 99)), max_size=90))
def test_a_history_tells_its_newest_runs_as_they_were(looks: list[tuple[str, int]]) -> None:
    history, expected = "", list[list[int | str]]()
    for number, (outcome, posts) in enumerate(looks):
        history = remembered(history, outcome, NOON + number * MINUTE, posts)
        if expected and expected[0][0] == outcome:
            expected[0][2:] = [number, int(expected[0][3]) + 1, int(expected[0][4]) + posts]
        else:
            expected.insert(0, [outcome, number, number, 1, posts])
    told = [[run.outcome, _minutes(run.first), _minutes(run.last), run.looks, run.posts] for run in runs(history)]
    assert told == expected[:MOST_RUNS]


def _minutes(moment: object) -> int:
    return int((moment - NOON) / MINUTE)  # type: ignore[operator]  # a datetime


def test_a_history_stays_short_however_long_it_goes_on() -> None:
    history = ""
    for number in range(1_000):
        history = remembered(history, ("same", "too-many-redirects")[number % 2], NOON + number * MINUTE, 200)
    assert len(history) < 1_000
