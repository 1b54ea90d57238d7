"""May a tag or a spelling be called this? One rule for the registry file and for the desk. Pure."""

from hub.kit.letters import odd_letter, shows, tidy
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import excerpt, label_key

LONGEST_NAME = 80  # letters, of slugs and spellings too
LONGEST_MEANING = 500
_QUOTED = 80  # letters of what somebody wrote, in a sentence about it
_ALPHABETS = {
    "LATIN": say("Latin"),
    "CYRILLIC": say("Cyrillic"),
    "GREEK": say("Greek"),
    "ARMENIAN": say("Armenian"),
    "COPTIC": say("Coptic"),
    "CHEROKEE": say("Cherokee"),
}


def quoted(written: str) -> str:
    """Return what somebody wrote as short as a sentence can bear it."""
    return excerpt(written, _QUOTED)


def name_fault(written: str) -> Saying:
    """Say why nobody could read a name, or read it as what it is; nothing when all is well.

    >>> str(name_fault("The b\u0430rn"))
    '“b\u0430rn” holds a letter that only looks right: its “\u0430” is Cyrillic. Type it anew.'
    """
    name = tidy(written)
    if not shows(name):
        return say("A name needs letters that can be seen.")
    if len(name) > LONGEST_NAME:
        return say("“%(name)s” is too long: %(most)s letters are enough.", name=quoted(name), most=LONGEST_NAME)
    if odd := odd_letter(name):
        return say(
            "“%(word)s” holds a letter that only looks right: its “%(letter)s” is %(alphabet)s. Type it anew.",
            word=odd.word,
            letter=odd.letter,
            alphabet=_ALPHABETS[odd.alphabet],
        )
    return NOTHING


def spelling_fault(written: str) -> Saying:
    """Say why a word cannot be a spelling: as for a name, or since nothing could be compared with it."""
    fault = name_fault(written)
    if fault or label_key(written):
        return fault
    return say("“%(word)s” has no letter and no digit to be found by.", word=tidy(written))


def meaning_fault(written: str) -> Saying:
    """Say what is wrong with the words that say what a tag means; nothing when all is well."""
    meaning = tidy(written)
    if len(meaning) <= LONGEST_MEANING:
        return NOTHING
    told = "“%(start)s” says more than is needed: %(most)s letters are enough for a meaning."
    return say(told, start=quoted(meaning), most=LONGEST_MEANING)
