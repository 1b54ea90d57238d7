"""The registry this hub ships: real places, and the traps real words set there."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from sqlmodel import Session

from hub.duties.loading import RegistryFiles, read_files, store
from hub.establish.meaning.facts import PlaceFact, Spelt, TagFact
from hub.establish.meaning.rules import Meaning, resolve
from hub.establish.meaning.vocabulary import compile_vocabulary
from hub.establish.tags.registry import TagEntry
from hub.kit.text import words
from hub.places.registry import PlaceEntry

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def files() -> RegistryFiles:
    return read_files([ROOT / "feeds.yaml"], [ROOT / "tags.yaml"])


class Here:
    """The shipped registry, compiled; a slug's id is made from the slug."""

    def __init__(self, files: RegistryFiles) -> None:
        self.slugs = {_id(slug): slug for slug in (*files.places, *files.tags)}
        self.known = compile_vocabulary(
            [
                TagFact(
                    id=_id(f"tag {slug}"),
                    slug=slug,
                    name=tag.name,
                    place_id=_id(tag.place) if tag.place else None,
                    scope_id=_id(tag.scope) if tag.scope else None,
                    labels=_labels(tag),
                )
                for slug, tag in files.tags.items()
            ],
            [
                PlaceFact(_id(slug), _id(place.parent) if place.parent else None, place.name, _labels(place))
                for slug, place in files.places.items()
            ],
        )

    def places(self, home: str, title: str, *labels: str) -> set[str]:
        """Which places a regional item enters, by slug."""
        return {self.slugs[each.id] for each in self._meaning(home, title, *labels, mentioned=True).places}

    def tags(self, home: str, title: str, *labels: str) -> set[str]:
        """Which tags an item of a local source has, by name."""
        return {self.known.names[each.id] for each in self._meaning(home, title, *labels, mentioned=False).tags}

    def _meaning(self, home: str, title: str, *labels: str, mentioned: bool) -> Meaning:
        at = frozenset({_id(home)})
        return resolve(self.known, labels=labels, title=title, text=words(""), home=at, only_when_mentioned=mentioned)


@pytest.fixture(scope="module")
def here(files: RegistryFiles) -> Here:
    return Here(files)


def test_the_places_we_promised_are_there(files: RegistryFiles) -> None:
    wards = Counter(_top(files, slug) for slug, place in files.places.items() if place.kind == "ward")
    assert wards == {"birmingham": 69, "brighton-and-hove": 23, "lichfield": 9}
    tops = {slug for slug, place in files.places.items() if not place.parent}
    assert tops == {"birmingham", "brighton-and-hove", "ealing", "lichfield", "tamworth"}
    assert {"southall", "kings-heath", "burntwood"} <= files.places.keys()


def test_every_top_place_has_voices_and_every_tag_says_what_it_means(files: RegistryFiles) -> None:
    heard = {_top(files, place) for source in files.sources.values() for place in source.places}
    assert heard == {slug for slug, place in files.places.items() if not place.parent}
    assert all(source.addresses for source in files.sources.values())
    assert all(tag.meaning for tag in files.tags.values())
    assert len([tag for tag in files.tags.values() if not tag.scope and not tag.place]) >= 20


def test_loading_the_shipped_files_again_changes_nothing(db: Session, files: RegistryFiles) -> None:
    june = datetime(2025, 6, 1, tzinfo=UTC)
    assert store(db, files, june).places.added == len(files.places)
    assert store(db, files, june + timedelta(days=1)).words() == ("Nothing changed.",)


@pytest.mark.parametrize(
    ("home", "title", "entered"),
    [
        ("birmingham", "Crash closes King’s Heath high street", {"kings-heath", "birmingham"}),
        ("birmingham", "#KingsHeath: street party", {"kings-heath", "birmingham"}),
        ("birmingham", "Fire in Weoley Castle", {"weoley-castle", "birmingham"}),
        ("birmingham", "Man from Sutton, London, jailed", set()),
        ("birmingham", "Ferries to Holyhead late; Aston Villa win; a night in town", set()),
        ("birmingham", "Four Oaks tennis club", {"sutton-four-oaks", "sutton-coldfield", "birmingham"}),
        ("birmingham", "Digbeth’s trams", {"digbeth", "birmingham"}),
        ("brighton-and-hove", "We wish you a Regency ball at the marina", set()),
        ("brighton-and-hove", "Moulescoomb bus lane", {"moulsecoomb", "brighton-and-hove"}),
        ("brighton-and-hove", "Five Ways: new crossing", {"fiveways", "brighton-and-hove"}),
        ("brighton-and-hove", "Hove, actually", {"hove", "brighton-and-hove"}),
        ("ealing", "Fire in Southall", {"southall", "ealing"}),
        ("ealing", "Crime up in Birmingham", set()),
        ("lichfield", "Chasetown win at home", {"chasetown", "burntwood", "lichfield"}),
        ("lichfield", "At the close of play", set()),
    ],
)
def test_a_regional_item_enters_what_it_names(here: Here, home: str, title: str, entered: set[str]) -> None:
    assert here.places(home, title) == entered


def test_words_too_common_for_a_text_count_as_labels(here: Here) -> None:
    assert here.places("birmingham", "Match report", "Aston") == {"aston", "birmingham"}
    assert here.places("birmingham", "A walk", "Sutton") == {"sutton-coldfield", "birmingham"}
    assert here.tags("ealing", "A tip for the park by the river, planning a market") == set()
    assert here.tags("ealing", "x", "tip", "park", "market") == {"Bins & recycling", "Parks & gardens", "What’s on"}


@pytest.mark.parametrize(
    ("title", "tags"),
    [
        ("Bin strike: rubbish not collected", {"Bins & recycling"}),
        ("Fly tipping in the lane", {"Bins & recycling"}),
        ("Potholes and roadworks", {"Roads & parking"}),
        ("By-election: polling day", {"Elections"}),
        ("Residents’ association meets", {"Community"}),
        ("What's on this week", {"What’s on"}),
        ("A&E waits", {"Health & care"}),
        ("Strictly star wins lotto", set()),
    ],
)
def test_agreed_words_are_found_in_titles(here: Here, title: str, tags: set[str]) -> None:
    assert here.tags("ealing", title) == tags


def test_a_word_agreed_on_in_one_city_means_nothing_in_another(here: Here) -> None:
    assert here.tags("brighton-and-hove", "x", "gasworks", "King Alfred") == {"King Alfred"}
    assert here.tags("ealing", "x", "gasworks", "King Alfred") == {"Southall gasworks"}


def _top(files: RegistryFiles, slug: str) -> str:
    while parent := files.places[slug].parent:
        slug = parent
    return slug


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def _labels(entry: PlaceEntry | TagEntry) -> tuple[Spelt, ...]:
    return (*map(Spelt, entry.also), *(Spelt(label, in_text=False) for label in entry.label_only))
