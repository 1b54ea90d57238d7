"""What an address asks for, typed or clicked, and how it is written again."""

from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.items.queries import Cursor
from hub.errors import BadQuestion
from hub.site.asking.asked import MOST_VALUES, Address, Asked, Order, asked, cursor, mark

_SLUGS = st.lists(st.sampled_from(["bins", "łódź", "a-b"]), max_size=3, unique=True).map(tuple)
_DAYS = st.none() | st.dates(min_value=date(1, 1, 1))
ASKED = st.builds(
    Asked,
    tags=_SLUGS,
    without=_SLUGS,
    kinds=_SLUGS,
    sources=_SLUGS,
    places=_SLUGS,
    since=_DAYS,
    until=_DAYS,
    q=st.sampled_from(["", "bins", '"kings heath" -strike', "bins since:yesterday", "???"]),
    order=st.sampled_from(Order),
)


def read(**given: str | list[str]) -> Asked:
    return asked(Address.model_validate(given))


@given(ASKED)
def test_what_is_asked_is_read_again_from_its_own_address(wanted: Asked) -> None:
    has_words = wanted.q not in {"", "???"}
    expected = wanted if has_words else replace(wanted, order=Order.NEWEST)
    sent = parse_qs(urlencode(wanted.filters))
    lists = {
        name: values if name in {"tag", "not", "kind", "source", "place"} else values[0]
        for name, values in sent.items()
    }

    assert read(**lists) == expected


@given(ASKED, st.sampled_from(["tag", "not", "kind", "source", "place"]), st.sampled_from(["bins", "new"]))
def test_a_filter_put_on_and_taken_off_again_is_as_if_nothing_had_been(wanted: Asked, name: str, value: str) -> None:
    before = wanted if name not in {"tag", "not"} else replace(wanted, tags=(), without=())
    is_on = (name, value) in before.filters

    once = before.toggled(name, value)

    assert ((name, value) in once.filters) is not is_on
    assert set(once.toggled(name, value).filters) == set(before.filters)


def test_a_tag_is_wanted_or_not_but_never_both() -> None:
    assert Asked(tags=("bins",)).toggled("not", "bins") == Asked(without=("bins",))
    assert Asked(without=("bins",)).toggled("tag", "bins") == Asked(tags=("bins",))


def test_days_words_and_order_are_put_on_and_off_too() -> None:
    march = Asked().toggled("since", "2026-03-01").toggled("q", "bins").toggled("order", "relevant")

    assert march == Asked(since=date(2026, 3, 1), q="bins", order=Order.RELEVANT)
    assert march.toggled("since", "2026-03-01").toggled("order", "relevant") == Asked(q="bins")
    assert march.cleared("since", "order") == Asked(q="bins")
    assert march.cleared() == Asked()


def test_every_change_starts_from_the_first_page() -> None:
    second = Asked(q="bins", before=Cursor(datetime(2026, 1, 1, tzinfo=UTC), 1))

    assert (
        second.toggled("tag", "bins").before is second.toggled("q", "x").before is second.cleared("tag").before is None
    )


def test_filters_typed_among_the_words_become_filters() -> None:
    typed = read(
        q='bins tag:Roads -tag:"Kings Heath" kind:press source:courier place:mill-end since:2026-03 until:2026'
    )

    assert typed == Asked(
        tags=("roads",),
        without=("kings-heath",),
        kinds=("press",),
        sources=("courier",),
        places=("mill-end",),
        since=date(2026, 3, 1),
        until=date(2026, 12, 31),
        q="bins",
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("bins since:yesterday", "bins since:yesterday"),
        ("-kind:press bins", "bins -kind:press"),
        ("tag:??? bins", "bins tag:???"),
        ('"unfinished bins', '"unfinished bins"'),
        ("?!", "?!"),
        ("  King’s   Heath ", "King’s Heath"),
    ],
)
def test_nothing_that_was_typed_is_lost(typed: str, kept: str) -> None:
    assert read(q=typed).q == kept


def test_days_come_as_dates_months_or_years_and_others_go_among_the_words() -> None:
    assert read(since="2026-03", until="2026-03") == Asked(since=date(2026, 3, 1), until=date(2026, 3, 31))
    assert read(since="1 March", q="bins").q == 'bins since:"1 March"'
    assert read(q="after:2026 after:2027-01-02 before:2030 until:2029") == Asked(
        since=date(2027, 1, 2), until=date(2029, 12, 31)
    )


def test_a_day_is_never_read_as_anything_else() -> None:
    asked = read(since='x" tag:nope "', until="y" * 10_000)

    assert (asked.tags, asked.since, asked.until) == ((), None, None)
    assert asked.q == 'since:"x tag:nope" until:' + "y" * 30


def test_of_very_many_values_the_first_count_and_it_is_noted() -> None:
    many = [f"t{n}" for n in range(MOST_VALUES + 1)]

    assert read(tag=many).is_cut
    assert read(tag=many).tags == tuple(many[:MOST_VALUES])
    assert not read(tag=[*many[:-1], many[0]]).is_cut


def test_empty_fields_of_a_form_ask_for_nothing() -> None:
    fields: dict[str, str | list[str]] = {"tag": [""], "not": [" "], "kind": [""], "since": "", "q": " ", "order": "x"}
    assert read(**fields) == Asked()


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 10**17))
def test_a_page_mark_is_read_as_it_was_written(moment: datetime, number: int) -> None:
    assert cursor(mark(Cursor(moment, number))) == Cursor(moment, number)


@pytest.mark.parametrize("text", ["", "1", "a-b", "1-", "-", "9" * 18 + "-1", "²-1"])
def test_other_page_marks_are_refused(text: str) -> None:
    with pytest.raises(BadQuestion):
        cursor(text)
