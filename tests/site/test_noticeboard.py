"""The noticeboard: a sheet a week for people without computers."""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from hub.aggregate.items.activity import Said
from hub.db.engine import reading, writing
from hub.kit.saying import NOTHING, say
from hub.meet.events.values import Meetup
from hub.places import queries
from hub.places.actions import bump
from hub.site.sheets import noticeboard, plaintext, poster, typesetting
from hub.site.sheets.noticeboard import Meeting, MeetingDay, Notice, Sheet, balanced, once
from hub.site.sheets.sheetwords import words_of
from hub.site.sheets.weeks import Week, read_week, week_of
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford

FRIDAY = date(2026, 11, 20)
MOMENT = datetime(2026, 11, 20, 19, tzinfo=UTC)
NOTICE = Notice("Bins on Tuesday", "Put them out", "Council", "Council", "Friday", "en", ADDRESS, "hub.example/items/1")
MEETING = Meeting("Repair café", "19:00", "Old Library", "Town diary", "", ADDRESS, cancelled=False)
SHEET = Sheet(
    place="Alderford",
    week=week_of(FRIDAY),
    current=True,
    made=FRIDAY,
    earlier=False,
    notices=(NOTICE,),
    days=(MeetingDay("Friday 20 November", (MEETING,)),),
    more_meetings=0,
    tags=("Bins & recycling",),
    sources=("Council", "Town diary"),
    url=f"{ADDRESS}/alderford",
)
ANY_WORDS = st.text(max_size=60) | st.sampled_from(
    [
        "#panic()",
        '#read("/etc/passwd")',
        "$x$ *b* _i_ `c` // \\ @ref <label> #{",
        "]#import",
        '"',
        "{{7*7}}",
        "\u202eabc",
    ]
)


def test_cem_reads_what_was_said_and_what_is_on(cem: Neighbour, alderford: Alderford) -> None:
    board = cem.visit("/alderford/noticeboard")

    assert board.h1 == "Alderford"
    assert {"Bins on Tuesday", "The bridge is shut", "Library hours"} <= set(board.words("//h3"))
    assert "Repair café, Old Library" in board.text
    assert "hub.example/alderford" in board.text
    assert "ada@hub.example" in board.text
    assert board.links["/alderford/noticeboard.pdf"] == "PDF, A4"


def test_a_sheet_in_large_print_says_the_same(cem: Neighbour, alderford: Alderford) -> None:
    usual, large = cem.visit("/alderford/noticeboard"), cem.visit("/alderford/noticeboard?size=large")

    assert usual.words("//article") == large.words("//article")
    assert large.all("//article[contains(@class, 'sheet-large')]")


def test_the_plain_text_can_be_read_aloud(cem: Neighbour, alderford: Alderford) -> None:
    read = cem.visit("/alderford/noticeboard.txt")

    assert read.headers["content-type"] == "text/plain; charset=utf-8"
    assert read.source.startswith("Noticeboard: Alderford\n======================\n")
    assert "Bins on Tuesday\n" in read.source
    assert "Repair café, Old Library.\n" in read.source
    assert max(map(len, read.source.splitlines())) <= plaintext.COLUMNS


@pytest.mark.parametrize(
    ("week", "status", "words"),
    [
        ("2026-W99", 400, "This is not a week"),
        ("next", 400, "This is not a week"),
        ("0001-W01", 400, "This is not a week"),
        ("2199-W01", 404, "still to come"),
        ("1999-W01", 404, "Nothing is known of that week"),
    ],
)
def test_a_week_that_cannot_be_shown_is_answered_in_words(
    cem: Neighbour, alderford: Alderford, week: str, status: int, words: str
) -> None:
    for form in ("", ".txt", ".pdf"):
        answer = cem.visit(f"/alderford/noticeboard{form}?week={week}")
        assert answer.status == status
        assert words in answer.h1


def test_a_week_long_past_has_its_own_sheet(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        town.item(db, alderford.council, "The flood", at=datetime(2026, 1, 8, 12, tzinfo=UTC))

    board = cem.visit("/alderford/noticeboard?week=2026-W02")

    assert board.words("//h3") == ["The flood"]
    assert "Week of Monday 5 January 2026" in board.text


def test_a_place_nobody_speaks_for_has_a_sheet_too(cem: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        town.place(db, "Quiet End")

    board = cem.visit("/quiet-end/noticeboard")

    assert "Nothing was heard" in board.text
    assert "No meetup is announced" in board.text


def test_what_strangers_wrote_stays_words_on_the_sheet(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        town.item(
            db,
            alderford.diary,
            "<img src=x onerror=alert(1)>",
            [alderford.place],
            at=alderford.moment,
            language='"><script>',
        )

    board = cem.visit("/alderford/noticeboard")

    assert "<img src=x onerror=alert(1)>" in board.words("//h3")
    assert not board.all("//article//script")


def test_no_source_and_no_kind_takes_the_sheet_for_itself() -> None:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    police = [Said(n, moment - timedelta(minutes=n), "police", UUID(int=1)) for n in range(50)]
    blogs = [Said(100 + n, moment - timedelta(hours=2, minutes=n), "blog", UUID(int=2 + n)) for n in range(10)]

    chosen = balanced([*police, *blogs], most=6, of_one_source=2)

    assert [each.kind for each in chosen] == ["police", "police", "blog", "blog", "blog", "blog"]
    assert [each.item_id for each in chosen] == [0, 1, 100, 101, 102, 103]


@given(
    st.lists(st.tuples(st.sampled_from(["press", "blog", "council"]), st.integers(1, 6)), max_size=40),
    st.integers(1, 10),
    st.integers(1, 3),
)
def test_a_choice_is_as_long_as_it_can_be_and_in_order(
    spoken: list[tuple[str, int]], most: int, of_one_source: int
) -> None:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    heard = [Said(n, moment - timedelta(minutes=n), kind, UUID(int=source)) for n, (kind, source) in enumerate(spoken)]

    chosen = balanced(heard, most, of_one_source)

    per_source = [[each for each in heard if each.source_id == source] for source in {e.source_id for e in heard}]
    assert len(chosen) == min(most, sum(min(len(each), of_one_source) for each in per_source))
    assert chosen == [each for each in heard if each in chosen]


@given(st.dates(date(1971, 1, 4), date(2199, 12, 1)))
def test_weeks_are_written_and_read_alike(day: date) -> None:
    week = week_of(day)

    assert week.monday <= day <= week.sunday
    assert read_week(str(week)) == week
    assert week.after.before == week == Week(week.monday)


def test_the_pdf_is_tagged_titled_and_in_the_readers_language() -> None:
    made = _set(SHEET)

    assert b"/MarkInfo" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/Lang" in made
    assert b"/Title" in made


def test_a_script_no_font_here_has_leaves_a_sheet_that_says_so() -> None:
    made = _set(replace(SHEET, place="\U000e0100\U00012345 Uruk"))

    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" not in made


@settings(max_examples=6, deadline=None)
@given(st.lists(ANY_WORDS, min_size=4, max_size=16), st.sampled_from(["", "large"]))
def test_no_words_break_the_press_or_its_frame(said: list[str], size: str) -> None:
    notices = tuple(replace(NOTICE, title=each, words=each, source=each) for each in said)
    meetings = tuple(replace(MEETING, title=each, location=each) for each in said)
    sheet = replace(SHEET, place=said[0], notices=notices, days=(MeetingDay(said[1], meetings),), tags=tuple(said))

    assert _set(sheet, size).startswith(b"%PDF-")


@given(ANY_WORDS, ANY_WORDS)
def test_plain_text_never_leaves_its_eighty_columns(title: str, words: str) -> None:
    notice = replace(NOTICE, title=title * 9, words=words * 3)
    told = plaintext.text(replace(SHEET, place=title, notices=(notice,)), words_of(SHEET, ""))

    assert max(map(plaintext.columns, told.split("\n"))) <= plaintext.COLUMNS


def test_the_qr_code_is_dark_on_light_with_room_around_it(cem: Neighbour, alderford: Alderford) -> None:
    lines = cem.visit("/alderford/qr.svg")
    pixels = cem.browser.get("/alderford/qr.png")

    assert lines.headers["content-type"].startswith("image/svg+xml")
    assert 'fill="#fff"' in lines.source
    assert 'stroke="#000"' in lines.source
    assert "style=" not in lines.source
    assert pixels.content.startswith(b"\x89PNG")


def _set(sheet: Sheet, size: str = "") -> bytes:
    told = poster.data(sheet, words_of(sheet, "ada@hub.example"))
    assert json.load(io.StringIO(told))["sheet"]["place"] == sheet.place
    return typesetting.pdf(told, sheet.made, size)


def test_what_repeats_stands_on_its_first_day_and_what_is_cancelled_always() -> None:
    first = Meetup(
        UUID(int=1), "Choir", MOMENT, None, FRIDAY, False, "Town diary", "town-diary", repeats=say("every week")
    )
    off = replace(first, cancelled=True)
    single = replace(first, event_id=UUID(int=2), repeats=NOTHING)

    assert once([off, first, off, first, single, single]) == [off, first, off, single, single]


@pytest.mark.parametrize("sign", ["\x9b", "\x1b", "\x07", "\u202e"])
def test_no_word_of_a_stranger_steers_a_terminal(cem: Neighbour, alderford: Alderford, many: Engine, sign: str) -> None:
    with writing(many) as db:
        town.item(db, alderford.council, f"Red{sign}31m alert")
        db.add(alderford.place)
        alderford.place.name = f"Alder{sign}ford"
        bump(db, [alderford.place.id])

    assert sign not in cem.visit("/alderford/noticeboard.txt").source


def test_what_is_over_when_the_sheet_is_made_is_not_on_it(many: Engine) -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    with writing(many) as db:
        place = town.place(db, "Alderford")
        calendar = town.feed(db, town.source(db, "Town diary", place, kind="events"), reads="events")
        town.meetup(db, calendar, "Early walk", noon - timedelta(hours=3))
        town.meetup(db, calendar, "Repair café", noon + timedelta(hours=3))

    with reading(many) as db:
        made = noticeboard.sheet(db, queries.place(db, "alderford"), week_of(FRIDAY), noon, ADDRESS)

    assert [meeting.title for day in made.days for meeting in day.meetings] == ["Repair café"]


def test_the_sheet_says_by_which_rule_it_was_filled(cem: Neighbour, alderford: Alderford) -> None:
    board = cem.visit("/alderford/noticeboard")

    assert "Week of Monday" in board.text
    assert "In the seven days before this sheet was made. Kinds of source take turns" in board.text
