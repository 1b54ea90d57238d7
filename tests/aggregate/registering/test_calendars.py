"""What people have in hand is the page, the frame, the button or the share link: the calendar behind it is known."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.aggregate.registering.calendars import MOST, calendars_at, calendars_shown_at

GOOGLE = "https://calendar.google.com/calendar"
HALL = f"{GOOGLE}/ical/hall%40group.calendar.google.com/public/basic.ics"
CLUB = f"{GOOGLE}/ical/club%40gmail.com/public/basic.ics"
LIVE = "https://outlook.live.com/owa/calendar/00000000-0000-0000-0000-000000000000/8d0b/cid-27D6"
WORK = "https://outlook.office365.com/owa/calendar/ab12@hall.example/cd34"
CLOUD = "https://cloud.example/remote.php/dav/public-calendars"


@pytest.mark.parametrize(
    ("pasted", "calendars"),
    [
        (f"{GOOGLE}/embed?src=hall%40group.calendar.google.com&ctz=Europe%2FLondon", [HALL]),
        ("https://www.google.com/calendar/embed?src=hall@group.calendar.google.com", [HALL]),
        (f"{GOOGLE}/u/0?cid=aGFsbEBncm91cC5jYWxlbmRhci5nb29nbGUuY29t", [HALL]),
        (f"{GOOGLE}/u/1/r?cid=aGFsbEBncm91cC5jYWxlbmRhci5nb29nbGUuY29t", [HALL]),
        (
            f"{GOOGLE}/embed?height=600&src=aGFsbEBncm91cC5jYWxlbmRhci5nb29nbGUuY29t&src=Y2x1YkBnbWFpbC5jb20",
            [HALL, CLUB],
        ),
        (f"{GOOGLE}/embed?src=club@gmail.com&src=en.uk%23holiday%40group.v.calendar.google.com", [CLUB]),
        (f"{GOOGLE}/event?eid=N2FhIGhhbGxAZw", [HALL]),  # “7aa hall@g”
        (f"{GOOGLE}/event?action=TEMPLATE&text=Quiz&src=club@gmail.com", []),
        (f"{GOOGLE}/render?cid=webcal%3A%2F%2Fhall.example%2F%3Fical%3D1", ["https://hall.example/?ical=1"]),
        (f"{GOOGLE}/r/settings/addbyurl?url=https%3A%2F%2Fhall.example%2Fa.ics", ["https://hall.example/a.ics"]),
        (f"{GOOGLE}/u/0?cid=not-base64!", []),
        (f"{GOOGLE}/embed?src=nobody", []),
        (f"{GOOGLE}/embed?src={'a@' * 1500}", []),
        (f"{GOOGLE}/embed?{'&' * 200}", []),
        (f"{GOOGLE}/u/0/r", []),
        ("https://www.google.com/maps?src=a@b", []),
        ("https://ben.example/calendar?src=a@b", []),
        (f"{LIVE}/index.html", [f"{LIVE}/calendar.ics"]),
        (f"{WORK}/calendar.html", [f"{WORK}/calendar.ics"]),
        (f"{WORK}/S-1-8-77/reachcalendar.html", [f"{WORK}/S-1-8-77/reachcalendar.ics"]),
        (
            "https://mail.hall.example/owa/calendar/a/b/calendar.html",
            ["https://mail.hall.example/owa/calendar/a/b/calendar.ics"],
        ),
        (
            "https://outlook.office365.com/calendar/published/a@b.example/c/calendar.html",
            ["https://outlook.office365.com/calendar/published/a@b.example/c/calendar.ics"],
        ),
        (
            "https://mail.hall.example/owa/calendar/a%40b/c%25%23d/calendar.html",
            ["https://mail.hall.example/owa/calendar/a%40b/c%25%23d/calendar.ics"],
        ),
        (
            "https://hall.example/our%20cloud/apps/calendar/p/Xy3kLm9PqRs2TuV4",
            ["https://hall.example/our%20cloud/remote.php/dav/public-calendars/Xy3kLm9PqRs2TuV4?export"],
        ),
        (f"{WORK}/calendar.ics", []),  # it is one itself
        ("https://outlook.live.com/mail/", []),
        (
            "https://outlook.live.com/owa?path=/calendar/action/compose&rru=addsubscription&url=webcal%3A%2F%2Fhall.example%2Fa.ics",
            ["https://hall.example/a.ics"],
        ),
        ("https://cloud.example/index.php/apps/calendar/p/Xy3kLm9PqRs2TuV4", [f"{CLOUD}/Xy3kLm9PqRs2TuV4?export"]),
        (
            "https://cloud.example/apps/calendar/embed/Xy3kLm9P-Qr2sTuV4/x",
            [f"{CLOUD}/{each}?export" for each in ("Xy3kLm9P", "Qr2sTuV4")],
        ),
        (
            "https://hall.example/cloud/apps/calendar/p/Xy3kLm9PqRs2TuV4",
            ["https://hall.example/cloud/remote.php/dav/public-calendars/Xy3kLm9PqRs2TuV4?export"],
        ),
        ("https://cloud.example/apps/calendar/dayGridMonth/now", []),
        ("https://[::1/owa/calendar/a/b/c.html", []),
        ("", []),
    ],
)
def test_a_calendar_shown_shared_or_added_has_an_address_for_programs(pasted: str, calendars: list[str]) -> None:
    assert list(calendars_shown_at(pasted)) == calendars
    assert list(calendars_at(pasted)) == calendars


@pytest.mark.parametrize(
    ("pasted", "group"),
    [
        ("https://www.meetup.com/wherry-quiz/", "wherry-quiz"),
        ("https://www.meetup.com/wherry-quiz/events/301234567/?eventOrigin=group_upcoming_events", "wherry-quiz"),
        ("https://www.meetup.com/en-GB/wherry-quiz/events/", "wherry-quiz"),
        ("https://www.meetup.com/find/?keywords=quiz", ""),
        ("https://www.meetup.com/pro/quizzes/", ""),
        ("https://www.meetup.com/", ""),
    ],
)
def test_any_page_of_a_group_leads_to_its_calendar(pasted: str, group: str) -> None:
    wanted = (f"https://www.meetup.com/{group}/events/ical/",) if group else ()
    assert calendars_at(pasted) == wanted
    assert calendars_shown_at(pasted) == ()  # a page that links to a group of others does not have its calendar


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_hostile_addresses_break_nothing_and_lead_to_few(said: str) -> None:
    for before in (
        f"{GOOGLE}/embed?src=",
        f"{GOOGLE}/event?eid=",
        "https://a.example/owa/calendar/",
        "https://a.example/apps/calendar/p/",
    ):
        found = calendars_at(before + said)
        assert len(found) <= MOST
        assert all(each.startswith(("https://", "http://")) for each in found)
