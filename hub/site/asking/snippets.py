"""Which part of an item says what somebody looks for? Cut out, its words marked, and kept while it stands."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup
from sqlmodel import Session

from hub.aggregate.items.queries import Head
from hub.aggregate.items.quoting import quotable, texts
from hub.db.kept import EachDatabase, Store
from hub.kit.markup import marked
from hub.kit.passages import hits, passage
from hub.kit.question import Question, Term
from hub.site import words
from hub.site.kept.known import known
from hub.site.render import environment

LONGEST = 300  # letters of a snippet
MOST_LETTERS = 4_000_000  # of all that are kept
_BESIDE = 200  # letters' worth of memory around each of them


class Key(NamedTuple):
    """What a snippet is found by."""

    item_id: int
    terms: tuple[Term, ...]
    language: str


class State(NamedTuple):
    """What a snippet is made from."""

    digest: str  # of what the publisher wrote
    version: int  # of the hub's registry: how much a source shows


_stores = EachDatabase[Store[Key, State, Markup]](lambda: Store(MOST_LETTERS, lambda kept: len(kept) + _BESIDE))


def of(db: Session, heads: Sequence[Head], question: Question) -> Mapping[int, Markup]:
    """Return the part of each item that says what is asked; those that may not be quoted are left out."""
    store, version, language = _stores.of(db), known(db).version, words.language()
    wanted = {
        Key(head.item_id, question.wanted, language): State(head.digest, version) for head in heads if question.wanted
    }
    found = store.take(wanted)
    if missing := [each.item_id for each in wanted if each not in found]:
        made = {Key(item_id, question.wanted, language): shown for item_id, shown in _made(db, missing, question)}
        found |= made
        if version:
            store.put((each, wanted[each], shown) for each, shown in made.items())
    return {each.item_id: shown for each, shown in found.items() if shown}


def _made(db: Session, item_ids: Sequence[int], question: Question) -> Iterator[tuple[int, Markup]]:
    """Yield every item with its snippet, an empty one where nothing of it can be shown."""
    said = quotable(db, item_ids)
    quoted = {item_id: (each.summary, hits(each.summary, question.wanted)) for item_id, each in said.items()}
    elsewhere = [item_id for item_id, (_, found) in quoted.items() if not found and said[item_id].is_whole]
    for item_id, text in (texts(db, elsewhere) if elsewhere else {}).items():
        quoted[item_id] = (text, hits(text, question.wanted))
    template = environment().get_template("parts/snippet.html").module
    for item_id, (text, found) in quoted.items():
        part = marked(*passage(text, found, LONGEST))
        yield item_id, template.snippet(part, said[item_id].language) if found else Markup()  # type: ignore[attr-defined] # macros are attributes
