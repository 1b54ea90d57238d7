"""Whose calendar is kept where nobody can read it is told what to do; who keeps none there is told nothing of it."""

import pytest

from hub.aggregate.registering.opening import behind_script, how_to_open


@pytest.mark.parametrize(
    "url",
    [
        "https://outlook.live.com/calendar/0/view/month",
        "https://outlook.cloud.microsoft/calendar/",
        "https://outlook.hall.com/owa/calendar/a/b/calendar.html",
    ],
)
def test_whose_calendar_is_in_outlook_is_told_how_to_publish_it(url: str) -> None:
    assert "Outlook" in str(how_to_open(url))


@pytest.mark.parametrize("url", ["https://outlook.courier.com/news", "https://outlook.com/", "https://eventbrite/"])
def test_a_site_that_is_only_called_so_is_looked_at_like_any(url: str) -> None:
    assert not how_to_open(url)
    assert not behind_script(url)
