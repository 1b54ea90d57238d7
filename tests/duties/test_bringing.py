"""A file of another town is read by a child that may take little, and compared with the words of a place."""

from pathlib import Path
from typing import Self

import pytest
from sqlmodel import Session, col, select

from hub.demo.registry import feeds_yaml, tags_yaml
from hub.duties import bringing
from hub.duties.loading import read_files, store
from hub.establish.deciding.script import Tie
from hub.establish.sharing import queries, reading, skos
from hub.establish.sharing.brought import Brought, BroughtWord, Form
from hub.establish.sharing.matching import Fate
from hub.establish.sharing.queries import Told
from hub.establish.tags.models import Tag, TagLabel
from hub.kit.text import label_key
from hub.places import queries as places
from hub.places.rules import WHOLE_HUB
from hub.sandbox import Crashed, Stopped
from tests import town

TURTLE = b"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:1> a skos:Concept ; skos:prefLabel "Waste" ; skos:altLabel "refuse", "heap" ."""


def test_a_child_reads_the_file() -> None:
    found = bringing.read_words(TURTLE, Form.TURTLE)

    assert isinstance(found, Brought)
    assert [word.name for word in found.words] == ["Waste"]


def test_what_is_too_long_never_reaches_a_child() -> None:
    assert "longer than 1 MB" in str(bringing.read_words(b"x" * 1_048_577, Form.YAML))


@pytest.mark.parametrize(("trouble", "words"), [(Stopped(), "too long to read"), (Crashed(), "too much memory")])
def test_a_child_that_was_stopped_is_told_in_a_sentence(
    trouble: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Child:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

        def submit(self, *_: object) -> Self:
            return self

        def result(self) -> Brought:
            raise trouble

    monkeypatch.setattr(bringing, "Sandbox", lambda *_, **__: Child())
    assert words in str(bringing.read_words(TURTLE, Form.TURTLE))


def test_words_are_compared_with_those_that_count_in_the_place(db: Session) -> None:
    here, there = town.place(db, "Here"), town.place(db, "There")
    town.tag(db, "Rubbish", also=["refuse", "waste"], scope_id=there.id)
    found = Brought("", (BroughtWord("urn:1", "Waste", also=("refuse", "heap")),))

    fates = [bringing.compared(db, found, place).matches[0].fate for place in (here.id, there.id, WHOLE_HUB)]

    assert fates == [Fate.NEW, Fate.MORE, Fate.NEW]


def test_the_child_takes_half_the_memory_of_a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr("resource.setrlimit", lambda what, limits: taken.append((what, limits)))

    assert isinstance(bringing._read(TURTLE, Form.TURTLE), Brought)

    ((_, (soft, _)),) = taken
    assert soft > bringing.MEMORY_BYTES


def test_a_spelling_that_would_be_refused_is_left_aside_alone(db: Session) -> None:
    here = town.place(db, "Here")
    odd = BroughtWord("1", "Waste", also=("b\u043ettles", "heap"))
    refused = BroughtWord("2", "R\u043eads")
    bound = BroughtWord("3", "Lanes", broader=("2", "1"))

    found = {each.word.id: each for each in bringing.compared(db, Brought("", (odd, refused, bound)), here.id).matches}

    assert [getattr(each, "label", "") for each in found["1"].script] == ["", "heap"]
    assert len(found["1"].clashes) == 1
    assert (found["2"].fate, found["2"].script, len(found["2"].clashes)) == (Fate.CLASH, (), 1)
    assert [each.other for each in found["3"].script if isinstance(each, Tie)] == ["waste"]


def test_many_words_are_looked_at_in_parts(db: Session) -> None:
    here = town.place(db, "Here")
    found = bringing.compared(db, Brought("", tuple(BroughtWord(str(n), f"Word {n}") for n in range(150))), here.id)

    assert {each.fate for each in found.matches} == {Fate.NEW}


def test_the_words_of_a_town_that_come_back_to_it_are_all_known(db: Session, tmp_path: Path) -> None:
    feeds, tags = tmp_path / "feeds.yaml", tmp_path / "tags.yaml"
    feeds.write_text(feeds_yaml("http://127.0.0.1:8701"), "utf-8")
    tags.write_text(tags_yaml(), "utf-8")
    store(db, read_files([feeds], [tags]), town.NOON)
    tree = places.tree(db)
    here = next(each for each in tree.places.values() if each.slug == "wherrybridge")
    tags_of = [tag.id for tag in db.exec(select(Tag).where(col(Tag.retired).is_(False)))]
    first, second = list(db.exec(select(Tag).where(col(Tag.place_id).is_(None)).order_by(col(Tag.slug))))[:2]
    key = label_key(first.name)
    db.add(TagLabel(tag_id=second.id, key=key, label=first.name))
    ward = next(each.id for each in tree.places.values() if each.slug != "wherrybridge")
    db.add(TagLabel(tag_id=second.id, key=label_key("the shed"), label="the shed", scope_id=ward))
    db.add(TagLabel(tag_id=second.id, key=label_key("the hut"), label="the hut", near="sea"))
    db.flush()
    told = Told(here.id, (), "https://hub.example/wherrybridge/tags", "https://hub.example/tags", here.name, "en")

    brought = reading.read(skos.written(queries.scheme(db, told, tags_of), Form.TURTLE), Form.TURTLE)
    assert isinstance(brought, Brought)
    found = bringing.compared(db, brought, here.id)

    assert [
        (each.word.name, each.script, list(map(str, each.clashes)))
        for each in found.matches
        if each.script or each.clashes
    ] == []
    assert len(found.matches) == len(tags_of)
