"""The registry files taken into the database: all of it in one transaction, or nothing and every fault in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, update

from hub.aggregate.feeds.actions import load_sources
from hub.aggregate.feeds.registry import SourceEntry, parse_sources
from hub.aggregate.items import actions as items
from hub.aggregate.registering.queries import departed
from hub.db.beats import beat
from hub.db.engine import reading, writing
from hub.db.turns import take_turn
from hub.duties.knowing import REGISTRY
from hub.errors import RegistryError
from hub.establish.deciding import rows
from hub.establish.deciding.actions import note_loaded
from hub.establish.deciding.changing import MATTER
from hub.establish.tags.actions import load_tags
from hub.establish.tags.registry import TagEntry, parse_tags
from hub.establish.tags.ruled import RuledEntry, parse_words
from hub.establish.tags.ruling import load_words
from hub.kit.yaml import Cell, join, read_yaml
from hub.meet.events.models import Event
from hub.meet.events.relisting import relist_in
from hub.places.actions import bump_hub, clocks, desk_slugs, ids_by_slug, load_places
from hub.places.filing import Loaded
from hub.places.registry import PlaceEntry, parse_places


@dataclass(frozen=True, slots=True)
class RegistryFiles:
    """What the registry files say, parsed and checked; everything by slug."""

    places: Mapping[str, PlaceEntry]
    sources: Mapping[str, SourceEntry]
    tags: Mapping[str, TagEntry]
    ruled: Mapping[str, RuledEntry]  # words that mean no tag, by place


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading did, in numbers and in words."""

    places: Loaded
    sources: Loaded
    feeds: Loaded
    tags: Loaded
    ruled: Loaded
    vocabulary_changed: bool  # what items mean may be another thing now: derived rows want rebuilding

    @property
    def conflicts(self) -> tuple[str, ...]:
        """What the files want and the desk decided otherwise; left as it is."""
        kinds = (self.places, self.sources, self.tags, self.ruled)
        return tuple(conflict for each in kinds for conflict in each.conflicts)

    @property
    def anything(self) -> bool:
        """Whether a row was written."""
        return any(each.anything for each in (self.places, self.sources, self.feeds, self.tags, self.ruled))

    def words(self) -> tuple[str, ...]:
        """Say it in plain lines."""
        registry = (("places", self.places), ("sources", self.sources), ("feeds", self.feeds))
        kinds = (*registry, ("tags", self.tags), ("words that are no tags", self.ruled))
        lines = [f"{name}: {_said(done)}." for name, done in kinds if done.anything]
        return (*(lines or ["Nothing changed."]), *self.conflicts)


def load(
    engine: Engine, feeds_files: Sequence[Path], tags_files: Sequence[Path], now: datetime, *, retire: bool = False
) -> LoadReport:
    """Load the registry files, all of one kind read as one; new feeds are due at *now*.

    Raise RegistryError with every fault, or, unless it is to *retire* them, where many tags stand in no file any
    more; then nothing is changed.
    """
    with reading(engine) as db:
        elsewhere = desk_slugs(db)
    files = read_files(feeds_files, tags_files, elsewhere)
    with writing(engine) as db:
        return store(db, files, now, retire=retire)


def read_files(
    feeds_files: Sequence[Path], tags_files: Sequence[Path], elsewhere: Collection[str] = ()
) -> RegistryFiles:
    """Parse and check the files; *elsewhere* are slugs of places they may speak of without listing them."""
    faults: list[str] = []
    registry = join([_document(file, faults).known("places", "sources") for file in feeds_files])
    documents = [_document(file, faults).known("tags", "words") for file in tags_files]
    words = join(documents or [read_yaml("{}", "tags.yaml", faults)])
    folders = {file.name: file.parent for file in feeds_files}
    places = parse_places(registry.at("places"), elsewhere, lambda file, name: (folders[file] / name).read_bytes())
    known = {*places, *elsewhere}
    sources = parse_sources(registry.at("sources"), known)
    # Without a single place that could be read, every tag that names one would be a fault of its own.
    tags = parse_tags(words.at("tags"), known) if places or not faults else {}
    ruled = parse_words(words.at("words"), known) if places or not faults else {}
    if faults:
        raise RegistryError(faults)
    return RegistryFiles(places, sources, tags, ruled)


def store(db: Session, files: RegistryFiles, now: datetime, *, retire: bool = False) -> LoadReport:
    """Apply what the files changed since they were last loaded; new feeds are due at *now*.

    Unless it is to *retire* them, raise RegistryError where many tags stand in no file any more.
    """
    before_that = clocks(db)
    places = load_places(db, files.places)
    ids = ids_by_slug(db)
    take_turn(db, MATTER)
    before = rows.registry(db)
    sources, feeds = load_sources(db, files.sources, ids, now, departed(db))
    tags = load_tags(db, files.tags, ids, may_retire_many=retire)
    ruled = load_words(db, files.ruled, ids)
    if tags.anything or ruled.anything:
        note_loaded(db, before, now)
    _follow(db, feeds.moved)
    # Days are those of the clock of a place: where that is another one, late evenings are on other days.
    relist_in(db, [place_id for place_id, zone in clocks(db).items() if before_that.get(place_id, zone) != zone])
    report = LoadReport(
        places=places,
        sources=sources,
        feeds=Loaded(feeds.added, feeds.changed, feeds.retired),
        tags=tags,
        ruled=ruled,
        vocabulary_changed=any(each.anything for each in (places, tags, ruled))
        or sources.changed > 0
        or bool(feeds.moved),
    )
    if report.anything:
        beat(db, REGISTRY, now)  # a round under way reads the registry again
        bump_hub(db)
    return report


def _document(file: Path, faults: list[str]) -> Cell:
    try:
        text = file.read_bytes().decode()
    except UnicodeDecodeError as error:
        faults.append(f"{file.name}: is not written in UTF-8 (byte {error.start}).")
        text = "{}"
    except OSError as error:
        faults.append(f"{file}: cannot be read: {(error.strerror or 'unknown trouble').lower()}.")
        text = "{}"
    # A file cut off to nothing must not retire the whole hub.
    if not text.strip():
        faults.append(f"{file.name}: is empty.")
        text = "{}"
    return read_yaml(text, file.name, faults)


def _follow(db: Session, moved: Mapping[UUID, UUID]) -> None:
    """Let what a feed said go with it to another source."""
    for feed_id, source_id in moved.items():
        items.follow(db, feed_id, source_id)
        db.execute(update(Event).where(col(Event.feed_id) == feed_id).values(source_id=source_id))


def _said(done: Loaded) -> str:
    counts = ((done.added, "added"), (done.changed, "changed"), (done.retired, "retired"))
    return ", ".join(f"{number} {what}" for number, what in counts if number)
