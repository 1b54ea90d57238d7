"""What of another town's words do we have already, and what would be new? By exact label alone. Pure.

Nothing is applied: each word becomes a few operations that somebody may tick, and a proposal is made of those.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from hub.establish.deciding.script import MOST_OPERATIONS, Agree, Operation, Script, Spell, Tie
from hub.establish.sharing.brought import Brought, BroughtWord
from hub.establish.tags.naming import LONGEST_MEANING, LONGEST_NAME
from hub.establish.tags.rules import Bond
from hub.establish.tags.ties import beyond
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import excerpt, label_key, numbered, slugify
from hub.places.rules import WHOLE_HUB

MOST_SPELLINGS, MOST_TIES = 80, 15  # of one word: so that it stays within one script


@dataclass(frozen=True, slots=True)
class Ours:
    """A tag that counts in the place."""

    slug: str
    name: str
    scope: UUID = WHOLE_HUB
    broader: frozenset[str] = frozenset()  # slugs of tags
    tied: frozenset[str] = frozenset()  # slugs of tags it hangs together with in any way


@dataclass(frozen=True, slots=True)
class Registry:
    """What words mean in the place that would take others in."""

    place_id: UUID  # WHOLE_HUB: in all of them
    tags: Mapping[str, Ours]  # by slug
    meant: Mapping[str, Collection[str]]  # slugs of tags, by the key of a spelling
    ruled: Collection[str]  # keys of words that were decided to mean no tag
    places: Collection[str]  # keys of the names of places
    slugs: Collection[str]  # that are taken, also by what was a tag once
    in_parts: Mapping[str, Collection[str]] = field(default_factory=dict)  # like meant, in a part of the place alone


class Fate(StrEnum):
    """What would become of a word."""

    NEW = "new"
    MORE = "more"  # we have it, and it has spellings or bonds we do not
    CLASH = "clash"
    SAME = "same"  # we have all of it


@dataclass(frozen=True, slots=True)
class Match:
    """A word of another town, and what it would be here."""

    word: BroughtWord
    fate: Fate
    slug: str = ""  # of our tag
    script: Script = ()
    clashes: tuple[Saying, ...] = ()  # what of it is left out, and why


def matched(brought: Brought, registry: Registry) -> Sequence[Match]:
    """Return what each word would be here; what is new comes first, what we have already last."""
    matching = _Matching(registry)
    found = [matching.match(word) for word in brought.words]
    ends = {match.word.id: match.slug for match in found if match.slug}
    order = list(Fate)
    return sorted((matching.tied(match, ends) for match in found), key=lambda match: order.index(match.fate))


def scripts(chosen: Iterable[Script], agreed: Collection[str]) -> Sequence[Script]:
    """Return what was chosen as scripts of no more operations than one may have; in each, tags before their bonds.

    A bond is left out where its other end is neither *agreed* on (a slug) nor in the same script.
    """
    return [told for part in _parted(chosen) if (told := _in_order(part, agreed))]


def within(matches: Sequence[Match], most: int = MOST_OPERATIONS) -> Sequence[Match]:
    """Return the first of what could be chosen, as many as go into one script together."""
    found: list[Match] = []
    for match in (each for each in matches if each.script):
        most -= len(match.script)
        if most < 0:
            break
        found.append(match)
    return found


def _parted(chosen: Iterable[Script]) -> Iterator[Script]:
    """Fill one script after another; the operations of one word stay together."""
    filling: list[Operation] = []
    for whole in chosen:
        if filling and len(filling) + len(whole) > MOST_OPERATIONS:
            yield tuple(filling)
            filling = []
        filling += whole
    yield tuple(filling)


def _in_order(part: Script, agreed: Collection[str]) -> Script:
    known = {*agreed, *(each.slug for each in part if isinstance(each, Agree))}
    ties = [each for each in part if isinstance(each, Tie) and {each.tag, each.other} <= known]
    return (*(each for each in part if not isinstance(each, Tie)), *ties)


class _Matching:
    """Words matched one after another: what one has taken the next cannot have."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._taken: dict[str, str] = {}  # names of words of the file, by the key of how they are spelt
        self._slugs = set(registry.slugs)
        self._related: set[tuple[str, str]] = set()
        self._broader = {slug: set(tag.broader) for slug, tag in registry.tags.items()}
        self._names = {slug: tag.name for slug, tag in registry.tags.items()}

    def match(self, word: BroughtWord) -> Match:
        """Say what a word would be here, but for its bonds."""
        key = label_key(word.name)
        means = self._meant(key)
        blocked = NOTHING if means else self._blocked(word.name)
        if fault := _unfit(word.name) or self._unclear(word.name, means) or blocked:
            return Match(replace(word, name=word.name or word.id), Fate.CLASH, clashes=(fault,))
        if means:
            return self._more(word, next(iter(means)))
        slug = self._free_slug(word.name)
        self._taken[key] = self._names[slug] = word.name
        agree = Agree(slug, word.name, excerpt(word.meaning, LONGEST_MEANING), self._registry.place_id)
        spells, clashes = self._spelt(word, slug, WHOLE_HUB)
        return Match(word, Fate.NEW, slug, (agree, *spells), clashes)

    def _meant(self, key: str) -> Collection[str]:
        """Return the slugs of the tags a word means here; of several the one that is called so."""
        means = self._registry.meant.get(key, ())
        return [slug for slug in means if label_key(self._registry.tags[slug].name) == key] or means

    def tied(self, match: Match, ends: Mapping[str, str]) -> Match:
        """Return a match with the bonds of its word to others of the file, but for what speaks against what is here."""
        if not match.slug:
            return match
        clashes: list[Saying] = []
        ties = [*self._above(match, ends, clashes), *self._beside(match, ends)][:MOST_TIES]
        fate = Fate.MORE if ties and match.fate is Fate.SAME else match.fate
        return Match(match.word, fate, match.slug, (*match.script, *ties), (*match.clashes, *clashes))

    def _above(self, match: Match, ends: Mapping[str, str], clashes: list[Saying]) -> Iterator[Tie]:
        for other in self._others(match, match.word.broader, ends):
            if match.slug in self._beyond(other):
                names = {"tag": match.word.name, "other": self._names.get(other, other)}
                clashes.append(say("“%(tag)s” cannot be part of “%(other)s”, which is part of it already.", **names))
            else:
                self._broader.setdefault(match.slug, set()).add(other)
                yield Tie(match.slug, Bond.BROADER, other)

    def _beside(self, match: Match, ends: Mapping[str, str]) -> Iterator[Tie]:
        for other in self._others(match, match.word.related, ends):
            is_in_line = match.slug in self._beyond(other) or other in self._beyond(match.slug)
            if not is_in_line and (other, match.slug) not in self._related:
                self._related.add((match.slug, other))
                yield Tie(match.slug, Bond.RELATED, other)

    def _others(self, match: Match, ids: Iterable[str], ends: Mapping[str, str]) -> Sequence[str]:
        """Return our slugs of other words, without those our tag hangs together with already.

        How tags of a wider place hang together is not for this place to say.
        """
        ours = self._registry.tags.get(match.slug)
        if ours and ours.scope != self._registry.place_id:
            return ()
        known = {match.slug, *(ours.tied if ours else ())}
        return [slug for slug in dict.fromkeys(ends[each] for each in ids if each in ends) if slug not in known]

    def _beyond(self, slug: str) -> frozenset[str]:
        return frozenset(beyond(slug, lambda each: self._broader.get(each, ())))

    def _more(self, word: BroughtWord, slug: str) -> Match:
        ours = self._registry.tags[slug]
        is_of_place = ours.scope == self._registry.place_id
        spells, clashes = self._spelt(word, slug, WHOLE_HUB if is_of_place else self._registry.place_id)
        fate = Fate.MORE if spells else Fate.CLASH if clashes else Fate.SAME
        return Match(word, fate, slug, spells, clashes)

    def _spelt(self, word: BroughtWord, slug: str, scope: UUID) -> tuple[Script, tuple[Saying, ...]]:
        """Return the spellings a tag does not have yet, and why others are left out."""
        spells: list[Operation] = []
        clashes: list[Saying] = []
        told = [*((label, True) for label in (word.name, *word.also)), *((label, False) for label in word.label_only)]
        for label, in_text in told[:MOST_SPELLINGS]:
            key = label_key(label)
            if self._taken.get(key) == word.name or self._is_known(key, slug):
                continue
            if fault := _unfit(label) or self._unclear(label, self._registry.meant.get(key, ())) or self._other(label):
                clashes.append(fault)
                continue
            self._taken[key] = word.name
            spells.append(Spell(slug, label, scope, in_text))
        return tuple(spells), tuple(clashes)

    def _is_known(self, key: str, slug: str) -> bool:
        """Say whether a tag is spelt so here, be it in a part of the place or beside some words alone."""
        return slug in self._registry.meant.get(key, ()) or slug in self._registry.in_parts.get(key, ())

    def _other(self, label: str) -> Saying:
        """Say which other tag a spelling means already, or why it can mean none; nothing where it is free."""
        means = self._registry.meant.get(label_key(label), ())
        if means:
            ours = self._registry.tags[next(iter(means))]
            return say("“%(spelling)s” means “%(tag)s” here already.", spelling=label, tag=ours.name)
        return self._blocked(label)

    def _blocked(self, label: str) -> Saying:
        key, values = label_key(label), {"spelling": label}
        if key in self._registry.ruled:
            return say("“%(spelling)s” was decided to mean no tag here.", **values)
        if key in self._registry.places:
            return say("“%(spelling)s” is the name of a place here.", **values)
        if key in self._taken:
            return say(
                "“%(spelling)s” is spelt so under “%(other)s” of this file too.", other=self._taken[key], **values
            )
        return NOTHING

    def _unclear(self, label: str, means: Collection[str]) -> Saying:
        if len(means) < 2:  # noqa: PLR2004 -- one tag, or none: that is clear
            return NOTHING
        return say(
            "“%(spelling)s” means several tags here: %(tags)s.",
            spelling=label,
            tags=", ".join(sorted(self._names[slug] for slug in means)),
        )

    def _free_slug(self, name: str) -> str:
        usual = slugify(name)
        slug = next(each for each in numbered(usual) if each not in self._slugs)
        self._slugs.add(slug)
        return slug


def _unfit(label: str) -> Saying:
    if not label:
        return say("It has no name.")
    if not label_key(label):
        return say("“%(spelling)s” has no letter in it.", spelling=label)
    if len(label) > LONGEST_NAME:
        return say("“%(spelling)s” is longer than %(most)s letters.", spelling=excerpt(label, 40), most=LONGEST_NAME)
    return NOTHING
