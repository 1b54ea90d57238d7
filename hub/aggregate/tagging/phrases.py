"""Which phrases do many say lately that were seldom said before? Counted over what two months say. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log

from hub.kit.saying import Saying, say_count
from hub.kit.text import label_key, tokens, words

SHORTEST, LONGEST = 2, 4  # words of a phrase
ENOUGH = 4  # items that say it: fewer is chance
VOICES = 2  # sources that say it: what one alone repeats is its own manner of speaking
RISEN = 2.0  # times as many as the month before, of as many items
COMMON = 0.2  # of all items: a word in more of them says nothing by itself
MANY = 100  # items: among fewer, what everybody speaks of is in a fifth of them too
MOSTLY = 0.8  # of the items that say a phrase say a longer one around it: that is the phrase
EXAMPLES = 3
_BETWEEN = " \t\n\r\u00a0-\u2010\u2011"  # what may stand between two words of a phrase
SURE = 3.84  # log-likelihood ratio at which one in twenty would be chance; the surest come first anyway
# Small words of languages spoken here: what begins or ends with one is a piece of a phrase. Counting finds others.
_ENGLISH = """
    a about after all also am an and any are as at be been before but by can could did do does for from had has have he
    her here his how i if in into is it its just more most my new no not now of on one or our out over she should so
    some such than that the their them there these they this those to up us was we were what when where which who will
    with would you your
"""
_WELSH = """
    a ac ag am ar ond bydd byddwn chi dan ein ei eich er fel fydd gan gyda hon hwn hyn i mae mewn na nad neu ni nid o
    oedd oes rhwng roedd sy sydd trwy un wedi wrth y yn yng ym yr
"""
_OTHERS = """
    au aux ce ces dans de der des die das den dem du ein eine einen el en et für il im ist la las le les los mit nicht
    para por que sur und una une von zu zum zur
"""
_OF_DATES = frozenset(
    words(
        """
        am pm monday tuesday wednesday thursday friday saturday sunday january february march april may june july
        august september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri
        sat sun dydd llun mawrth mercher iau gwener sadwrn sul ionawr chwefror ebrill mai mehefin gorffennaf awst medi
        hydref tachwedd rhagfyr
        """
    ).split()
)
SMALL = frozenset(words(_ENGLISH + _WELSH + _OTHERS).split())


@dataclass(frozen=True, slots=True)
class Said:
    """What one item says, and whose it is."""

    item_id: int
    source: object
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it is mostly written, and in how many items of this month and of the one before it was said."""

    key: str
    written: str
    items: int
    before: int
    voices: int
    example_ids: tuple[int, ...]

    @property
    def why(self) -> Saying:
        """Say in words why it is suggested."""
        return say_count(
            "on %(count)s item this month, on %(before)s the month before",
            "on %(count)s items this month, on %(before)s the month before",
            self.items,
            before=self.before,
        )


_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Counts:
    """In how many items each phrase, and each word, is said."""

    items: int
    phrases: Mapping[_Words, int]
    words: Mapping[str, int]


def rising(this: Sequence[Said], before: Sequence[Said], known: Collection[str], most: int) -> Sequence[Phrase]:
    """Return the phrases many items of *this* month say and few of the one *before*, the surest first.

    *known* are the keys of labels that mean something, or are not to mean anything: those are left out. Of phrases that
    lie in each other one is told.
    """
    now = _counts(this)
    small = {word for word, items in now.words.items() if items > COMMON * now.items} if now.items >= MANY else set()
    often = [
        phrase
        for phrase, items in now.phrases.items()
        if items >= ENOUGH and phrase[0] not in small | SMALL and phrase[-1] not in small | SMALL
    ]
    then = _counts_of(before, often)
    sure = {each: _surety(now.phrases[each], then[each], now.items, len(before)) for each in often}
    fresh = {each: sure[each] for each in often if sure[each] >= SURE and label_key(" ".join(each)) not in known}
    told = _told(this, fresh)
    several = {each: found for each, found in told.items() if len({said.source for said, _ in found}) >= VOICES}
    chosen = _apart({each: fresh[each] for each in several}, now.phrases)
    found = (_phrase(each, several[each], then[each]) for each in chosen)
    return list(islice((each for each in found if not _is_date(each.written) and not _is_name(each.written)), most))


def _is_date(written: str) -> bool:
    """Say whether a phrase is nothing but a date or a time.

    >>> _is_date("21 November"), _is_date("Monday 2nd"), _is_date("bus 21")
    (True, True, False)
    """
    return all(each in _OF_DATES or each[:1].isdigit() for each in words(written).split())


def _is_name(written: str) -> bool:
    """Say whether a phrase is written as people's names are: two words, each with a capital.

    >>> _is_name("Joan Weir"), _is_name("Fly tipping"), _is_name("Lantern Parade Route")
    (True, False, False)
    """
    parts = written.split()
    return len(parts) == SHORTEST and all(part[:1].isupper() and part[1:].islower() for part in parts)


def _counts(said: Iterable[Said]) -> _Counts:
    phrases: Counter[_Words] = Counter()
    single: Counter[str] = Counter()
    items = 0
    for each in said:
        found = {phrase for text in each.texts for phrase, _ in phrases_of(text)}
        phrases.update(found)
        single.update({word for phrase in found for word in phrase})
        items += 1
    return _Counts(items, phrases, single)


def _counts_of(said: Iterable[Said], wanted: Collection[_Words]) -> Mapping[_Words, int]:
    """Count the items that say each of the *wanted* phrases; a sign inside one is read over, which is much quicker."""
    texts = [f" {' | '.join(map(words, each.texts))} " for each in said]
    signs = {each: f" {' '.join(each)} " for each in wanted}
    return {each: sum(sign in text for text in texts) for each, sign in signs.items()}


def phrases_of(text: str) -> Iterator[tuple[_Words, tuple[int, int]]]:
    """Yield every run of two to four words of a text, folded, and where it stands; no run goes past a sign.

    >>> [phrase for phrase, _ in phrases_of("The bin strike, day two")]
    [('the', 'bin'), ('the', 'bin', 'strike'), ('bin', 'strike'), ('day', 'two')]
    """
    run: list[tuple[str, tuple[int, int]]] = []
    ended = 0
    for token in tokens(text):
        if text[ended : token.span[0]].strip(_BETWEEN):
            yield from _runs(run)
            run = []
        run += [(word, token.span) for word in token.words]
        ended = token.span[1]
    yield from _runs(run)


def _runs(run: Sequence[tuple[str, tuple[int, int]]]) -> Iterator[tuple[_Words, tuple[int, int]]]:
    for start in range(len(run)):
        for end in range(start + SHORTEST, min(start + LONGEST, len(run)) + 1):
            yield tuple(word for word, _ in run[start:end]), (run[start][1][0], run[end - 1][1][1])


def _surety(now: int, then: int, items_now: int, items_then: int) -> float:
    """Return how unlikely it is that a phrase is said so much oftener by chance; nothing where it is not.

    It is the log-likelihood ratio of Dunning (1993), of how many items say it and how many there are.

    >>> _surety(12, 1, 300, 300) > SURE > _surety(12, 9, 300, 300)
    True
    """
    if not items_then:
        return SURE + now  # the first month: all of it is new
    share = (now + then) / (items_now + items_then)
    if now < RISEN * then * items_now / items_then:
        return 0.0
    return 2 * sum(seen * log(seen / (share * items)) for seen, items in ((now, items_now), (then, items_then)) if seen)


def _told(said: Iterable[Said], wanted: Collection[_Words]) -> dict[_Words, list[tuple[Said, str]]]:
    """Return who says each of the *wanted* phrases, once an item, and how it is written there."""
    told: dict[_Words, list[tuple[Said, str]]] = defaultdict(list)
    for each in said:
        found = {phrase: text[start:end] for text in each.texts for phrase, (start, end) in phrases_of(text)}
        for phrase in found.keys() & wanted:
            told[phrase].append((each, found[phrase]))
    return told


def _apart(sure: Mapping[_Words, float], items: Mapping[_Words, int]) -> list[_Words]:
    """Return phrases none of which lies in another, the surest first; of two said together the longer one stays."""
    whole = [
        each
        for each in sure
        if not any(_lies_in(each, other) and items[other] >= MOSTLY * items[each] for other in sure if other != each)
    ]
    chosen: list[_Words] = []
    for each in sorted(whole, key=lambda phrase: (-sure[phrase], phrase)):
        if not any(_lies_in(each, other) or _lies_in(other, each) for other in chosen):
            chosen.append(each)
    return chosen


def _lies_in(inner: _Words, outer: _Words) -> bool:
    return any(outer[at : at + len(inner)] == inner for at in range(len(outer) - len(inner) + 1))


def _phrase(said: _Words, told: Sequence[tuple[Said, str]], before: int) -> Phrase:
    written = Counter(text for _, text in told)
    newest = sorted((said.item_id for said, _ in told), reverse=True)
    return Phrase(
        key=label_key(" ".join(said)),
        written=min(written, key=lambda text: (-written[text], text)),
        items=len(told),
        before=before,
        voices=len({said.source for said, _ in told}),
        example_ids=tuple(newest[:EXAMPLES]),
    )
