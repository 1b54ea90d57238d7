"""A place's own colour, and its picture."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.settings import Settings
from hub.site.headers import FOR_EVER, SHARED
from hub.site.looks.looks import EASY, READABLE, Palette, contrast, dark, light, luminance, mark, mixed, stylesheet
from hub.site.looks.pictures import MOST_BYTES
from tests import town
from tests.neighbours import Neighbour, neighbour

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
LIGHT_PAGE, DARK_PAGE = ("#faf7f0", "#fffdf9"), ("#171613", "#1f1d1a")


def _worst(palette: Palette, page: tuple[str, ...]) -> float:
    pairs = [(palette.on_brand, palette.brand), (palette.on_tag, palette.tag), (palette.link, palette.tag)]
    return min(contrast(*pair) for pair in (*pairs, *((palette.link, ground) for ground in page)))


@given(COLOURS)
def test_whatever_colour_a_place_chooses_its_words_can_be_read(colour: str) -> None:
    assert _worst(light(colour), LIGHT_PAGE) >= READABLE
    assert _worst(dark(colour), DARK_PAGE) >= READABLE


@given(COLOURS)
def test_band_and_links_are_clearer_still_for_people_who_ask_for_it(colour: str) -> None:
    easy = light(colour, EASY)
    assert contrast(easy.on_brand, easy.brand) >= EASY
    assert min(contrast(easy.link, ground) for ground in LIGHT_PAGE) >= EASY
    assert min(contrast(dark(colour).link, ground) for ground in DARK_PAGE) >= EASY


@given(COLOURS)
def test_the_band_of_a_light_page_is_the_colour_itself(colour: str) -> None:
    assert light(colour).brand == colour


@given(COLOURS)
def test_no_band_dazzles_on_a_dark_page(colour: str) -> None:
    assert luminance(dark(colour).brand) <= 0.1


@given(COLOURS, COLOURS, st.integers(0, 100))
def test_a_mixture_lies_between_what_it_is_made_of(one: str, other: str, percent: int) -> None:
    assert mixed(one, other, 0) == one
    assert mixed(one, other, 100) == other
    ends = sorted((luminance(one), luminance(other)))
    if one[1:3] == one[3:5] == one[5:7] and other[1:3] == other[3:5] == other[5:7]:
        assert ends[0] <= luminance(mixed(one, other, percent)) <= ends[1]


def test_a_stylesheet_names_every_light() -> None:
    css = stylesheet("#7a3320")
    assert css.count("--brand: ") == 4
    assert css.startswith(":root { --brand: #7a3320; --on-brand: #ffffff;")
    assert css.count("{") == css.count("}")


PNG = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture
def weir(many: Engine) -> str:
    """A place with a colour and a picture."""
    with writing(many) as db:
        town.place(db, "Weir", colour="#7a3320", picture="weir.png", picture_alt="The weir in spring")
        town.place(db, "Plainfield")
    return "/weir"


@pytest.fixture
def pictures(settings: Settings, tmp_path: Path) -> Settings:
    """The settings of a hub whose operator keeps pictures."""
    return settings.model_copy(update={"pictures": tmp_path})


def test_a_place_brings_its_colour_and_its_picture(weir: str, pictures: Settings) -> None:
    (pictures.pictures / "weir.png").write_bytes(PNG)
    with neighbour("Cem", pictures) as cem:
        page = cem.visit(weir)
        assert '<img class="header-picture" src="/weir/picture/weir.png" alt="The weir in spring">' in page.source
        assert cem.visit("/weir/look.css").source == stylesheet("#7a3320")
        shown = cem.visit("/weir/picture/weir.png")
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["cache-control"] == SHARED
    assert shown.headers["x-content-type-options"] == "nosniff"


def test_a_place_without_a_colour_looks_as_the_hub_does(weir: str, cem: Neighbour) -> None:
    assert "look.css" not in cem.visit("/plainfield").source
    assert cem.visit("/plainfield/look.css").source == ""
    assert cem.visit("/plainfield/picture/weir.png").status == 404


def test_a_colour_is_kept_for_ever_under_its_own_mark_alone(weir: str, cem: Neighbour) -> None:
    named = f"/weir/look.css?v={mark('#7a3320')}"

    assert named in cem.visit(weir).source
    assert cem.visit(named).headers["cache-control"] == FOR_EVER
    assert cem.visit("/weir/look.css?v=old").headers["cache-control"] == SHARED


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", '#000"><script>', "#7a3320; }", " "])
def test_what_is_no_colour_counts_as_none(many: Engine, cem: Neighbour, colour: str) -> None:
    with writing(many) as db:
        town.place(db, "Weir", colour=colour)

    page = cem.visit("/weir")
    assert page.status == 200
    assert "look.css" not in page.source
    assert "<script>" not in page.source.partition("</head>")[0].replace("<script ", "")
    assert cem.visit("/weir/look.css").source == ""


@pytest.mark.parametrize("body", [b"<svg onload='alert(1)'>", b"", PNG + bytes(MOST_BYTES), None])
def test_what_is_no_small_picture_is_not_sent(weir: str, pictures: Settings, body: bytes | None) -> None:
    if body is not None:
        (pictures.pictures / "weir.png").write_bytes(body)
    with neighbour("Cem", pictures) as cem:
        assert cem.visit("/weir/picture/weir.png").status == 404


@pytest.mark.parametrize("name", ["other.png", "..%2Fhub.db", "weir.PNG", "%2Fetc%2Fpasswd"])
def test_only_the_picture_a_place_names_is_sent(weir: str, pictures: Settings, name: str) -> None:
    (pictures.pictures / "other.png").write_bytes(PNG)
    with neighbour("Cem", pictures) as cem:
        assert cem.visit(f"/weir/picture/{name}").status == 404
