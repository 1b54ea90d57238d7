"""What should one know before a change is sent, besides what it does? What a word means so far, and what waits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.tagging.filed import filed_and_tagged, holds_at_least
from hub.aggregate.tagging.reaching import Reach
from hub.establish.deciding import queries
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import State
from hub.establish.deciding.script import Agree, Operation, Rule, Spell
from hub.establish.tags.meant import Sense, meant
from hub.kit.saying import Saying, say, say_count
from hub.kit.text import label_key
from hub.places.queries import PlaceView
from hub.places.rules import WHOLE_HUB
from hub.site.deps import line
from hub.site.kept.known import known
from hub.site.proposing.shown import around_here
from hub.site.render import path

MOST_PROPOSED = 200  # open proposals that are looked through
SHORTEST = 3  # letters: what is shorter stands in many texts and means many things
COMMON = 20  # one in so many posts of a place
FEW = 5  # posts: fewer are no sign that a word is common


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence beside what a change would do, and where one reads more; nowhere where it is empty."""

    words: Saying
    address: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that is to mean a tag."""

    label: str
    tag: str  # its slug
    scope: UUID  # where; WHOLE_HUB: everywhere
    in_text: bool = True

    @property
    def key(self) -> str:
        return label_key(self.label)


def notes(db: Session, here: PlaceView, asked: Asked, touched: Reach) -> Sequence[Note]:
    """Return what one should know of the words of a change."""
    spelt = list(_words(db, asked.script))
    return [
        *(note for each in spelt for note in _meant_so_far(db, each)),
        *_waiting(db, here, asked.script),
        *([Note(_COMMON)] if asked.is_common else []),
        *(_had_already(db, spelt[0]) if len(spelt) == 1 and not touched.items and touched.is_whole else []),
    ]


def is_common(db: Session, asked: Asked, touched: Reach) -> bool:
    """Say whether a word that is to mean a tag is in very many posts of the place, or so short that it may be."""
    spelt = [each for each in _words(db, asked.script) if each.in_text]
    if any(len(each.key) < SHORTEST and each.key.isascii() for each in spelt):
        return True
    return bool(spelt) and touched.items >= FEW and not holds_at_least(db, asked.place_id, touched.items * COMMON)


_COMMON = say("This word is very common: it may mean something else in many posts. Others are asked first.")


def _words(db: Session, script: Sequence[Operation]) -> Iterator[_Word]:
    scopes = {tag.slug: tag.scope_id or WHOLE_HUB for tag in known(db).tags}
    for each in script:
        if isinstance(each, Agree):
            scopes[each.slug] = each.scope
            yield _Word(each.name, each.slug, each.scope)
        elif isinstance(each, Spell):
            scope = each.scope if each.scope != WHOLE_HUB else scopes.get(each.tag, WHOLE_HUB)
            # With words that must stand near it, it is no longer common.
            yield _Word(each.label, each.tag, scope, each.in_text and not each.near)


def _meant_so_far(db: Session, word: _Word) -> Iterator[Note]:
    """Say what a word means in a wider place, and that it would no longer mean that in the narrower one."""
    if word.scope == WHOLE_HUB:
        return
    around = line(db, word.scope)
    senses = [each for each in meant(db, word.key, around).senses if each.counts_in != word.scope]
    if not senses:
        return
    depth = {place.id: at for at, place in enumerate(known(db).tree.above(word.scope))}
    nearest = max(depth.get(each.counts_in, -1) for each in senses)
    yield from [Note(_sense(db, word, each)) for each in senses if depth.get(each.counts_in, -1) == nearest]


def _sense(db: Session, word: _Word, sense: Sense) -> Saying:
    places = known(db).tree.places
    around = places.get(sense.counts_in)
    values = {
        "word": word.label,
        "tag": sense.name,
        "place": places[word.scope].name,
        "around": around.name if around else say("the whole hub"),
    }
    if sense.slug == word.tag:
        return say("“%(word)s” means “%(tag)s” in %(around)s already, so in %(place)s too.", **values)
    return say("In %(around)s “%(word)s” means “%(tag)s”. In %(place)s it would no longer mean that.", **values)


def _waiting(db: Session, here: PlaceView, script: Sequence[Operation]) -> Iterator[Note]:
    """Say which of the words others are asked about already."""
    wanted = {label_key(word) for each in script if (word := _named(each))}
    if not wanted:
        return
    for proposal in queries.proposals(db, around_here(db, here), [State.OPEN], MOST_PROPOSED):
        word = next((word for each in proposal.script if label_key(word := _named(each)) in wanted), "")
        if word:
            told = say("Something is proposed about “%(word)s” already: read it first.", word=word)
            yield Note(told, path(here.slug, "proposals", proposal.id))


def _named(operation: Operation) -> str:
    """Return the word an operation gives a meaning; nothing where it does something else."""
    if isinstance(operation, Agree):
        return operation.name
    return operation.label if isinstance(operation, Spell | Rule) else ""


def _had_already(db: Session, word: _Word) -> Iterator[Note]:
    """Say why nothing is touched, where all that is filed under a word has its tag."""
    tag = known(db).tags_by_slug.get(word.tag)
    number, tagged = filed_and_tagged(db, word.scope, word.key, tag.id) if tag else (0, 0)
    if tag and number and number == tagged:
        yield Note(
            say_count(
                "The one post filed under “%(word)s” has “%(tag)s” already.",
                "All %(count)s posts filed under “%(word)s” have “%(tag)s” already.",
                number,
                word=word.label,
                tag=tag.name,
            )
        )
