"""In which language is this written? Told from its script and its small words, or not told at all. Pure.

It knows the languages that are read and written in British towns; of every other it says nothing, which is better than
a guess: a screen reader takes what it is told for true.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

# Words that stand in nearly every sentence of a language. One that several have counts a little for each of them.
_SMALL = {
    "en": "the of and to in is for on with are was this that from by at be have it as your you our we will not an or"
    " has who their they what how his her can all about new been more up out after over into there which when if but"
    " every until would than them",
    "cy": "y yr r yn i o ar a mae ac ei eu gan am wedi oedd sydd bydd fydd gyda ym yng yw hyn dros at rhwng sy roedd"
    " maent nid chi ni ein eich hefyd ond neu pob bod fod cael gael mewn drwy tan newydd diwrnod gwybodaeth dydd ddydd"
    " mawr fawr dan heb wrth iddo nos cyngor ysgol eisteddfod",
    "ga": "agus an na ar le go is sa leis tá bhí seo chun don ón faoi bhfuil as ina den níl ach mar ag dtí ó gach atá",
    "gd": "agus an na air le gu is anns tha bha seo gus dhan bho fo ann aig nan gach airson ach mar nach gun am"
    " bidh sa",
    "pl": "i w na z do się jest to nie o dla że od po za jak przez oraz są przy ze co ich był była być może tym który"
    " która które tego już lub we pod tylko czy dnia przed bez",
    "ro": "și şi în de la cu pe un o este a sunt pentru din care mai nu să că au al ale prin fost sau după lui ce"
    " între către fără până când",
    "fr": "le la les l d jusqu de des du et en un une est pour dans sur au aux avec par qui que ce ces sont pas plus"
    " son sa ses leur nous vous ne se ou mais cette été à",
    "es": "el la los las de del y en un una es para con por que se al su sus más como no lo son está este esta pero"
    " o entre sobre hasta desde también fue ha",
    "pt": "o a os as de do da dos das e em um uma é para com por que se no na ao mais como não são está este esta seu"
    " sua pelo pela entre sobre até foi também",
    "de": "der die das und in den von zu mit ist für auf dem des ein eine einer nicht im sich auch an werden aus bei"
    " wird sind nach wie oder zum zur um am über wurde hat",
    "it": "il lo la i gli le di e in un una è per con del della dei delle che si non da al alla nel nella sono come"
    " più anche questo questa ha o tra su dal",
    "nl": "de het een van en in is op te voor met zijn niet dat die aan door bij ook naar er om als wordt uit over"
    " maar worden nog heeft deze kan",
    "lt": "ir į iš kad su yra ne bei apie nuo iki už per prie bus buvo kaip tai o ar jau taip pat tik savo dėl po tarp",
    "so": "iyo waa ka ku oo la ee in ah u uu ay si loo soo ayaa waxaa waxa kala ama kasta aan dadka",
    "tr": "ve bir bu için ile da de olarak çok daha en olan ne kadar var sonra gibi her ancak ya veya değil",
    "cs": "a v na se je že z s do o k i pro jako za by po od ale ve jsou při podle který která které nebo také byl",
    "hu": "a az és hogy nem is egy ez meg de már csak van volt mint vagy lesz számára között által el ki be",
}
# Letters that one or two of these languages have; most common words of Welsh have none of its own.
_LETTERS = {
    **dict.fromkeys("ŵŷ", ("cy",)),
    **dict.fromkeys("łśżźćń", ("pl",)),
    **dict.fromkeys("ășț", ("ro",)),
    **dict.fromkeys("ãõ", ("pt",)),
    **dict.fromkeys("ñ¿¡", ("es",)),
    **dict.fromkeys("ėųį", ("lt",)),
    **dict.fromkeys("őű", ("hu",)),
    **dict.fromkeys("řěů", ("cs",)),
    **dict.fromkeys("ğ", ("tr",)),
    **dict.fromkeys("ß", ("de",)),
    **dict.fromkeys("ąę", ("pl", "lt")),
    **dict.fromkeys("šž", ("lt", "cs")),
    **dict.fromkeys("òù", ("gd", "it")),
}
# Scripts in which one language, of those here, is written.
_SCRIPTS = (
    ("bn", "\u0980-\u09ff"),
    ("pa", "\u0a00-\u0a7f"),
    ("gu", "\u0a80-\u0aff"),
    ("ta", "\u0b80-\u0bff"),
    ("ml", "\u0d00-\u0d7f"),
    ("hi", "\u0900-\u097f"),
    ("el", "\u0370-\u03ff"),
    ("he", "\u0590-\u05ff"),
    ("ko", "\uac00-\ud7af"),
    ("ja", "\u3040-\u30ff"),
    ("zh", "\u4e00-\u9fff"),
    ("arabic", "\u0600-\u06ff"),
    ("cyrillic", "\u0400-\u04ff"),
)
_SCRIPT = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS}
_BEYOND_LATIN = re.compile("[\u0370-\u1dff\u3040-\ud7af]")
_LATIN = re.compile(r"[^\W\d_\u0370-\uffff]")
# Letters that only one of the languages of a script has.
_TELLING = {
    "arabic": (
        ("ur", re.compile("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2]")),
        ("fa", re.compile("[\u067e\u0686\u0698\u06af]")),
        ("ar", re.compile("[\u0623\u0625\u0629\u0643\u0649\u064a]")),
    ),
    "cyrillic": (
        ("uk", re.compile("[\u0456\u0457\u0454\u0491]")),
        ("ru", re.compile("[\u044b\u044d\u0451]")),
    ),
}

_LONGEST = 400  # characters that are looked at
_UNIT = 12  # the weight of a word that one language alone has
_OF_A_LETTER = 12  # that of a letter
_ENOUGH, _CLEARLY = 2, 2  # such words it takes, and how many times as much as for the next language
_SURELY, _LEAST_WORDS = 4, 8  # to doubt what a publisher says: such words, and words altogether
_FEW = 2  # small words of the language a text is said to be in
# What a text in the first of two languages may look like too: Japanese and Korean can be written in Chinese signs.
_SHARED = frozenset({("ja", "zh"), ("ko", "zh"), ("gd", "ga"), ("ga", "gd")})


def _weights() -> Mapping[str, Sequence[tuple[str, int]]]:
    often = Counter(word for words in _SETS.values() for word in words)
    found: dict[str, list[tuple[str, int]]] = {}
    for language, words in _SETS.items():
        for word in words:
            found.setdefault(word, []).append((language, _UNIT // often[word]))
    return found


_SETS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_WORDS = _weights()
_KNOWN = frozenset({*_SETS, *(language for language, _ in _SCRIPTS), "ur", "fa", "ar", "uk", "ru"})


def told_or_seen(told: str, text: str) -> str:
    """Return the language of *text*: what its publisher *told* (a tag, or nothing), unless it clearly is another.

    >>> told_or_seen("en-gb", "The bridge is shut"), told_or_seen("", "Mae'r bont ar gau ac mae'r siop yn agored")
    ('en-gb', 'cy')
    """
    primary = told.partition("-")[0]
    if not primary:
        return language_of(text)
    start = _plain(text)
    words = start.split()
    if _BEYOND_LATIN.search(start) is None and (len(words) < _LEAST_WORDS or _fits(words, primary)):
        return told
    seen = _seen(start, words, _SURELY)
    is_other = seen and primary in _KNOWN and seen != primary and (primary, seen) not in _SHARED
    return seen if is_other else told


def language_of(text: str) -> str:
    """Return the language of *text*, as a tag; empty where it is not clear.

    >>> language_of("Zebranie mieszkańców w sobotę"), language_of("پل پیر سے بند ہے"), language_of("Quiz night")
    ('pl', 'ur', '')
    """
    start = _plain(text)
    return _seen(start, start.split(), _ENOUGH)


def _plain(text: str) -> str:
    return text[:_LONGEST].lower().replace("’", " ").replace("'", " ")


def _fits(words: list[str], language: str) -> bool:
    """Say whether enough of the *words* are small ones of a *language*: then nobody need look closer."""
    return len(_SETS.get(language, frozenset()).intersection(words)) > _FEW


def _seen(text: str, words: list[str], enough: int) -> str:
    """Return the language of *text*, in small letters, which falls into *words*."""
    if text.isascii():
        return _clearest(_weighed(words), enough)
    beyond = _BEYOND_LATIN.findall(text)
    if len(beyond) > len(_LATIN.findall(text)):
        return _of_script("".join(beyond))
    scores = _weighed(words)
    for letter in _LETTERS.keys() & set(text):
        for language in _LETTERS[letter]:
            scores[language] = scores.get(language, 0) + _OF_A_LETTER
    return _clearest(scores, enough)


def _weighed(words: list[str]) -> dict[str, int]:
    scores: dict[str, int] = {}
    for word in _WORDS.keys() & set(words):
        for language, weight in _WORDS[word]:
            scores[language] = scores.get(language, 0) + weight
    return scores


def _clearest(scores: Mapping[str, int], enough: int) -> str:
    best = max(scores, key=scores.__getitem__, default="")
    most = scores.get(best, 0)
    second = max((score for language, score in scores.items() if language != best), default=0)
    return best if most >= enough * _UNIT and most >= _CLEARLY * second else ""


def _of_script(letters: str) -> str:
    language = next((each for each, script in _SCRIPT.items() if len(script.findall(letters)) * 2 > len(letters)), "")
    told = _TELLING.get(language)
    if told is None:
        return language
    return next((each for each, letter in told if letter.search(letters)), "")
