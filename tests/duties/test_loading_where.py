"""What the registry files say of neighbours of words and of where places lie, loaded, said back and loaded again."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.tagging.queries import vocabulary
from hub.db.engine import reading, writing
from hub.duties.loading import read_files
from hub.errors import RegistryError
from hub.establish.tags import actions as tags
from hub.establish.tags.models import Tag, TagLabel
from hub.kit.shapes import Point
from hub.places import actions as places
from hub.places.models import Place, PlaceName
from tests.duties.registry_files import Files, row

SHAPE = {"type": "Polygon", "coordinates": [[[1.4, 52.4], [1.6, 52.4], [1.6, 52.6], [1.4, 52.4]]]}


@pytest.fixture
def files(tmp_path: Path, engine: Engine) -> Files:
    made = Files(tmp_path, engine)
    made.change("label_only: [Wish]", 'also: ["Wish (near ward; not near you)"]')
    made.change("also: [Old Wherry], also", "also")
    made.change("also: [refuse", 'also: ["Bins (near  day,bags)", refuse')
    made.load()
    return made


def test_neighbours_are_loaded_into_columns_of_their_own(files: Files) -> None:
    with reading(files.engine) as db:
        wish = db.exec(select(PlaceName)).one()
        assert (wish.label, wish.near, wish.not_near) == ("Wish", "ward", "you")
        bins = db.exec(select(TagLabel).where(TagLabel.key == "bins")).one()
        assert (bins.label, bins.near, bins.not_near) == ("Bins", "day, bags", "")


def test_they_are_said_back_as_they_were_written(files: Files) -> None:
    with reading(files.engine) as db:
        slugs = places.ids_by_slug(db)
        assert places.registered(db)["wherry"]["also"] == ("Wish (near ward; not near you)",)
        assert tags.registered(db, slugs)["bins"]["also"] == ("#binstrike", "Bins (near day, bags)", "refuse")
    assert not files.load().anything


def test_a_condition_of_the_desk_and_a_spelling_of_the_file_both_stay(files: Files) -> None:
    with writing(files.engine) as db:
        label = db.exec(select(TagLabel).where(TagLabel.key == "refuse")).one()
        label.near = "lorry"
    files.change("refuse", "refuse, rubbish")
    files.load()
    with reading(files.engine) as db:
        assert tags.registered(db, places.ids_by_slug(db))["bins"]["also"] == (
            *("#binstrike", "Bins (near day, bags)", "refuse (near lorry)", "rubbish"),
        )


def test_a_condition_taken_out_of_the_file_is_gone(files: Files) -> None:
    files.change("Bins (near  day,bags)", "wheelie bin")
    files.load()
    with reading(files.engine) as db:
        bins = row(db, Tag, "bins")
        assert not db.exec(select(TagLabel).where(TagLabel.tag_id == bins.id, TagLabel.near != "")).all()


@pytest.mark.parametrize(
    ("also", "fault"),
    [
        ('also: ["tip (near )"]', "bins › also: “tip (near )”: Say near what: “Wish (near ward, Hove)”."),
        (
            'label_only: ["tip (near bin)"]',
            "bins › label_only: “tip (near bin)”: what it stands near is asked in texts alone; list it under “also”.",
        ),
    ],
)
def test_what_is_no_condition_is_a_fault_with_its_line(files: Files, also: str, fault: str) -> None:
    files.write(tags=f"tags:\n  bins: {{name: Bins, {also}}}\n")
    with pytest.raises(RegistryError) as refused:
        files.load()
    assert refused.value.faults == [f"tags.yaml:2: tags › {fault}"]


def test_one_spelling_for_two_tags_is_refused_whatever_stands_near_it(files: Files) -> None:
    files.write(tags='tags:\n  a: {name: A, also: ["tip (near x)"]}\n  b: {name: B, also: [tip]}\n')
    with pytest.raises(RegistryError, match="is a spelling of “a” too"):
        files.load()


def test_a_boundary_beside_the_file_is_loaded_and_said_back(files: Files) -> None:
    (files.feeds.parent / "wherry.geojson").write_text(json.dumps({"type": "Feature", "geometry": SHAPE}))
    files.change("lon: 1.5,", "lon: 1.5, radius: 900, boundary: wherry.geojson,")
    files.load()
    with reading(files.engine) as db:
        wherry = row(db, Place, "wherry")
        assert (wherry.radius, json.loads(wherry.boundary)) == (900, SHAPE)
        assert [each.name for each in vocabulary(db).outlines.around(Point(52.45, 1.55))] == ["Wherry"]
        assert places.registered(db)["wherry"]["boundary"] == wherry.boundary
    assert not files.load().anything


def test_two_files_have_their_boundaries_beside_themselves(tmp_path: Path) -> None:
    towns = {}
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        towns[name] = folder / f"{name}.yaml"
        towns[name].write_text(f"places:\n  {name}: {{name: {name}, boundary: it.json}}\n")
        (folder / "it.json").write_text(json.dumps(SHAPE))
    (tmp_path / "tags.yaml").write_text("tags: {}\n")
    read = read_files(list(towns.values()), [tmp_path / "tags.yaml"])
    assert all(place.boundary for place in read.places.values())


def test_a_boundary_both_changed_is_told_in_few_words(files: Files) -> None:
    files.change("lon: 1.5,", f"lon: 1.5, boundary: {json.dumps(SHAPE)},")
    files.load()
    with writing(files.engine) as db:
        row(db, Place, "wherry").boundary = ""
    files.change("[1.4, 52.4]", "[1.41, 52.4]")
    (conflict,) = files.load().conflicts
    assert conflict.startswith('place “wherry”: boundary: the file now says “{"type":"Polygon"')
    assert len(conflict) < 200
