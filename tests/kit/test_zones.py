"""The day a moment falls on is the same, whichever moments were asked before."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from hub.kit.zones import Days, wall

# With clocks that jump at midnight, by half an hour, or over a whole day.
ZONES = (
    "Europe/London",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "America/Scoresbysund",
)
MOMENTS = st.lists(st.datetimes(timezones=st.just(UTC)), min_size=1, max_size=20)
NEAR = st.lists(
    st.datetimes(datetime(2011, 12, 28), datetime(2012, 1, 2), timezones=st.just(UTC))  # noqa: DTZ001 -- the zone beside
    | st.datetimes(datetime(2018, 11, 2), datetime(2018, 11, 6), timezones=st.just(UTC)),  # noqa: DTZ001 -- likewise
    min_size=1,
    max_size=20,
)


@given(st.sampled_from(ZONES), MOMENTS | NEAR)
@example("Pacific/Apia", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
@example("America/New_York", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)])
def test_a_day_is_that_of_the_wall(name: str, moments: list[datetime]) -> None:
    zone = ZoneInfo(name)
    days = Days(zone)
    assert [days.of(moment) for moment in moments] == [wall(moment, zone).date() for moment in moments]
