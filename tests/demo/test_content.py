import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from hub.demo.content import Writing, wherrybridge

TOWN = wherrybridge()
EVERYTHING = (*TOWN.slow, *TOWN.lively)
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")


def test_every_post_has_a_name_of_its_own() -> None:
    assert len(TOWN.by_slug) == len(EVERYTHING)
    assert all(re.fullmatch(r"[a-z0-9-]+", writing.slug) for writing in EVERYTHING)


def test_no_two_posts_say_the_same() -> None:
    assert len({writing.body for writing in EVERYTHING}) == len(EVERYTHING)
    own = [writing for writing in EVERYTHING if not writing.passes_on]
    assert len({writing.title for writing in own}) == len(own)


def test_what_somebody_passes_on_was_said_before_under_the_same_title() -> None:
    passed_on = [(writing, TOWN.by_slug[writing.passes_on]) for writing in EVERYTHING if writing.passes_on]
    assert len(passed_on) >= 3
    for writing, first in passed_on:
        assert writing.title == first.title
        assert writing.voice != first.voice
        assert (first.offset or timedelta()) < (writing.offset or timedelta())


def test_some_lively_posts_are_edited_later() -> None:
    edited = [writing for writing in EVERYTHING if writing.later]
    assert len(edited) >= 8
    assert all(writing.offset is None and writing.later != writing.body for writing in edited)


def test_enough_is_prepared() -> None:
    assert len(TOWN.slow) >= 220
    assert len(TOWN.lively) >= 120


def test_posts_name_only_what_exists() -> None:
    assert {writing.voice for writing in EVERYTHING} <= set(TOWN.voices)
    assert {writing.place for writing in EVERYTHING} <= {"", *TOWN.places}
    targets = {target for writing in EVERYTHING for target in LINK.findall(writing.body)}
    inside = {target for target in targets if not target.startswith(("/pictures/", "javascript:"))}
    assert inside <= {*TOWN.by_slug, *(f"~{slug}" for slug in TOWN.voices)}


def test_an_answer_comes_after_what_it_answers() -> None:
    for writing, answered in _answers():
        if writing.offset is None:
            assert answered.offset is not None or TOWN.order[answered.slug] < TOWN.order[writing.slug]
        else:
            assert answered.offset is not None
            assert timedelta() <= writing.offset - answered.offset


def test_some_of_the_lively_posts_answer_another_soon_after_it() -> None:
    soon = [
        writing
        for writing, answered in _answers()
        if writing.offset is None and answered.offset is None and _gap(writing, answered) <= 10
    ]
    assert len(soon) >= 40


def test_eight_stories_are_told_by_three_sources_or_more() -> None:
    told_by: defaultdict[str, set[str]] = defaultdict(set)
    for writing, answered in _answers():
        if writing.offset is not None:
            told_by[answered.slug] |= {answered.voice, writing.voice}
    assert len([slug for slug, voices in told_by.items() if len(voices) >= 3]) >= 8


def test_labels_are_spelt_as_people_spell_them() -> None:
    labels = {label for writing in EVERYTHING for label in writing.labels}
    assert {"bins", "Bins", "#binstrike", "Millers Bridge", "Miller's Bridge", "Repair cafés", "repaircafe"} <= labels


def _answers() -> Iterator[tuple[Writing, Writing]]:
    for writing in EVERYTHING:
        for target in LINK.findall(writing.body):
            if target in TOWN.by_slug:
                yield writing, TOWN.by_slug[target]


def _gap(writing: Writing, answered: Writing) -> int:
    return TOWN.order[writing.slug] - TOWN.order[answered.slug]
