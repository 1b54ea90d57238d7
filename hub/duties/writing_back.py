"""What was decided of the tags put into their registry files, so that loading them changes nothing."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copyfile, copymode

from sqlalchemy import Engine
from sqlmodel import Session

from hub.db.engine import reading, writing
from hub.duties.loading import LoadReport, read_files, store
from hub.errors import RegistryError
from hub.establish.sharing.filing import Agreed, among, parted, written_back
from hub.establish.tags import actions as tags
from hub.establish.tags import ruling
from hub.establish.tags.registry import parse_tags
from hub.establish.tags.ruled import parse_words
from hub.kit.merge import Facts
from hub.kit.yaml import join, read_yaml
from hub.places.actions import desk_slugs, ids_by_slug

BACKUP = "~"  # behind the name of the file as it was before


@dataclass(frozen=True, slots=True)
class WrittenBack:
    """What loading did, and what was written back."""

    loaded: LoadReport
    tags: int  # entries that are others now, new or gone
    words: int  # places in which other words mean no tag now
    left: tuple[str, ...] = ()  # tags decided on that these files cannot say

    def lines(self) -> tuple[str, ...]:
        """Say it in plain lines."""
        tags = f"{self.tags} {'tag' if self.tags == 1 else 'tags'} written back." if self.tags else ""
        words = "Words that are no tags written back." if self.words else ""
        left = [f"tag “{slug}”: is of a place of none of these files; not written." for slug in self.left]
        return (*self.loaded.words(), " ".join(filter(None, (tags, words))) or "No tag had changed at the desk.", *left)


def load_and_write_back(
    engine: Engine, feeds_files: Sequence[Path], tags_files: Sequence[Path], now: datetime, *, retire: bool = False
) -> WrittenBack:
    """Load the registry files, then put into *tags_files* what was decided besides; what is new, into the first.

    A file as it was stays beside it, with “~” behind its name. Raise RegistryError with every fault, or with what
    file and desk want otherwise: then neither the files nor the database are changed.
    """
    with reading(engine) as db:
        elsewhere = desk_slugs(db)
    files = read_files(feeds_files, tags_files, elsewhere)
    with writing(engine) as db:
        report = store(db, files, now, retire=retire)
        # Written over, what somebody wrote into the file would be lost without a word.
        if conflicts := (*report.tags.conflicts, *report.ruled.conflicts):
            raise RegistryError([*conflicts, "Nothing was written back: let the file say what the desk decided there."])
        known = {*files.places, *elsewhere}
        held = _held(db)
        said, wanted = Agreed.of(files.tags, files.ruled), _wanted(held, known)
        tags.refile(db, wanted.tags)
        ruling.refile(db, wanted.words)
        if said != wanted:
            # The files first: were it the other way round and we were stopped between, loading would undo decisions.
            _write(tags_files, said, wanted, known)
    left = tuple(sorted(held.tags.keys() - wanted.tags.keys()))
    return WrittenBack(report, _differing(said.tags, wanted.tags), _differing(said.words, wanted.words), left)


def _held(db: Session) -> Agreed:
    ids = ids_by_slug(db)
    return Agreed(tags.registered(db, ids), ruling.ruled(db, ids))


def _wanted(held: Agreed, known: Collection[str]) -> Agreed:
    """Return what the files should say, as it would be read: of two ways to write a word they know one."""
    return _read([written_back("", Agreed({}, {}), among(held, known))], known)


def _read(texts: Sequence[str], known: Collection[str]) -> Agreed:
    faults: list[str] = []
    cell = join([read_yaml(text or "{}", "tags.yaml", faults) for text in texts])
    read = Agreed.of(parse_tags(cell.at("tags"), known), parse_words(cell.at("words"), known))
    if faults:
        raise RegistryError(faults)
    return read


def _write(files: Sequence[Path], said: Agreed, wanted: Agreed, known: Collection[str]) -> None:
    """Let the files say together what is *wanted*, where they *said* something else."""
    texts = [_text(file) for file in files]
    parts = parted([_names(text, known) for text in texts], said, wanted)
    written = [written_back(text, *part) for text, part in zip(texts, parts, strict=True)]
    if _read(written, known) != wanted:
        names = ", ".join(file.name for file in files)
        raise RegistryError([f"{names}: could not be written so that it says what was decided; it is as it was."])
    for file, text, before in zip(files, written, texts, strict=True):
        if text != before:
            _replace(file, text)


def _names(text: str, known: Collection[str]) -> Agreed:
    """Return what one of several files speaks of; of tags the slugs alone: theirs may be elsewhere."""
    cell = read_yaml(text or "{}", "", [])
    ruled = parse_words(cell.at("words"), known)
    return Agreed(
        {slug: {} for slug in cell.at("tags").entries()}, {place: each.facts for place, each in ruled.items()}
    )


def _replace(file: Path, text: str) -> None:
    """Put *text* in the place of a file, whole or not at all; the file as it was stays beside it."""
    beside = file.with_name(file.name + BACKUP)
    fresh = file.with_name(f".{file.name}.new")
    try:
        copyfile(file, beside)
        with fresh.open("wb") as opened:
            opened.write(text.encode())
            opened.flush()
            os.fsync(opened.fileno())
        copymode(file, fresh)
        fresh.replace(file)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise RegistryError([f"{file}: cannot be written: {(error.strerror or 'unknown trouble').lower()}."]) from None


def _text(file: Path) -> str:
    return file.read_bytes().decode()


def _differing(said: Mapping[str, Facts], wanted: Mapping[str, Facts]) -> int:
    return sum(said.get(key) != wanted.get(key) for key in {*said, *wanted})
