"""What the bench promises: every phase is what it says, all work is counted, and nothing left undone goes unsaid."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench import ours
from bench.__main__ import _missed, main
from bench.measuring import Cost
from bench.phases import GOALS, ITEMS, Phase
from bench.prose import Prose
from bench.publishing import Publisher
from bench.server import ROOT, Served, served
from bench.sides import Side, alone, our_side
from tests.town import NOON

FEEDS = 10


@pytest.fixture(scope="module")
def street() -> Iterator[Served]:
    with served(FEEDS) as server:
        yield server


@pytest.fixture
def side(tmp_path: Path) -> Side:
    return replace(our_side(), database=tmp_path / "hub.db")


def test_each_phase_is_what_it_says_and_what_it_brings_is_stored(street: Served, side: Side) -> None:
    ours.prepare(side.database, street.addresses)
    expected = {
        Phase.FIRST: ({"200": FEEDS}, 0, FEEDS * ITEMS),
        Phase.NOT_MODIFIED: ({"304": FEEDS}, FEEDS, 0),
        Phase.IDENTICAL: ({"200": FEEDS}, FEEDS, 0),
        Phase.DATE_ONLY: ({"200": FEEDS}, FEEDS, 0),
        Phase.ONE_NEW: ({"200": FEEDS}, 0, FEEDS),
    }
    for phase, (answers, unchanged, new_items) in expected.items():
        street.turn_to(phase)
        report = ours.look(side.database)
        assert street.turn_to(phase) == answers
        assert (report.feeds, report.unchanged, report.new_items) == (FEEDS, unchanged, new_items)
        assert report.troubled == []
        assert side.missing(FEEDS, phase) == []
    assert side.missing(FEEDS + 1, Phase.ONE_NEW) != []


def test_a_feed_is_as_long_as_a_real_one() -> None:
    body = Publisher(1, "http://ben.example/", Prose(), NOON).version(Phase.FIRST).body
    assert body.count(b"<item>") == ITEMS
    assert 65_000 < len(body) < 85_000


def test_what_orphans_use_is_counted() -> None:
    busy = "import time\nwhile time.process_time() < 0.1: pass"
    orphaning = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    script = f"""
import json, sys
from pathlib import Path
from bench.measuring import measure
cost = measure([sys.executable, "-c", {orphaning!r}], {{}}, Path.cwd())
print(json.dumps([cost.cpu, cost.wall, cost.largest]))
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 -- our own words
    cpu, wall, largest = json.loads(done.stdout)
    assert cpu > 0.1
    assert wall > 0.1
    assert 1 < largest < 200


@pytest.mark.parametrize("phase", list(Phase))
def test_a_missed_goal_is_said(phase: Phase) -> None:
    theirs, good, bad = (Cost(1, cpu, 1, 1) for cpu in (10, 10 * GOALS[phase], 11 * GOALS[phase]))
    assert _missed(phase, {"ours": good, "reader": theirs}) == []
    assert len(_missed(phase, {"ours": bad, "reader": theirs})) == 1
    assert _missed(phase, {"ours": bad}) == []


def test_memory_and_idle_cores_are_judged_though_nobody_else_is_measured() -> None:
    good, heavy, idle = Cost(10, 14, 60, 240), Cost(10, 14, 60, 251), Cost(10, 12, 60, 240)
    assert _missed(Phase.FIRST, {"ours": good}) == []
    assert "251 MiB" in _missed(Phase.ONE_NEW, {"ours": heavy})[0]
    assert "1.20 cores" in _missed(Phase.FIRST, {"ours": idle})[0]
    assert _missed(Phase.NOT_MODIFIED, {"ours": idle}) == []
    assert _missed(Phase.FIRST, {"reader": heavy}) == []


def test_a_second_bench_is_turned_away(capsys: pytest.CaptureFixture[str]) -> None:
    with alone():
        assert main(["--only", "ours"]) == 2
    assert "Another bench is running" in capsys.readouterr().err


def test_who_asks_for_no_feeds_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--feeds", "0"])
    assert refused.value.code == 2
    assert "between 1 and" in capsys.readouterr().err
