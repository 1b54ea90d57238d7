"""What does a search show beside what was said? Tags and meetups called so, and a better spelling; suggestions too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nsmallest

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.kit.question import Question, Term, parse
from hub.kit.saying import Saying
from hub.kit.text import words
from hub.meet.events import queries as meetups
from hub.meet.events.values import Meetup
from hub.places.queries import PlaceView
from hub.site.asking.vocabulary import Named, Sort, announced, named, spoken
from hub.site.listing.listing import Listing

FEW = 5  # results; with more of them nobody mistyped
MOST_TAGS, MOST_MEETUPS, MOST_SUGGESTED = 5, 3, 8
MOST_SPEAKING = 100  # meetups whose dates are looked up
SHORTEST_MISTYPED = 4  # letters of a word; in a shorter one every letter is another word
LONG_WORD = 7  # letters of a word that may have two slips
SHORTEST_INSIDE = 3  # letters that are looked for inside of words too


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands around the results of a search."""

    tags: Sequence[Named] = ()  # agreed ones that are called so
    meetups: Sequence[Meetup] = ()  # to come, each with its next date
    did_you_mean: str = ""  # what to ask for instead; empty where nothing better is known
    remarks: Sequence[Saying] = ()  # what could not be understood


def findings(db: Session, listing: Listing, count: int, now: datetime) -> Findings:
    """Return what stands around the *count* results on the page of *listing*; past the first page only remarks do."""
    asked, wanted = listing.asked, listing.wanted
    if asked.before or wanted.is_void or not wanted.words.wanted:
        return Findings(remarks=listing.meant.remarks)
    is_plain = asked.cleared("q", "order") == asked.cleared()  # filters narrow items; of the rest nobody asked
    return Findings(
        tags=_tags(named(db, listing.here), wanted.words) if is_plain else (),
        meetups=_meetups(db, listing, now) if is_plain else (),
        did_you_mean=did_you_mean(db, listing, now) if count < FEW else "",
        remarks=listing.meant.remarks,
    )


def did_you_mean(db: Session, listing: Listing, now: datetime) -> str:
    """Return the question with words the place uses for those it does not know; empty where that finds nothing."""
    known = spoken(db, listing.here, now)
    question = listing.wanted.words
    mended = _once(_mended(term, known) for term in question.wanted)
    if mended == _once(question.wanted):
        return ""
    better = replace(question, wanted=mended)
    wanted = replace(listing.wanted, words=better, by_relevance=False)
    return str(better) if items.heads(db, wanted, 1).heads else ""


def suggest(db: Session, here: PlaceView, typed: str) -> Sequence[Named]:
    """Return the tags, places and sources of *here* that somebody may mean who has typed so far."""
    whole = words(typed)
    return _called(named(db, here), whole) or _called(named(db, here), whole.rpartition(" ")[2])


def _meetups(db: Session, listing: Listing, now: datetime) -> Sequence[Meetup]:
    texts = announced(db, listing.here, now)
    question = listing.wanted.words
    rarely = question.wanted[0].words  # most speak of something else, which is told sooner this way
    speaking = [event_id for event_id, text in texts.items() if rarely in text and question.fits(text)]
    return meetups.next_dates(db, speaking[:MOST_SPEAKING], now, MOST_MEETUPS)


def _tags(there: Iterable[Named], question: Question) -> Sequence[Named]:
    asked = " ".join(term.words for term in question.wanted)
    ranked = ((_kinship(each, asked), each) for each in there if each.sort == Sort.TAG)
    near = [(rank, each.name, each.slug, each) for rank, each in ranked if rank is not None]
    return [each for *_, each in nsmallest(MOST_TAGS, near, key=lambda each: each[:-1])]


def _kinship(tag: Named, asked: str) -> int | None:
    """Say how near a tag is to the words asked for: 0 is one of its names, None has nothing to do with it."""
    if asked in tag.spellings:
        return 0
    wanted = set(asked.split())
    if any(wanted <= set(spelling.split()) for spelling in tag.spellings):
        return 1
    return 2 if any(set(spelling.split()) <= wanted for spelling in tag.spellings) else None


def _called(there: Iterable[Named], start: str) -> Sequence[Named]:
    if not start:
        return ()
    order = {sort: number for number, sort in enumerate(Sort)}
    near = (
        (min(ranks), order[one.sort], len(one.name), one.name, one.slug, one)
        for one in there
        if (ranks := [rank for each in one.spellings if (rank := _nearness(each, start)) is not None])
    )
    return [one for *_, one in nsmallest(MOST_SUGGESTED, near, key=lambda each: each[:-1])]


def _nearness(spelling: str, start: str) -> int | None:
    """Say how near a name is to what was typed of it: 0 is all of it, None another name."""
    if spelling.startswith(start):
        return 0 if spelling == start else 1
    if f" {start}" in spelling:
        return 2
    return 3 if len(start) >= SHORTEST_INSIDE and start in spelling else None


def _mended(term: Term, known: Mapping[str, str]) -> Term:
    said = term.words.split()
    if term.is_start or all(word in known for word in said):
        return term
    better = " ".join(_better(word, known) for word in said)
    (read,) = parse(f'"{better}"' if len(said) > 1 else better).wanted
    return read if read.words != term.words else term


def _once(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Leave out what is looked for already."""
    return tuple({term.words: term for term in terms}.values())


def _better(word: str, known: Mapping[str, str]) -> str:
    """Return the word of the place that is nearest to a mistyped one, as it is written there; else the word itself."""
    if word in known or len(word) < SHORTEST_MISTYPED or not word.isalpha():
        return known.get(word, word)
    slips = 1 if len(word) < LONG_WORD else 2
    near = process.extractOne(word, known.keys(), scorer=OSA.distance, score_cutoff=slips)
    return known[near[0]] if near else word
