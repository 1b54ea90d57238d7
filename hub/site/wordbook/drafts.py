"""Which agreed tags fit a draft? Each with the sentence whose words say so, ready to be shown; nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup
from sqlmodel import Session

from hub.aggregate.tagging.fitting import Fit, Passage, Unsure, fitting
from hub.aggregate.tagging.hints import near
from hub.aggregate.tagging.kept import kept_registry
from hub.establish.meaning.rules import Because
from hub.establish.tags.queries import TagView
from hub.kit.markup import marked
from hub.kit.passages import passage
from hub.kit.saying import Saying, say
from hub.places.queries import PlaceView
from hub.site.deps import line
from hub.site.kept.known import known
from hub.site.wordbook.entries import hashtag_of

LONGEST_SENTENCE = 180  # letters
MOST_UNCLEAR = 12  # words told of; for each of them others may have to be looked for
_ENDS = ".!?…。\uff01\uff1f\n"  # of a sentence, the wide signs of Chinese and Japanese too


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is writing."""

    title: str
    text: str

    def part(self, said: Passage) -> str:
        """Return the part of it a passage stands in."""
        return self.title if said.part == "title" else self.text


@dataclass(frozen=True, slots=True)
class Suits:
    """A tag that fits, with the words that say so marked in their sentence."""

    tag: TagView
    hashtag: str
    sentence: Markup
    because: Saying


@dataclass(frozen=True, slots=True)
class CouldMean:
    """A tag that unclear words may be meant to say, and in which place they do."""

    tag: TagView
    place: PlaceView | None  # none: wherever the tag counts


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that mean several things here, marked in their sentence, and which tags those are."""

    words: str
    sentence: Markup
    means: Sequence[CouldMean]
    near: Sequence[TagView]  # where nobody agreed on any: tags that look like it, or often stand beside it


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found out about a draft."""

    fits: Sequence[Suits]
    unclear: Sequence[Unclear]

    @property
    def categories(self) -> str:
        """Everything that fits, as a blog's list of categories."""
        return ", ".join(fit.tag.name for fit in self.fits)

    @property
    def hashtags(self) -> str:
        """Everything that fits, as one line of hashtags."""
        return " ".join(fit.hashtag for fit in self.fits if fit.hashtag)


def check(db: Session, here: PlaceView, draft: Draft) -> Checked:
    """Say which tags fit a *draft* for *here*, and which of its words are too unclear to say."""
    found = fitting(kept_registry(db), here.id, draft.title, draft.text)
    agreed = {tag.id: tag for tag in known(db).tags}
    return Checked(
        fits=[_suits(agreed[fit.tag_id], fit, draft) for fit in found.fits if fit.tag_id in agreed],
        unclear=[_unclear(db, here, each, draft) for each in found.unsure[:MOST_UNCLEAR]],
    )


def sentence_around(text: str, start: int, end: int) -> tuple[str, tuple[int, int]]:
    """Return the sentence of *text* that a passage stands in, and where in it that is.

    >>> sentence_around("It rains. The tip is shut! Go on.", 14, 17)
    ('The tip is shut!', (4, 7))
    """
    first = max(text.rfind(sign, 0, start) for sign in _ENDS) + 1
    first += len(text[first:start]) - len(text[first:start].lstrip())
    ends = [at for sign in _ENDS if (at := text.find(sign, end)) >= 0]
    last = min(ends) + 1 if ends else len(text)
    return text[first:last].rstrip(), (start - first, end - first)


def _suits(tag: TagView, fit: Fit, draft: Draft) -> Suits:
    return Suits(tag, hashtag_of(tag), _shown(fit.passage, draft), _because(fit))


def _unclear(db: Session, here: PlaceView, found: Unsure, draft: Draft) -> Unclear:
    offered = {tag.id: tag for tag in known(db).tags_near(here)}
    around, places = known(db).around(here), known(db).tree.places
    means = [
        CouldMean(offered[each.tag_id], places.get(each.place_id) if each.place_id else None)
        for each in found.could_mean
        if each.tag_id in offered and (each.place_id is None or each.place_id in around)
    ]
    hints = () if means else _near(db, here, found.words)
    return Unclear(
        found.words, _shown(found.passage, draft), means, [offered[each] for each in hints if each in offered]
    )


def _near(db: Session, here: PlaceView, said: str) -> Sequence[UUID]:
    hints = near(db, here.id, line(db, here.id), said)
    by_spelling, beside = ([each.tag_id for each in hints.by_spelling], [each.tag_id for each in hints.beside])
    return list(dict.fromkeys(by_spelling + beside))


def _shown(said: Passage | None, draft: Draft) -> Markup:
    if said is None:
        return Markup()
    sentence, span = sentence_around(draft.part(said), said.start, said.end)
    return marked(*passage(sentence, [span], LONGEST_SENTENCE))


def _because(fit: Fit) -> Saying:
    match fit.because:
        case Because.LABEL:
            return say("Your hashtag “%(words)s” means it.", words=fit.evidence)
        case Because.TITLE:
            return say("Your title says “%(words)s”.", words=fit.evidence)
        case Because.NARROWER:
            return say("“%(tag)s” fits, which is part of this.", tag=fit.evidence)
    return say("Your text says “%(words)s”.", words=fit.evidence)
