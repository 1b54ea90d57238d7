"""Collected feeds, where there are any: a sample of what `make soak` does with all of them."""

from pathlib import Path

import pytest

from bench import soak_corpus
from hub.settings import Settings

EVERY = 12


def sample() -> list[Path]:
    corpus = Settings().corpus
    return sorted((corpus / "feeds").iterdir())[::EVERY] if corpus and (corpus / "feeds").is_dir() else []


@pytest.mark.corpus
@pytest.mark.parametrize("path", sample(), ids=lambda path: path.name)
def test_a_real_feed_is_read_as_feedparser_reads_it(path: Path) -> None:
    reading = soak_corpus.examine(path)
    assert reading.trouble == ""
    excused = soak_corpus.allowed()
    assert [found for found in reading.differences if (found.file, found.field) not in excused] == []


def test_every_exception_says_why_ours_is_right() -> None:
    assert all(len(why) > 20 for why in soak_corpus.allowed().values())


@pytest.mark.parametrize(("took", "verdict"), [([0.001, 0.002], "reached"), ([0.001, 0.009], "missed")])
def test_what_a_well_formed_feed_costs_is_said_and_judged(
    took: list[float], verdict: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert soak_corpus._judged(took) is (verdict == "reached")
    assert f"goal 1.5 ms {verdict}" in capsys.readouterr().out


def test_without_a_corpus_the_soak_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("HUB_CORPUS", "/nowhere")
    assert soak_corpus.main() == 2
    assert "HUB_CORPUS" in capsys.readouterr().out
