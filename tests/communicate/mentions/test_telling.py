"""How others are told, and what their answers mean."""

from datetime import timedelta

import pytest

from hub.aggregate.feeds.rules import DAY, HOUR, WEEK
from hub.communicate.mentions.telling import (
    AGAIN,
    MOST_LEADS,
    MOST_TARGETS,
    OF_DOMAIN,
    Hitch,
    Outcome,
    SendState,
    is_same_site,
    looked,
    pause,
    told,
    told_of,
)
from hub.net.answers import Answer, Failure, NoReply, Reply
from tests.town import NOON

PAGE, ENDPOINT = "https://ben.example/bins", "https://ben.example/wm"
REFUSED = SendState.REFUSED


def reply(status: int, **headers: str) -> Reply:
    return Reply(status, ENDPOINT, {name.replace("_", "-"): value for name, value in headers.items()})


def none(failure: Failure) -> NoReply:
    return NoReply(failure, ENDPOINT)


def test_other_sites_alone_are_told_each_once_and_a_few_of_many() -> None:
    here = "https://hub.example/replies/1"
    assert told_of(here, [PAGE, PAGE, "/bins", "https://HUB.example/about", "ftp://ben.example/", ""]) == [PAGE]
    assert told_of(here, ["https://hub.example:8443/"]) == ["https://hub.example:8443/"]
    assert len(told_of(here, [f"{PAGE}/{number}" for number in range(100)])) == MOST_TARGETS
    assert not is_same_site(here, PAGE)


def test_a_page_that_names_an_endpoint_is_told_there_next() -> None:
    assert looked(reply(200), ENDPOINT, 2, NOON) == Outcome(SendState.FOUND, NOON, 2, ENDPOINT)
    assert looked(reply(200), "", 0, NOON) == Outcome(SendState.NOBODY)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_whatever_is_well_means_that_it_was_told(status: int) -> None:
    assert told(reply(status), 0, NOON) == Outcome(SendState.TOLD)


def test_where_it_is_said_what_became_of_it_is_kept() -> None:
    assert told(reply(201, location="/status/7"), 0, NOON).status_url == "https://ben.example/status/7"
    assert told(reply(202, location="javascript:a()"), 0, NOON).status_url == ""
    assert told(reply(200, location="/status/7"), 0, NOON).status_url == ""


@pytest.mark.parametrize("status", [301, 307, 308])
def test_an_endpoint_that_leads_on_is_followed_a_few_times(status: int) -> None:
    leads = reply(status, location="/new")
    assert told(leads, 0, NOON) == Outcome(SendState.FOUND, NOON, 1, "https://ben.example/new")
    assert told(leads, MOST_LEADS, NOON).state is REFUSED
    assert told(reply(status), 0, NOON).state is REFUSED


@pytest.mark.parametrize(
    ("answer", "hitch"),
    [
        (reply(400), Hitch.SAID_NO),
        (reply(303), Hitch.SAID_NO),
        (reply(404), Hitch.GONE),
        (reply(410), Hitch.GONE),
        (none(Failure.NOT_PUBLIC), Hitch.NOT_ALLOWED),
        (none(Failure.BAD_ADDRESS), Hitch.NOT_ALLOWED),
        (none(Failure.TOO_BIG), Hitch.TOO_BIG),
        (none(Failure.BOMB), Hitch.TOO_BIG),
    ],
)
def test_some_answers_are_final(answer: Answer, hitch: Hitch) -> None:
    assert looked(answer, "", 0, NOON) == told(answer, 0, NOON) == Outcome(REFUSED, hitch=hitch)


@pytest.mark.parametrize("answer", [reply(500), reply(429), reply(408), none(Failure.TIMEOUT), none(Failure.REFUSED)])
def test_after_others_it_is_tried_again_ever_later_and_then_given_up(answer: Answer) -> None:
    waits = [(told(answer, tries, NOON).due_at or NOON) - NOON for tries in range(len(AGAIN))]
    assert waits == [timedelta(minutes=5), HOUR, 6 * HOUR, DAY]
    assert looked(answer, "", 1, NOON).state is SendState.WAITING
    assert told(answer, 1, NOON).tries == 2
    assert told(answer, len(AGAIN), NOON).state is SendState.FAILED


def test_a_site_that_asks_us_to_come_later_is_left_alone_so_long() -> None:
    busy = reply(429, retry_after="7200")
    assert pause(busy, NOON) == 2 * HOUR
    assert told(busy, 0, NOON).due_at == NOON + 2 * HOUR
    assert pause(reply(503, retry_after="1"), NOON) == OF_DOMAIN
    assert pause(reply(503, retry_after="999999999"), NOON) == WEEK
    assert pause(reply(200, retry_after="7200"), NOON) == OF_DOMAIN
    assert pause(none(Failure.TIMEOUT), NOON) == OF_DOMAIN


def test_where_this_machine_has_no_network_nothing_is_held_against_a_site() -> None:
    assert looked(none(Failure.OFFLINE), "", 3, NOON).tries == 3
    assert told(none(Failure.OFFLINE), 99, NOON).state is SendState.FOUND
