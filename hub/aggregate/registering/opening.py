"""What does somebody do whose calendar cannot be had from where they keep it? By the address alone; pure."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from hub.aggregate.registering.calendars import OF_OUTLOOK, calendars_shown_at
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.urls import bare_host

_GOOGLE: Final = say(
    "This Google calendar is not public, or is there no longer. In Google Calendar on a computer, open its settings "
    "and tick “Make available to public” under “Access permissions for events”. Some minutes later, send its address "
    "again."
)
_GOOGLE_OWN: Final = say(
    "This is the page on which you alone see your Google calendars. Open the settings of the one you mean, make it "
    "public, and copy its “Public address in iCal format” from “Integrate calendar”."
)
_OUTLOOK: Final = say(
    "Outlook shows no calendar to everybody at this address. In Outlook on the web, open Settings, Calendar, Shared "
    "calendars, publish the calendar with all details, and send the link that it calls ICS."
)
_ICLOUD: Final = say(
    "iCloud shows no calendar to everybody at this address. In the Calendar app, share the calendar, switch on “Public "
    "Calendar”, and send the link it gives you; it begins with webcal."
)
_NEXTCLOUD: Final = say(
    "This link of a Nextcloud leads to no calendar that everybody may read. Open the calendar’s sharing, make a share "
    "link, and send that; who keeps the Nextcloud may have switched such links off."
)
_MEETUP: Final = say(
    "Meetup shows us no events of this group: it may be private, or announce none. Open the group in a browser where "
    "you are not signed in: what you do not see there, we do not see either."
)
_EVENTBRITE: Final = say(
    "Eventbrite told us of no events at this address: it often shows its pages to people’s browsers alone. Send the "
    "page of the organiser (with /o/ in its address), keep a calendar besides, or type your meetups here."
)


def how_to_open(url: str) -> Saying:
    """Say what is to be done where *url* led to no calendar; nothing where we do not know who keeps it.

    >>> str(how_to_open("https://www.eventbrite.co.uk/o/hall-1"))[:36]
    'Eventbrite told us of no events at t'
    >>> how_to_open("https://hall.example/") == NOTHING
    True
    """
    name = bare_host(url)
    if name.startswith("eventbrite."):
        return _EVENTBRITE
    said = next((said for said, is_there in _KEEPERS if is_there(name, _path(url))), NOTHING)
    is_nobodys = said == _GOOGLE and not (calendars_shown_at(url) or _is_calendar(_path(url)))
    return _GOOGLE_OWN if is_nobodys else said


def behind_script(url: str) -> Saying:
    """Say the same of a page that holds no calendar we could read, so that it need not be asked; else nothing.

    >>> behind_script("https://calendar.google.com/calendar/ical/a%40b/public/basic.ics") == NOTHING
    True
    """
    said = how_to_open(url)
    is_page = said not in {_MEETUP, _EVENTBRITE} and (bool(calendars_shown_at(url)) or not _is_calendar(_path(url)))
    return said if is_page else NOTHING


def _path(url: str) -> str:
    return urlsplit(url).path.casefold() if bare_host(url) else ""


def _is_calendar(path: str) -> bool:
    return path.endswith(".ics") or path.startswith(("/published/", "/calendar/ical/")) or "/remote.php/dav/" in path


def _is_google(name: str, path: str) -> bool:
    return name == "calendar.google.com" or (name == "google.com" and path.startswith("/calendar"))


def _is_outlook(name: str, path: str) -> bool:
    return name in {*OF_OUTLOOK, "outlook.cloud.microsoft"} or (name.startswith("outlook.") and "/owa/" in path)


_KEEPERS: Final[tuple[tuple[Saying, Callable[[str, str], bool]], ...]] = (
    (_GOOGLE, _is_google),
    (_OUTLOOK, _is_outlook),
    (_ICLOUD, lambda name, _: name == "icloud.com" or name.endswith(".icloud.com")),
    (_NEXTCLOUD, lambda _, path: "/apps/calendar/" in path or "/remote.php/dav/public-calendars/" in path),
    (_MEETUP, lambda name, _: name == "meetup.com"),
)
