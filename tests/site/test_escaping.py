"""Foreign words stand on a page exactly as Jinja itself would have escaped them."""

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from hub.site.escaping import Escaping, placed
from hub.site.phrases import phrase, phrases
from hub.site.render import environment

HOSTILE = ("<script>", "'\"&<>", "&amp;", "", "Łódź 東京", "</a><!--cut-->")


class Wrapped:
    """Something with markup of its own."""

    def __html__(self) -> str:
        return "<i>"


class Louder(Markup):
    """Markup that is shown in another way."""

    def __html__(self) -> "Louder":
        return Louder("<b>")


class Told(str):
    """A string of a sort of its own."""

    __slots__ = ()


@pytest.mark.parametrize(
    "value", [*HOSTILE, *map(Markup, HOSTILE), Told("<b>"), 7, None, Wrapped(), Louder("<i>"), ["<"]]
)
def test_a_word_is_placed_as_it_would_be_escaped(value: object) -> None:
    assert str(placed(value)) == str(escape(value))


@pytest.mark.parametrize(
    "source",
    [
        "{{ word }}",
        "{% macro of(word) %}<b>{{ word }}</b>{% endmacro %}{{ of(word) }}{{ of(word) ~ word }}",
        "{% set told %}{{ word }}{% endset %}{{ told }}",
        "{% for each in [word, word] %}{{ each|upper }}{% endfor %}",
        "{{ word|safe }}{{ word|e }}{{ word|replace('a', '<') }}",
        "{% autoescape false %}{{ word }}{% endautoescape %}{{ word }}",
        "{% autoescape word %}{{ word }}{% endautoescape %}",
    ],
)
@pytest.mark.parametrize("word", HOSTILE)
def test_a_template_says_what_it_says_elsewhere(source: str, word: str) -> None:
    usual = Environment(autoescape=True).from_string(source)
    assert Escaping(autoescape=True).from_string(source).render(word=word) == usual.render(word=word)


def test_a_name_nobody_gave_is_an_error() -> None:
    template = Escaping(autoescape=True, undefined=StrictUndefined).from_string("{{ nobody }}")
    with pytest.raises(UndefinedError):
        template.render()


def test_every_page_is_rendered_this_way() -> None:
    assert isinstance(environment(), Escaping)
    assert environment().autoescape is True


@pytest.mark.parametrize("word", HOSTILE)
def test_words_in_our_sentences_are_escaped(word: str) -> None:
    assert phrase("by %(author)s", author=word) == Markup("by %(author)s") % {"author": word}
    assert phrase("by %(author)s", author=Markup("<i>")) == Markup("by <i>")
    assert phrases("%(count)s from %(name)s", "%(num)d of %(name)s", 2, name=word) == f"2 of {escape(word)}"
