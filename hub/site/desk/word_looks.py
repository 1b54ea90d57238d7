"""What would a choice about a word change, and has anybody decided it meanwhile? Looked at before it is done."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from uuid import UUID

from hub.establish.deciding import queries as deciding
from hub.establish.deciding.queries import DecisionView
from hub.establish.deciding.rules import AT_ONCE, BY_SILENCE, Level
from hub.establish.deciding.script import words_in
from hub.establish.tags.meant import meant
from hub.kit.saying import Saying, say
from hub.kit.text import label_key
from hub.places.queries import PlaceView
from hub.places.rules import WHOLE_HUB
from hub.site import agreeing
from hub.site.deps import Doing, line
from hub.site.desk.word_choices import Choice, Ground, drawn
from hub.site.kept.known import known
from hub.site.proposing import telling
from hub.site.proposing.board import EVERYWHERE, board
from hub.site.proposing.levels import ACTS, PASSES, QUEUED, TAKES_AWAY
from hub.site.proposing.looking import Looked, rehearsed
from hub.site.proposing.telling import DecisionTold
from hub.site.typed import Typed

MOST_INSIDE = 60  # places in a place that are offered
LATELY = 100  # decisions looked through for who decided a word
_LETTERS = 16  # of a mark


def ground(asked: Doing, here: PlaceView, word: str) -> Ground:
    """Return what a choice about a word is made on."""
    scopes = line(asked.db, here.id)
    return Ground(board(asked.db, here), wheres(asked, here), meant(asked.db, label_key(word), scopes))


def wheres(asked: Doing, here: PlaceView) -> Mapping[str, UUID]:
    """Return where a word may count, as a form says it: here first, then inside, then around, then everywhere."""
    tree = known(asked.db).tree
    places = (here, *tree.within(here.id)[:MOST_INSIDE], *tree.above(here.id)[::-1])
    return {**{place.slug: place.id for place in places}, EVERYWHERE: WHOLE_HUB}


def named_wheres(asked: Doing, on: Ground) -> Sequence[tuple[str, Saying]]:
    """Return where a word may count, in words, as a form offers it."""
    places = known(asked.db).by_slug
    named = [(slug, say("In %(place)s", place=places[slug].name)) for slug in on.wheres if slug in places]
    return [*named, (EVERYWHERE, say("In every place of this hub"))]


def look(asked: Doing, choice: Choice, typed: Typed, on: Ground) -> Looked:
    """Return what a filled form would change, or what is wrong with it."""
    made = drawn(choice, typed, on)
    begun = Looked(made.typed, on.board)
    return begun if made.typed.wrong else rehearsed(asked.db, begun, made.script)


def acts(asked: Doing, found: Looked) -> bool:
    """Say whether a change is done at once by who asks for it; else others are asked."""
    return found.asked is not None and found.level is Level.AT_ONCE and agreeing.may_decide(asked, found.asked.place_id)


def next_of(asked: Doing, found: Looked) -> Saying:
    """Say what comes of it when a choice is done."""
    wanted = found.asked
    if wanted is None or acts(asked, found):
        return ACTS
    if found.level is Level.TWO and wanted.reach <= BY_SILENCE:
        return TAKES_AWAY
    return PASSES if found.level is Level.SILENCE and wanted.reach <= AT_ONCE else QUEUED[found.level]


def stood(on: Ground) -> str:
    """Return what two looks have in common between which nobody decided the word."""
    return sha256(on.meant.mark.encode()).hexdigest()[:_LETTERS]


def alike(on: Ground, typed: str) -> tuple[str, str]:
    """Return the slugs of a tag the word means already and of the one it was said to mean; empty where there is none.

    Where that is a tag it means already, or none, the first is another one it means.
    """
    chosen = on.board.tag(typed)
    meant = [each.slug for each in on.meant.senses if chosen is None or each.slug != chosen.slug]
    first, second = (*meant, "", "")[:2]
    return first, chosen.slug if chosen else second


def decided(asked: Doing, here: PlaceView, word: str) -> DecisionTold | None:
    """Return the newest decision about a word that counts in a place."""
    key, scopes = label_key(word), [*line(asked.db, here.id), WHOLE_HUB]
    newest = deciding.decisions(asked.db, scopes, None, LATELY)
    found = [each for each in newest if _is_about(each, key)][:1]
    return next(iter(telling.decisions(asked.db, found, here, asked.now)), None)


def _is_about(decision: DecisionView, key: str) -> bool:
    return any(label_key(word) == key for each in decision.script for word in words_in(each))
