"""On which days real and invented meetups fall, worked out by hand: from the rule, on a paper calendar.

Of collected calendars each row names the file, the beginning of the event’s id, its rule, and its first days as of the
first of them; “whole” when there are no more. Of invented ones, the lines of the event and all its days from
1 March 2026, a Sunday, 400 days on, or the first of them.
"""

from typing import NamedTuple


class Row(NamedTuple):
    """An event of a collected calendar, and its days."""

    file: str
    uid: str
    rule: str
    days: str
    whole: bool = False


COLLECTED = (
    Row("kcalendarcore-korganizer-3-1", "KOrganizer-856020879", "daily, twice", "2003-12-09 12-10", True),
    Row("kcalendarcore-korganizer-3-1", "KOrganizer-1025455571", "Wednesdays, three", "2003-12-10 12-17 12-24", True),
    Row(
        "kcalendarcore-korganizer-3-1",
        "KOrganizer-465691683",
        "every 11th until 2005",
        "2003-12-11 2004-01-11 02-11 03-11",
    ),
    Row(
        "kcalendarcore-korganizer-3-1",
        "KOrganizer-659286401",
        "every second day, three",
        "2003-12-08 12-10 12-12",
        True,
    ),
    Row("kcalendarcore-korganizer-3-1", "KOrganizer-951116794", "daily until 10th 0:00, not 9th", "2003-12-08", True),
    Row("kcalendarcore-korganizer-3-1", "KOrganizer-1952016504", "8 December each year", "2003-12-08 2004-12-08", True),
    Row(
        "kcalendarcore-korganizer-3-1a",
        "KOrganizer-1343647538",
        "Mo Tu We, six, from a Tuesday",
        "2003-12-09 12-10 12-15 12-16 12-17 12-22",
        True,
    ),
    Row(
        "kcalendarcore-korganizer-3-2",
        "KOrganizer-367556625",
        "every second 10th, twice",
        "2003-12-10 2004-02-10",
        True,
    ),
    Row(
        "kcalendarcore-korganizer-3-4-ics",
        "KOrganizer-45214176",
        "last Friday but one, every third month",
        "2005-05-20 08-19 11-18 2006-02-17 05-19",
        True,
    ),
    Row(
        "kcalendarcore-korganizer-3-4-ics",
        "KOrganizer-1286451532",
        "20th of every third month",
        "2005-05-20 08-20 11-20 2006-02-20 05-20",
        True,
    ),
    Row(
        "kcalendarcore-korganizer-3-4-ics",
        "KOrganizer-776556232",
        "20th of every third month until June 2006",
        "2005-05-20 08-20 11-20 2006-02-20 05-20",
        True,
    ),
    Row(
        "kcalendarcore-korganizer-3-4-ics",
        "KOrganizer-428202830",
        "Mo We Fr of every second week until June",
        "2005-05-20 05-30 06-01 06-03 06-13 06-15 06-17 06-27 06-29",
        True,
    ),
    Row(
        "kcalendarcore-korganizer-3-4-ics",
        "KOrganizer-872504546",
        "every third day, fifty",
        "2005-05-20 05-23 05-26 05-29 06-01",
    ),
    Row(
        "kcalendarcore-korganizer-3-4-ics",
        "KOrganizer-1016383107",
        "third Friday of May, every third year",
        "2005-05-20",
        True,
    ),
    Row(
        "kcalendarcore-korganizer-3-4-ics",
        "KOrganizer-712420734",
        "third Friday, every third month",
        "2005-05-20 08-19 11-18 2006-02-17 05-19",
        True,
    ),
    Row(
        "kcalendarcore-korganizer-3-4-ics", "KOrganizer-881198156", "day 141 of the year", "2005-05-21 2006-05-21", True
    ),
    Row(
        "kcalendarcore-korganizer-3-4-ics",
        "KOrganizer-1078681338",
        "every third day until 30 June",
        "2005-05-20 05-23 05-26 05-29 06-01 06-04 06-07 06-10 06-13 06-16 06-19 06-22 06-25 06-28",
        True,
    ),
    Row(
        "kcalendarcore-korganizer-test11", "KOrganizer-881198156", "day 141 of the year", "2005-05-21 2006-05-21", True
    ),
    Row(
        "kcalendarcore-kalarm-testcase02",
        "KAlarm-758521161",
        "Tu Sa Su of every third week, from a Sunday",
        "2005-05-22 06-07 06-11 06-12 06-28 07-02 07-03 07-19",
    ),
    Row(
        "kcalendarcore-kalarm-testcase08", "KAlarm-651624348", "last Wednesday but one", "2005-06-22 07-20 08-24 09-21"
    ),
    Row(
        "kcalendarcore-kalarm-testcase10",
        "KAlarm-1044160066",
        "27 March, July, November, every second year",
        "2005-07-27 11-27",
        True,
    ),
    Row(
        "kcalendarcore-appleical-1-5",
        "7633A3E6",
        "Mo We Fr; one of them longer",
        "2004-03-03 03-05 03-08 03-10 03-12 03-15 03-17",
    ),
    Row(
        "kcalendarcore-appleical-1-5",
        "76339986",
        "Saturdays; one of them earlier",
        "2004-03-06 03-13 03-20 03-27 04-03 04-10 04-17 04-24",
    ),
    Row(
        "khal-event-dt-rrule-invalid-until2",
        "invalidRRULEUNTIL2",
        "Wednesdays until a day",
        "2014-04-09 04-16 04-23 04-30 05-07",
    ),
    Row("khal-event-dtr-exdatez", "event_dtr_exdatez", "Mondays, one taken out in UTC", "2014-06-30 07-07 07-14", True),
    Row("khal-event-rdate-no-value", "rdatenovalue", "every second Monday", "2016-01-25 02-08 02-22 03-07 03-21"),
    Row("openacalendar-icalparserrrule1", "utht6rgkfn41", "Wednesdays", "2014-11-19 11-26 12-03 12-10"),
    Row(
        "openacalendar-icalparserrrule2", "70639rlgf8b3", "Thursdays, five", "2014-11-20 11-27 12-04 12-11 12-18", True
    ),
    Row(
        "rie-after-many-events-in-order",
        "ba53fb81",
        "daily, five taken out, one moved beside another",
        "2024-03-26 03-27 03-27",
        True,
    ),
    Row("rie-after-many-events-in-order", "49c1ccdb", "two days", "2024-03-28 03-29", True),
    Row(
        "rie-alarm-of-repeated-event",
        "77646b28",
        "Tuesdays, over the end of summer time",
        "2024-10-01 10-08 10-15 10-22 10-29 11-05",
        True,
    ),
    Row("rie-alarms-at-the-same-time", "090ed38a", "three days, one at another hour", "2024-12-20 12-21 12-22", True),
    Row("rie-duration-edited", "5d4c6843", "three days, one longer", "2019-03-18 03-19 03-20", True),
    Row(
        "rie-issue-113-period-in-rdate",
        "1",
        "third Wednesdays, nine; December on the second",
        "2023-09-20 10-18 11-15 12-13 2024-01-17 02-21 03-20 04-17 05-15",
        True,
    ),
    Row(
        "rie-issue-148-exdate-and-rdate-updated",
        "111",
        "every second Monday, the last on a Tuesday",
        "2024-07-01 07-15 07-30",
        True,
    ),
    Row("rie-issue-163-deleted-modification", "111", "every third Monday, one taken out", "2024-07-29 09-09 09-30"),
    Row("rie-issue-223-thunderbird", "b143dcdc", "five days", "2025-04-23 04-24 04-25 04-26 04-27", True),
    Row("rie-issue-36-recurrence-id-format", "series 1", "Thursdays", "2020-09-10 09-17 09-24 10-01"),
    Row("rie-issue-36-recurrence-id-format", "series 2", "Mondays, whole days", "2020-09-07 09-14 09-21 09-28"),
    Row(
        "rie-issue-4",
        "20190119T053217Z",
        "Thursdays, four in a row taken out",
        "2019-01-24 01-31 02-07 02-14 03-21 03-28",
    ),
    Row("rie-one-day-event-repeat-every-day", "UYDQSG9TH4DE", "daily", "2019-03-04 03-05 03-06 03-07"),
    Row(
        "rie-one-event-repeat-every-3-days",
        "UYDQSG9TH4DE",
        "every third day at midnight",
        "2019-03-04 03-07 03-10 03-13 03-16",
    ),
    Row(
        "rie-rdate-hackerpublicradio",
        "",
        "listed one by one",
        "2013-08-03 08-31 10-05 11-02 11-30 2014-01-04 02-01 03-01 04-05 05-03",
    ),
    Row("rie-recurring-events-changed-duration", "5d4c6843", "three days", "2019-03-18 03-19 03-20", True),
    Row(
        "rie-same-event-recurring-at-same-time",
        "758bdcf4",
        "six days, four moved onto the two others",
        "2024-09-24 09-26",
        True,
    ),
    Row(
        "icalendar-x-location",
        "BFE33ADD",
        "working days, from a Friday",
        "2016-10-28 10-31 11-01 11-02 11-03 11-04 11-07",
    ),
    Row(
        "libical-parser-perl-04recurrence-alarm",
        "{0F6E3DD6",
        "every second Friday, in a zone of its own name",
        "2006-08-25 09-08 09-22 10-06",
    ),
    Row("libical-parser-perl-05exdatelist", "{AC9770BF", "daily, two taken out", "2005-06-28 07-01 07-02 07-03", True),
)

_EVENING = "DTSTART;TZID=Europe/London:20260303T193000"  # a Tuesday
INVENTED: dict[str, tuple[tuple[str, ...], str]] = {
    "every second Tuesday": ((_EVENING, "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=5"), "2026-03-03 03-17 03-31 04-14 04-28"),
    "first Tuesday": ((_EVENING, "RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=5"), "2026-03-03 04-07 05-05 06-02 07-07"),
    "last Tuesday": (
        (_EVENING.replace("0303", "0331"), "RRULE:FREQ=MONTHLY;BYDAY=-1TU;COUNT=4"),
        "2026-03-31 04-28 05-26 06-30",
    ),
    "fifth Tuesday": (
        (_EVENING.replace("0303", "0331"), "RRULE:FREQ=MONTHLY;BYDAY=5TU;COUNT=4"),
        "2026-03-31 06-30 09-29 12-29",
    ),
    "the 31st": (
        (_EVENING.replace("0303", "0331"), "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4"),
        "2026-03-31 05-31 07-31 08-31",
    ),
    "last day of the month": (
        (_EVENING.replace("0303", "0331"), "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4"),
        "2026-03-31 04-30 05-31 06-30",
    ),
    "last working day": (
        (_EVENING.replace("0303", "0331"), "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=4"),
        "2026-03-31 04-30 05-29 06-30",
    ),
    "first weekend day": (
        (_EVENING.replace("0303", "0301"), "RRULE:FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1;COUNT=4"),
        "2026-03-01 04-04 05-02 06-06",
    ),
    "Tuesdays and Thursdays until a day": (
        (_EVENING, "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260312"),
        "2026-03-03 03-05 03-10 03-12",
    ),
    "weekly in term, not at Easter": (
        (_EVENING, "RRULE:FREQ=WEEKLY;COUNT=7", "EXDATE;TZID=Europe/London:20260331T193000,20260407T193000"),
        "2026-03-03 03-10 03-17 03-24 04-14",
    ),
    "weekly, and an extra Saturday": (
        (_EVENING, "RRULE:FREQ=WEEKLY;COUNT=3", "RDATE;TZID=Europe/London:20260314T140000"),
        "2026-03-03 03-10 03-14 03-17",
    ),
    "every third month": (
        (_EVENING, "RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU"),
        "2026-03-03 06-02 09-01 12-01 2027-03-02",
    ),
    "each year on the second Sunday of May": (
        ("DTSTART;VALUE=DATE:20260510", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=2SU"),
        "2026-05-10",
    ),
    "every 29 February": (("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"), ""),
    "from a Sunday on, weeks that begin on Sundays": (
        ("DTSTART;TZID=Europe/London:20260308T100000", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU;COUNT=4"),
        "2026-03-08 03-09 03-22 03-23",
    ),
}


def spelt_out(days: str) -> list[str]:
    """Return days as ISO writes them; the year is named where it begins.

    >>> spelt_out("2026-12-31 2027-01-01 01-02")
    ['2026-12-31', '2027-01-01', '2027-01-02']
    """
    year, found = "", []
    for day in days.split():
        year = day[:4] if len(day) > len("12-31") else year
        found.append(day if len(day) > len("12-31") else f"{year}-{day}")
    return found
