"""What neighbours have ready to say about what is said in town, and when it is due."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.communicate.replies.writing import fault
from hub.demo.content import wherrybridge
from hub.demo.lines import due, newest, talk
from hub.demo.people import NEIGHBOURS
from hub.demo.timeline import CYCLE

TOWN = wherrybridge()
NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


def test_everybody_speaks_at_posts_that_exist_and_may_say_what_they_say() -> None:
    people = {*talk().people, *(each.slug for each in NEIGHBOURS)}
    assert {line.who for line in talk().lines} <= people
    assert {line.to for line in talk().lines} | {line.read_by for line in talk().lines} <= {"", *people}
    assert set(talk().owners) <= people
    assert {slug for line in talk().lines for slug in line.at} <= {each.slug for each in TOWN.slow}
    assert [line.words for line in talk().lines if fault(line.words)] == []


def test_whoever_is_answered_has_spoken_there_before() -> None:
    for line in talk().lines:
        if line.to:
            before = [each for each in talk().lines if each.who == line.to and each.at == line.at]
            assert any(each.after < line.after for each in before)


@pytest.mark.parametrize("day", range(0, CYCLE.days, 3))
def test_on_any_day_people_talk_and_somebody_waits_for_an_answer(day: int) -> None:
    now = NOON + timedelta(days=day)
    said = list(due(TOWN, now))
    lately = [line for line, _, at in said if now - at < timedelta(days=21)]
    assert all(at <= now for _, _, at in said)
    assert len(lately) >= 6
    assert sum(line.waits for line, *_ in said) == 1
    assert any(line.words.endswith("?") and timedelta(days=7) < now - at for line, _, at in said)


@pytest.mark.parametrize("day", range(0, CYCLE.days, 3))
def test_on_any_day_ben_was_answered_lately(day: int) -> None:
    now = NOON + timedelta(days=day)
    answers = [at for line, post, at in due(TOWN, now) if post.writing.slug.startswith("kiln-") and line.who != "ben"]
    assert max(answers) > now - timedelta(days=21)


def test_a_line_is_said_at_the_newest_of_its_posts() -> None:
    slugs = tuple(talk().guests[0].at)
    posts = {newest(TOWN, slugs, NOON + timedelta(days=day)).writing.slug for day in range(CYCLE.days)}
    assert posts == set(slugs)
    assert all(newest(TOWN, slugs, NOON).at >= newest(TOWN, (slug,), NOON).at for slug in slugs)


def test_answers_from_elsewhere_lead_to_posts_of_the_town() -> None:
    assert {slug for guest in talk().guests for slug in guest.at} <= {each.slug for each in TOWN.slow}
    assert {guest.shown for guest in talk().guests} == {True, False}
