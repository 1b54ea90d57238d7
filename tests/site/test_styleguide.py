"""The visual language: its colours can be read, and every part of it is shown."""

import re
from collections.abc import Iterator

import pytest

from hub.settings import Settings
from hub.site.looks import looks
from hub.site.looks.looks import EASY, READABLE, contrast
from hub.site.looks.samples import KINDS
from hub.site.render import STATIC, WEB
from hub.site.words import kind_name
from tests.neighbours import Neighbour, neighbour

CSS = (STATIC / "hub.css").read_text("utf-8")
DARK, MORE = "(prefers-color-scheme: dark)", "(prefers-contrast: more)"
GROUNDS = ("paper", "card")
WORDS = ("ink", "soft", "link", "visited", "well", "new", "troubled")
SIGNS = ("civic", "press", "voice", "neighbour", "service")
PAIRS = [
    *((words, ground) for words in (*WORDS, *SIGNS) for ground in GROUNDS),
    *(("on-brand", "brand"), ("on-tag", "tag"), ("link", "tag"), ("soft", "tag")),
    *(("ink", "tag"), ("on-marked", "marked"), ("paper", "link"), ("on-focus", "focus")),
]


def _tokens(*queries: str) -> dict[str, str]:
    """Return the colours in a light: those of the bare root, and of every media query that holds in it."""
    blocks = re.findall(r"(?:@media ([^{]+?) \{\s*)?:root \{([^}]*)\}", CSS)
    holding = [body for query, body in blocks if set(filter(None, query.split(" and "))) <= set(queries)]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", "".join(holding)))


@pytest.mark.parametrize(("words", "ground"), PAIRS)
@pytest.mark.parametrize(
    ("light", "needed"), [((), READABLE), ((DARK,), READABLE), ((MORE,), EASY), ((MORE, DARK), EASY)]
)
def test_words_can_be_read_in_every_light(words: str, ground: str, light: tuple[str, ...], needed: float) -> None:
    colours = _tokens(*light)
    assert contrast(colours[words], colours[ground]) >= needed


@pytest.mark.parametrize("light", [(), (DARK,), (MORE,), (MORE, DARK)])
def test_the_edge_of_a_field_can_be_seen_in_every_light(light: tuple[str, ...]) -> None:
    colours = _tokens(*light)
    assert min(contrast(colours["edge"], colours[ground]) for ground in GROUNDS) >= 3


def test_a_places_colours_are_worked_out_for_the_grounds_pages_have() -> None:
    assert tuple(_tokens()[ground] for ground in GROUNDS) == looks.LIGHT_GROUNDS
    assert tuple(_tokens(DARK)[ground] for ground in GROUNDS) == looks.DARK_GROUNDS


def test_the_stylesheet_names_no_colour_outside_its_tokens() -> None:
    rules = re.sub(r"(?:@media[^{]+\{\s*)?:root \{[^}]*\}|@media print \{.*?\n\}", "", CSS, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", rules) == []


def test_the_stylesheet_knows_start_and_end_instead_of_left_and_right() -> None:
    assert (
        re.findall(r"(?<=[\s;{])(?:(?:margin|padding|border)-)?(?:left|right)(?:-(?:width|color|style))?\s*:", CSS)
        == []
    )


def test_every_kind_of_source_has_a_sign_of_its_own() -> None:
    drawn = re.findall(r'<symbol id="([a-z]+)"', (STATIC / "signs.svg").read_text("utf-8"))
    named = [kind for kind in KINDS if kind_name(kind) != kind.replace("-", " ").capitalize()]
    assert set(named) - set(drawn) <= {"brass-band"}
    assert len(drawn) == len(set(drawn))
    assert "other" in drawn


@pytest.fixture
def ada(settings: Settings) -> Iterator[Neighbour]:
    """Ada, who looks at a demo."""
    with neighbour("Ada", settings, with_styleguide=True) as mentor:
        yield mentor


@pytest.mark.parametrize("address", ["/styleguide", "/cy/styleguide"])
def test_a_demo_shows_every_part(ada: Neighbour, many: object, address: str) -> None:
    page = ada.visit(address)
    assert page.status == 200
    template = (WEB / "templates" / "styleguide.html").read_text("utf-8")
    parts = {path.name for path in (WEB / "templates" / "parts").glob("*.html")}
    assert {part for part in SHOWN if f"parts/{part}.html" not in template} == set()
    assert {f"{part}.html" for part in SHOWN} <= parts


def test_a_hub_of_a_real_place_has_no_style_guide(cem: Neighbour, many: object) -> None:
    assert cem.visit("/styleguide").status == 404


SHOWN = (
    *("card", "chip", "day", "empty", "form", "help", "icon", "licence", "meetup", "nav", "notice", "outlets"),
    *("pager", "source", "table", "time"),
)
