"""The registry as items meet it: rules of sources, points, merged tags, and how it would stand after a change."""

from typing import Any

import pytest
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.models import Item, ItemLabel, ItemPlace, ItemTag
from hub.aggregate.tagging import kept
from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.models import RuleKind, SourceRule
from hub.aggregate.tagging.queries import registry, speakers, vocabulary
from hub.aggregate.tagging.rules import path_of, point_of
from hub.db.engine import reading, writing
from hub.establish.deciding.images import EdgeRow, Image, LabelRow, RulingRow, TagRow
from hub.establish.tags.models import Ruling, TagEdge, TagLabel
from hub.establish.tags.rules import Bond, Stand
from hub.kit.text import label_key
from hub.places.actions import bump_hub
from hub.places.models import PlacePostcode, PlaceTouch
from hub.places.rules import WHOLE_HUB
from tests import town


class Courier:
    """A paper of Wherry with its ward Kings Heath, and the tag Sport."""

    def __init__(self, db: Session) -> None:
        self.db = db
        self.wherry = town.place(db, "Wherry")
        self.heath = town.place(db, "Kings Heath", parent=self.wherry)
        self.source = town.source(db, "Courier", self.wherry)
        self.feed = town.feed(db, self.source)
        self.sport = town.tag(db, "Sport")

    def rule(self, kind: RuleKind, match: str = "", **more: Any) -> None:
        tag_id = more.pop("tag_id", self.sport.id)
        row = SourceRule(source_id=self.source.id, kind=kind, match=match, shown=match, tag_id=tag_id)
        self.db.add(row)
        self.db.flush()

    def says(self, title: str, *labels: str, **more: Any) -> Item:
        made = town.item(self.db, self.feed, title, **more)
        assert made.id is not None
        self.db.add_all(ItemLabel(item_id=made.id, key=label_key(each), label=each) for each in labels)
        self.db.flush()
        return made

    def tags(self, made: Item) -> set[tuple[str, str]]:
        """Why an item has tags once all are looked at anew."""
        retag(self.db, registry(self.db))
        assert retag(self.db, registry(self.db)).differing == 0
        rows = self.db.exec(select(ItemTag).where(ItemTag.item_id == made.id))
        return {(row.because, row.evidence) for row in rows}

    def places(self, made: Item) -> dict[Any, tuple[str, str]]:
        retag(self.db, registry(self.db))
        rows = self.db.exec(select(ItemPlace).where(ItemPlace.item_id == made.id))
        return {row.place_id: (row.because, row.evidence) for row in rows}


@pytest.fixture
def courier(db: Session) -> Courier:
    return Courier(db)


def test_a_source_may_mean_a_tag_with_everything_it_says(courier):
    courier.rule(RuleKind.ALWAYS)
    assert courier.tags(courier.says("Cup final")) == {("rule", "")}


def test_a_category_may_mean_a_tag_here_that_it_means_nowhere_else(courier):
    courier.rule(RuleKind.CATEGORY, "42")
    assert courier.tags(courier.says("Cup final", "42", "7")) == {("rule", "42")}
    assert courier.tags(courier.says("Cup again", "7")) == set()


@pytest.mark.parametrize(
    ("link", "fits"),
    [
        ("https://courier.example/sport/cup", True),
        ("https://courier.example/sport", True),
        ("https://amp.courier.example/sport/?utm=x#top", True),
        ("https://courier.example/sports/cup", False),
        ("https://courier.example/news/sport/cup", False),
        ("", False),
        ("https://[broken/sport/", False),
    ],
)
def test_where_an_address_begins_may_mean_a_tag(courier, link, fits):
    courier.rule(RuleKind.PATH, "/sport/")
    assert courier.tags(courier.says("Cup final", link=link)) == ({("rule", "/sport/")} if fits else set())


def test_paths_and_points_of_foreign_addresses_are_read_calmly():
    assert path_of("https://[broken") == ""
    assert point_of(1.5, None) is None
    assert point_of(0.0, 2.0) == (0, 2)


def test_a_rules_tag_that_counts_elsewhere_alone_is_not_given(courier):
    elsewhere = town.tag(courier.db, "Harbour", scope_id=town.place(courier.db, "Hove").id)
    courier.rule(RuleKind.ALWAYS, tag_id=elsewhere.id)
    assert courier.tags(courier.says("Cup final")) == set()


def test_a_rule_of_a_tag_that_became_another_one_gives_that(courier):
    courier.rule(RuleKind.ALWAYS)
    games = town.tag(courier.db, "Games")
    courier.sport.retired, courier.sport.heir_id = True, games.id
    courier.db.flush()
    assert speakers(courier.db)[courier.source.id].habits.always == (games.id,)
    assert courier.tags(courier.says("Cup final")) == {("rule", "")}


def test_an_items_point_brings_it_to_a_place(courier):
    courier.heath.lat, courier.heath.lon, courier.heath.radius = 52.433, -1.893, 1_500
    courier.db.get_one(Source, courier.source.id).only_when_mentioned = True
    item = courier.says("Tree down", lat=52.44, lon=-1.89, places=[])
    assert courier.places(item) == {
        courier.heath.id: ("point", "52.4400, -1.8900"),
        courier.wherry.id: ("within", "Kings Heath"),
    }
    courier.heath.boundary = '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}'
    courier.db.flush()
    assert courier.places(item) == {}


def test_an_item_of_a_neighbourhood_is_not_thereby_in_the_wards_it_spans(courier):
    ward = town.place(courier.db, "Brandwood", parent=courier.wherry)
    pairs = [(ward.id, courier.heath.id), (courier.heath.id, ward.id)]
    courier.db.add_all(PlaceTouch(place_id=one, other_id=other) for one, other in pairs)
    item = courier.says("Fair in Kings Heath")
    assert courier.places(item).keys() == {courier.heath.id, courier.wherry.id}


def test_a_postcode_names_its_place(courier):
    courier.db.add(PlacePostcode(district="B14", place_id=courier.heath.id))
    assert courier.places(courier.says("Fair in B14"))[courier.heath.id] == ("title", "B14")


def test_a_tag_that_became_another_one_means_nothing_itself(courier):
    courier.sport.heir_id = town.tag(courier.db, "Games").id
    courier.db.flush()
    assert courier.tags(courier.says("Sport today")) == set()


def test_what_has_a_tag_has_what_that_is_part_of(courier):
    leisure = town.tag(courier.db, "Leisure")
    courier.db.add(TagEdge(tag_id=courier.sport.id, other_id=leisure.id, bond=Bond.BROADER))
    courier.db.add(TagEdge(tag_id=courier.sport.id, other_id=town.tag(courier.db, "Art").id, bond=Bond.RELATED))
    assert courier.tags(courier.says("Sport today")) == {("title", "Sport"), ("narrower", "Sport")}


def test_a_ruling_and_a_spelling_of_one_place_count_there(courier):
    facts = {"tag_id": courier.sport.id, "key": "derby", "label": "derby"}
    courier.db.add(TagLabel(**facts, scope_id=courier.heath.id, near="match"))
    courier.db.add(Ruling(scope_id=courier.heath.id, key="sport", label="sport", stand=Stand.AMBIGUOUS))
    item = courier.says("A derby match in Kings Heath", "sport")
    assert courier.tags(item) == {("title", "derby")}


def test_the_registry_as_it_would_stand_is_the_registry_once_that_is_done(courier):
    db, sport = courier.db, courier.sport
    games = TagRow(id=town.place(db, "x").id, slug="games", name="Games")  # any id
    was = TagRow(sport.id, sport.slug, sport.name, sport.meaning, None, None, sport.origin)
    images = [
        Image(None, games),
        Image(was, TagRow(sport.id, "sport", "Sport", "", None, None, "file", retired=True, heir_id=games.id)),
        Image(LabelRow(sport.id, WHOLE_HUB, "sport", "Sport"), None),
        Image(None, LabelRow(games.id, WHOLE_HUB, "sport", "Sport")),
        Image(None, EdgeRow(games.id, sport.id, Bond.BROADER)),
        Image(None, EdgeRow(games.id, courier.heath.id, Bond.RELATED)),
        Image(None, RulingRow(courier.heath.id, "games", "games", Stand.BLOCKED)),
    ]
    would = vocabulary(db, images)
    assert would.tags.keys() == {games.id}
    (sense,) = would.by_label["sport"]
    assert (sense.tag, sense.spelling) == (would.tags[games.id], "Sport")
    assert len(would.by_label["games"]) == 2
    assert sport.id in vocabulary(db).tags  # nothing was written
    courier.rule(RuleKind.ALWAYS)
    assert registry(db, images).speakers[courier.source.id].habits.always == (games.id,)


def test_the_compiled_registry_is_kept_until_it_changes(engine):
    with writing(engine) as db:
        Courier(db)
        assert kept.kept_registry(db) is not kept.kept_registry(db)  # this transaction may have changed it itself
    with reading(engine) as db:
        held = kept.kept_registry(db)
        assert kept.kept_registry(db) is held
    with writing(engine) as db:
        bump_hub(db)
    with reading(engine) as db:
        assert kept.kept_registry(db) is not held


def test_a_registry_nobody_noted_a_change_of_is_not_kept(engine):
    with reading(engine) as db:
        assert kept.kept_registry(db) is not kept.kept_registry(db)
