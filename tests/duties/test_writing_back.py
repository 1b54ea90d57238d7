"""What was decided at the desk is put into tags.yaml, and loading it changes nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.duties.loading import load
from hub.duties.writing_back import load_and_write_back
from hub.errors import RegistryError
from hub.establish.tags.models import FormerSlug, Ruling, Tag, TagEdge, TagLabel
from hub.establish.tags.rules import Bond, Stand
from hub.kit.text import label_key
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.duties.registry_files import NOW, TAGS, Files, row

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def files(tmp_path: Path, engine: Engine) -> Files:
    made = Files(tmp_path, engine)
    made.load()
    return made


def write_back(files: Files) -> str:
    """Write back, load again to see that this changes nothing, and return the file."""
    load_and_write_back(files.engine, [files.feeds], [files.tags], LATER)
    written = files.tags.read_text("utf-8")
    report = files.load(LATER)
    assert (report.anything, report.conflicts) == (False, ())
    return written


def spell(files: Files, slug: str, label: str, **more: Any) -> None:
    with writing(files.engine) as db:
        db.add(TagLabel(tag_id=row(db, Tag, slug).id, key=label_key(label), label=label, **more))


def test_where_nothing_was_decided_the_file_stays_as_it_is(files: Files) -> None:
    assert write_back(files) == TAGS
    assert [file.name for file in files.tags.parent.iterdir() if "~" in file.name] == []


def test_spellings_from_the_desk_are_written_where_they_count(files: Files) -> None:
    with reading(files.engine) as db:
        mill = row(db, Place, "mill").id
    spell(files, "bins", "wheelie", near="bin, lid")
    spell(files, "bins", "the tip", scope_id=mill)
    spell(files, "bins", "yard", scope_id=mill, in_text=False, not_near="ship")

    assert write_back(files) == TAGS.replace(
        'bins: {name: Bins & recycling, meaning: Collections, also: [refuse, "#binstrike"], label_only: [tip]}',
        "bins:\n    name: Bins & recycling\n    meaning: Collections\n"
        "    also: ['#binstrike', refuse, 'wheelie (near bin, lid)']\n    label_only: [tip]\n"
        "    here:\n      mill: [the tip]\n    label_only_here:\n      mill: [yard (not near ship)]",
    )
    assert files.tags.with_name("tags.yaml~").read_text("utf-8") == TAGS


def test_a_tag_made_at_the_desk_belongs_to_file_and_desk_from_then_on(files: Files) -> None:
    with writing(files.engine) as db:
        made = town.tag(db, "Parks", also=["green"], meaning="Grass", origin="desk")
        bins = row(db, Tag, "bins")
        db.add(TagEdge(tag_id=made.id, other_id=bins.id, bond=Bond.BROADER))
        first, second = sorted([made.id, row(db, Tag, "quay").id])
        db.add(TagEdge(tag_id=first, other_id=second, bond=Bond.DIFFERENT))

    written = write_back(files)

    assert "  parks:\n    name: Parks\n    meaning: Grass\n    also: [green]\n    broader: [bins]\n" in written
    files.change("meaning: Grass", "meaning: Grass and trees")
    assert files.load(LATER).tags.changed == 1
    files.change("    broader: [bins]\n", "")
    files.load(LATER)
    with reading(files.engine) as db:
        assert [edge.bond for edge in db.exec(select(TagEdge))] == [Bond.DIFFERENT]


def test_words_that_are_no_tags_are_written_and_read(files: Files) -> None:
    with writing(files.engine) as db:
        mill = row(db, Place, "mill").id
        db.add(Ruling(scope_id=WHOLE_HUB, key="the", label="the", stand=Stand.LEFT))
        db.add(Ruling(scope_id=mill, key="green", label="Green", stand=Stand.AMBIGUOUS))

    written = write_back(files)

    assert written == f"{TAGS}words:\n  left_alone: [the]\n  here:\n    mill:\n      ambiguous: [Green]\n"
    files.change("ambiguous: [Green]", "blocked: [Green, tea]")
    assert files.load(LATER).words() == ("words that are no tags: 1 changed.",)
    with reading(files.engine) as db:
        assert {(each.key, each.stand) for each in db.exec(select(Ruling))} == {
            ("the", Stand.LEFT),
            ("green", Stand.BLOCKED),
            ("tea", Stand.BLOCKED),
        }


def test_a_word_that_means_a_tag_already_is_told_as_a_conflict(files: Files) -> None:
    files.write(tags=f"{TAGS}words: {{left_alone: [Refuse, the]}}")

    assert files.load().conflicts == ("words “words”: “Refuse” is a spelling of “bins” there; left as it is.",)
    with reading(files.engine) as db:
        assert [each.key for each in db.exec(select(Ruling))] == ["the"]


def test_a_tag_retired_at_the_desk_leaves_and_never_comes_back_with_an_old_file(files: Files) -> None:
    with writing(files.engine) as db:
        row(db, Tag, "bins").retired = True

    assert "bins" not in write_back(files)
    files.write(tags=TAGS)

    assert files.load(LATER).conflicts == ("tag “bins”: was retired at the desk, so the file's entry is left aside.",)
    with reading(files.engine) as db:
        assert row(db, Tag, "bins").retired


def test_a_tag_that_became_part_of_another_never_comes_back_either(files: Files) -> None:
    with writing(files.engine) as db:
        bins, quay = row(db, Tag, "bins"), row(db, Tag, "quay")
        bins.retired, bins.heir_id = True, quay.id

    assert "bins:" not in write_back(files)
    files.write(tags=TAGS)

    words = "tag “bins”: became part of “quay” at the desk, so the file's entry is left aside."
    assert files.load(LATER).conflicts == (words,)


def test_a_tag_renamed_at_the_desk_is_followed_to_its_new_address(files: Files) -> None:
    with writing(files.engine) as db:
        bins = row(db, Tag, "bins")
        db.add(FormerSlug(slug="bins", tag_id=bins.id))
        label = db.get_one(TagLabel, (bins.id, WHOLE_HUB, "bins"))
        label.key = label.label = "waste"
        bins.slug = "waste"
    files.change("meaning: Collections", "meaning: Collections and tips")
    assert files.load().conflicts == ()
    with reading(files.engine) as db:
        assert row(db, Tag, "waste").meaning == "Collections and tips"

    written = write_back(files)

    assert "waste:" in written
    assert "bins:" not in written


def test_what_file_and_desk_want_otherwise_stops_the_writing(files: Files) -> None:
    with writing(files.engine) as db:
        row(db, Tag, "bins").name = "Rubbish"
    files.change("name: Bins & recycling", "name: Waste")
    before = files.tags.read_text("utf-8")

    with pytest.raises(RegistryError) as told:
        load_and_write_back(files.engine, [files.feeds], [files.tags], LATER)

    assert "the file now says “Waste”, the desk “Rubbish”" in str(told.value)
    assert files.tags.read_text("utf-8") == before


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_remembered(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    spell(files, "bins", "wheelie")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RegistryError, match="no space left on device"):
        load_and_write_back(files.engine, [files.feeds], [files.tags], LATER)
    monkeypatch.undo()

    assert files.tags.read_text("utf-8") == TAGS
    assert not list(files.tags.parent.glob(".tags*"))
    assert "wheelie" in write_back(files)


def test_a_bond_of_the_file_that_the_desk_speaks_against_is_told(files: Files) -> None:
    with writing(files.engine) as db:
        bins, quay = row(db, Tag, "bins"), row(db, Tag, "quay")
        db.add(TagEdge(tag_id=bins.id, other_id=quay.id, bond=Bond.BROADER))
    for bond in ("broader", "related"):
        files.write(tags=TAGS.replace("place: quay}", f"place: quay, {bond}: [bins]}}"))
        words = f"{bond}: the desk put “bins” and it in a line; left as it is."
        assert f"tag “quay”: {words}" in files.load(LATER).conflicts
    with reading(files.engine) as db:
        assert [edge.bond for edge in db.exec(select(TagEdge))] == [Bond.BROADER]


def test_an_old_and_a_new_name_of_one_tag_in_a_file_are_told(files: Files) -> None:
    with writing(files.engine) as db:
        bins = row(db, Tag, "bins")
        db.add(FormerSlug(slug="bins", tag_id=bins.id))
        bins.slug = "waste"
    files.write(tags=f"{TAGS}  waste: {{name: Waste}}\n")

    words = "tag “bins”: is called “waste” now, which stands in the file too, so this entry is left aside."
    assert words in files.load(LATER).conflicts


def test_what_the_desk_made_and_no_file_can_say_is_told_and_nothing_is_written(files: Files) -> None:
    with writing(files.engine) as db:
        town.tag(db, "Rubbish", also=["refuse"], origin="desk")

    with pytest.raises(RegistryError) as told:
        load_and_write_back(files.engine, [files.feeds], [files.tags], LATER)

    assert "“refuse” is a spelling of" in str(told.value)
    assert files.tags.read_text("utf-8") == TAGS


def test_a_file_that_would_not_say_what_was_decided_is_not_written(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    spell(files, "bins", "wheelie")
    monkeypatch.setattr("hub.duties.writing_back._text", lambda _: "tags:\n  fog: {name: Fog}\n")

    with pytest.raises(RegistryError, match="could not be written so that it says what was decided"):
        load_and_write_back(files.engine, [files.feeds], [files.tags], LATER)
    assert files.tags.read_text("utf-8") == TAGS


def test_what_was_decided_goes_into_the_file_its_tag_stands_in(files: Files) -> None:
    more = files.tags.with_name("more.yaml")
    theirs = "# Theirs.\ntags:\n  roads: {name: Roads}\nwords:\n  left_alone: [the]\n"
    more.write_text(theirs, "utf-8")
    load(files.engine, [files.feeds], [files.tags, more], NOW)
    spell(files, "roads", "lanes")
    with writing(files.engine) as db:
        town.tag(db, "Parks", origin="desk")
        db.add(Ruling(scope_id=WHOLE_HUB, key="offered", label="offered", stand=Stand.LEFT))

    load_and_write_back(files.engine, [files.feeds], [files.tags, more], LATER)

    assert "lanes" in more.read_text("utf-8")
    assert "left_alone: [the, offered]" in more.read_text("utf-8")
    assert "lanes" not in files.tags.read_text("utf-8")
    assert "parks:" in files.tags.read_text("utf-8")
    assert not load(files.engine, [files.feeds], [files.tags, more], LATER).anything


def test_a_tag_of_another_file_that_the_desk_spoke_of_stays_and_is_told(files: Files) -> None:
    files.change("  quay:", "  roads: {name: Roads}\n  quay:")
    files.load()
    spell(files, "roads", "lanes")
    files.change("  roads: {name: Roads}\n", "")

    with pytest.raises(RegistryError, match="tag “roads”: is gone from the file, but its also was changed at the desk"):
        load_and_write_back(files.engine, [files.feeds], [files.tags], LATER)

    files.change("  quay:", "  roads: {name: Roads}\n  quay:")
    assert not files.load(LATER).anything
    with reading(files.engine) as db:
        assert "lanes" in db.exec(select(TagLabel.label)).all()


def test_a_tag_that_these_files_cannot_say_is_told(files: Files) -> None:
    with writing(files.engine) as db:
        gone = town.place(db, "Old Town", retired=True)
        town.tag(db, "Trams", scope_id=gone.id, origin="desk")

    done = load_and_write_back(files.engine, [files.feeds], [files.tags], LATER)

    assert done.lines()[-1] == "tag “trams”: is of a place of none of these files; not written."
