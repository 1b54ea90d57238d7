"""Every sentence of the interface is in every language; what is missing is listed."""

import re

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from hub import errors
from hub.kit.saying import Saying
from hub.site.words import LANGUAGES
from hub.site.words.speech import ENGLISH
from tests.words import TEMPLATE, forms, kept, messages, untranslated, used

OTHERS = sorted(set(LANGUAGES) - {ENGLISH})
COMMAND = "run: make words"
TROUBLES = [
    *(errors.TakenDown, errors.Ended, errors.BadQuestion, errors.TooMuch),
    *(errors.SignInFirst, errors.NotAllowed, errors.TooOften),
]
_NAMED = re.compile(r"%\((\w+)\)s")


def test_the_list_of_words_is_up_to_date() -> None:
    with TEMPLATE.open("rb") as file:
        listed = {message.id for message in messages(read_po(file))}

    said = {message.id for message in messages(used())}

    assert {"new": said - listed, "gone": listed - said} == {"new": set(), "gone": set()}, COMMAND


@pytest.mark.parametrize("tag", OTHERS)
def test_every_language_has_every_word(tag: str) -> None:
    catalogue = kept(tag)

    unknown = [str(message.id) for message in messages(used()) if message.id not in catalogue]

    assert {"unknown": unknown, "untranslated": untranslated(catalogue)} == {"unknown": [], "untranslated": []}, COMMAND


@pytest.mark.parametrize("tag", OTHERS)
def test_what_is_put_into_a_sentence_is_put_into_every_translation(tag: str) -> None:
    wrong = {}
    for message in messages(kept(tag)):
        needed = set(_NAMED.findall(_one(message.id)))
        # A form for one, or for none, may do without its number.
        spare = {"count"} if message.pluralizable else set()
        for form in forms(message):
            found = set(_NAMED.findall(form))
            if form and not (
                needed - spare <= found <= needed and form.replace("%%", "").count("%") == len(_NAMED.findall(form))
            ):
                wrong[str(message.id)] = form
    assert wrong == {}


@pytest.mark.parametrize("tag", OTHERS)
def test_a_plural_has_all_forms_its_language_knows(tag: str) -> None:
    catalogue = kept(tag)
    rules = len(Locale.parse(LANGUAGES[tag].locale).plural_form.rules) + 1  # the last one is for all other numbers
    assert catalogue.num_plurals == rules
    assert {len(forms(message)) for message in messages(catalogue) if message.pluralizable} == {rules}


@pytest.mark.parametrize("tag", OTHERS)
def test_translations_begin_and_end_as_the_sentence_does(tag: str) -> None:
    ends = (".", ":", "?", "…")
    wrong = {
        str(message.id): form
        for message in messages(kept(tag))
        for form in forms(message)
        if form and (_one(message.id).endswith(ends) or form.endswith(ends)) and _one(message.id)[-1] != form[-1]
    }
    assert wrong == {}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_to_do_about_trouble_is_told_in_every_language(trouble: type[errors.HubError]) -> None:
    assert isinstance(trouble.hint, Saying)


def _one(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[-1]
