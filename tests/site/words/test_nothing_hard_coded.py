"""No word of ours stands in a template or a handler without having passed gettext, where a translator finds it."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import nodes

from hub.site.render import WEB, environment
from tests.words import FOR_BUILDERS

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted(
    str(path.relative_to(WEB / "templates"))
    for path in (WEB / "templates").rglob("*.html")
    if path.name not in FOR_BUILDERS
)
PYTHON = sorted(
    str(path.relative_to(ROOT)) for path in (ROOT / "hub" / "site").rglob("*.py") if path.name not in FOR_BUILDERS
)
# Names that are the same in every language.
NAMES = {"Atom", "CSV", "GET", "JSON", "JSON Feed", "OPML", "Local Hub", "PDF", "RSS", "iCalendar"}
# Licences are called what their makers call them, and a library's own message is only looked for.
OTHERS_WORDS = {"CC ", "OGL ", "Public Domain Mark", "could not be displayed"}
SPOKEN = {"gettext", "ngettext", "_", "say", "say_count"}
# What only programmers and the log read: the API's own description, and what the web is made of.
FOR_PROGRAMMERS = {
    "description",
    "summary",
    "title",
    "warning",
    "info",
    "Gauge",
    "Counter",
    "CounterMetricFamily",
    "add_exception_handler",
}
READ_OUT = {"alt", "aria-description", "aria-label", "aria-roledescription", "label", "placeholder", "title", "content"}
IN_ATTRIBUTES = {"og_type", "theme"}  # blocks that stand inside of a tag, and are read by programs
_OUTPUT = "\ufffc"  # stands where a template prints a value
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[A-Z][\w’]*[ ,:]|[A-Z][a-z]+\.$|[a-z]+ [a-z]+")
_ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')  # of a macro that prints attributes alone


class Words(HTMLParser):
    """Everything a person would read or hear of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style"}
        named = {name: value or "" for name, value in attrs}
        if tag == "meta" and not {"description", "og:title", "og:description"} & {*named.values()}:
            named.pop("content", None)
        if tag == "input" and named.get("type") in {"submit", "button"}:
            self.found.append(named.get("value", ""))
        self.found += [named[name] for name in READ_OUT & named.keys()]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_nothing_of_its_own(name: str) -> None:
    tree = _parsed(name)

    words = Words()
    words.feed("".join(_printed(tree)))
    words.close()
    bare = [text.strip() for text in words.found if _LETTERS.search(_without_names(text))]

    assert bare == []
    assert [text for text in _constants(tree) if _is_sentence(text)] == []


@pytest.mark.parametrize("name", PYTHON)
def test_a_handler_says_nothing_of_its_own(name: str) -> None:
    module = ast.parse((ROOT / name).read_text())
    named = set(_for_programmers(module))
    unspoken = [
        text
        for node in module.body
        if not (isinstance(node, ast.Assign) and named & {ast.unparse(target) for target in node.targets})
        for text in _unspoken(node)
        if _is_sentence(text)
    ]

    assert [text for text in unspoken if text not in OTHERS_WORDS] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_part_does_not_freeze_its_words_in_the_first_language_it_is_used_in(name: str) -> None:
    # What stands outside of macros is worked out once, when a part is imported for the first time.
    kept = [node for node in _parsed(name).body if isinstance(node, nodes.Assign | nodes.AssignBlock)]
    calls = {call.node.name for node in kept for call in node.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}

    assert not (name.startswith("parts/") and calls & {"_", "gettext", "ngettext", "path", "language", "kind_name"})


def test_the_check_finds_what_is_hard_coded() -> None:
    words = Words()
    words.feed("<p title='Read on'>Hello <b>you</b></p><input type=submit value=Go><script>var x;</script>")

    assert words.found == ["Read on", "Hello ", "you", "Go"]
    assert list(_unspoken(ast.parse("raise NotFound('No such page.')"))) == ["No such page."]
    assert list(_unspoken(ast.parse("raise NotFound(say('No such page.'))"))) == []
    assert all(map(_is_sentence, ["No such page.", "All places", "older posts"]))
    assert not any(map(_is_sentence, ["no-store", "text/html", "max-age=60", "JSON Feed", "/about", "kings-heath"]))


def _parsed(name: str) -> nodes.Template:
    source = (WEB / "templates" / name).read_text()
    return environment().parse(source, name)


def _printed(node: nodes.Node) -> Iterator[str]:
    """Yield what a template prints, in order; whatever way it takes through its conditions."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Expr):
        yield _OUTPUT
    elif isinstance(node, nodes.Block) and node.name in IN_ATTRIBUTES:
        return
    else:
        for child in node.iter_child_nodes():
            # The words of conditions and loops are no output.
            if isinstance(node, nodes.Output) or not isinstance(child, nodes.Expr):
                yield from _printed(child)


def _constants(node: nodes.Node) -> Iterator[str]:
    """Yield the strings in expressions that no gettext stands around."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in SPOKEN:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _constants(child)


def _unspoken(node: ast.AST) -> Iterator[str]:
    """Yield the strings of a module that are neither docstrings nor spoken, nor for programmers alone."""
    if isinstance(node, ast.Call) and _called(node) in SPOKEN | FOR_PROGRAMMERS:
        return
    if isinstance(node, ast.keyword) and node.arg in FOR_PROGRAMMERS:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from _unspoken(child)


def _for_programmers(module: ast.Module) -> Iterator[str]:
    """Yield the names of constants that only describe something to programmers."""
    for node in ast.walk(module):
        if isinstance(node, ast.keyword) and node.arg in FOR_PROGRAMMERS and isinstance(node.value, ast.Name):
            yield node.value.id


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(_without_names(text))) and "/" not in text and "=" not in text


def _without_names(text: str) -> str:
    return re.sub("|".join(sorted(NAMES, key=len, reverse=True)), "", _ATTRIBUTE.sub("", text))
