"""Of a stranger's picture only its pixels come through, and of some files nothing."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hub.aggregate.pictures.shrinking import HIGHEST, MOST_PIXELS, WIDEST, shrink
from tests.aggregate.pictures.drawn import SVG, moving, picture, pixel, promising, seen, turned


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_a_raster_picture_is_drawn_anew_as_webp(kind: str) -> None:
    small = shrink(picture(kind))
    assert small is not None
    assert (small.width, small.height) == (64, 48)
    with Image.open(BytesIO(small.body)) as drawn:
        assert drawn.format == "WEBP"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_every_sort_of_pixels_is_understood(mode: str) -> None:
    assert shrink(picture("PNG", mode=mode)) is not None


def test_a_picture_for_printers_is_understood() -> None:
    assert shrink(picture("JPEG", mode="CMYK")) is not None


def test_a_hole_in_a_picture_stays_one() -> None:
    out = BytesIO()
    Image.new("RGBA", (64, 48), (255, 0, 0, 0)).save(out, "PNG")
    small = shrink(out.getvalue())
    assert small is not None
    assert pixel(small.body, (5, 5))[3] == 0


def test_a_wide_picture_becomes_as_wide_as_a_page() -> None:
    small = shrink(picture(size=(3_000, 1_500)))
    assert small is not None
    assert (small.width, small.height) == (WIDEST, WIDEST // 2)


def test_an_endless_strip_becomes_no_higher_than_may_be() -> None:
    small = shrink(picture(size=(600, 6_000)))
    assert small is not None
    assert small.height <= HIGHEST


def test_where_and_by_whom_a_picture_was_taken_is_gone_and_it_stands_upright() -> None:
    small = shrink(turned())
    assert small is not None
    assert (small.width, small.height) == (48, 64)
    assert b"Quibblethorpe" not in small.body
    assert b"EXIF" not in small.body
    with Image.open(BytesIO(small.body)) as drawn:
        assert not drawn.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & drawn.info.keys()


def test_a_colour_profile_of_a_stranger_goes() -> None:
    small = shrink(picture("PNG", icc_profile=b"a profile that means harm"))
    assert small is not None
    assert b"ICCP" not in small.body


def test_of_a_film_in_a_gif_the_first_picture_stays() -> None:
    small = shrink(moving())
    assert small is not None
    red, _, blue, _ = pixel(small.body, (30, 20))
    assert red > blue
    with Image.open(BytesIO(small.body)) as drawn:
        assert not getattr(drawn, "is_animated", False)


@pytest.mark.parametrize(
    "body",
    [
        SVG,
        b'<?xml version="1.0"?>' + SVG,
        b"\x1f\x8b" + SVG,
        b"<html><script>alert(1)</script>",
        b"GIF89a/*<svg/onload=alert(1)>*/=1;",
        b"%PDF-1.7",
        b"",
        b"BM" + bytes(200),
        picture("TIFF"),
        picture("BMP"),
        picture("ICO"),
    ],
)
def test_what_is_no_raster_picture_of_the_web_is_none(body: bytes) -> None:
    assert shrink(body) is None


def test_a_script_behind_a_picture_does_not_come_through() -> None:
    small = shrink(picture("PNG") + SVG)
    assert small is not None
    assert b"script" not in small.body


@pytest.mark.parametrize("size", [(4_473, 4_473), (65_000, 400), (2_000_000_000, 1)])
def test_a_picture_of_more_pixels_than_may_be_is_not_even_begun(size: tuple[int, int]) -> None:
    assert size[0] * size[1] > MOST_PIXELS
    assert shrink(promising(*size)) is None


@pytest.mark.parametrize("size", [(1, 1), (600, 1), (31, 400)])
def test_a_tracker_is_no_picture(size: tuple[int, int]) -> None:
    assert shrink(picture("GIF", size=size)) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_half_a_picture_is_none(kind: str) -> None:
    body = picture(kind, size=(400, 300))
    assert shrink(body[: len(body) // 2]) is None


GOOD = [picture(kind) for kind in ("JPEG", "PNG", "GIF", "WEBP", "AVIF")]


@given(st.sampled_from(GOOD), st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_nothing_a_stranger_writes_into_a_picture_makes_trouble(body: bytes, at: int, scrap: bytes) -> None:
    small = shrink(body[:at] + scrap + body[at + len(scrap) :])
    assert small is None or seen(small.body).size == (small.width, small.height)
