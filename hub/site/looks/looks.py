"""How does a place's own colour become a whole set of colours that anybody can read? Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from hub.places.rules import colour_fault

Rgb = tuple[int, int, int]

BLACK, WHITE = "#000000", "#ffffff"
READABLE = 4.5  # WCAG 2.2 AA, for text of any size
EASY = 7.0  # AAA, for people who ask for more contrast; and for all in the dark, where colours look duller
_STEPS = 100
_MARK_CHARACTERS = 10
_MOST_SHEETS = 200  # worked out and kept
# Backgrounds of hub.css that words in the place's colours stand on; a test compares.
LIGHT_GROUNDS = ("#faf7f0", "#fffdf9")
DARK_GROUNDS = ("#171613", "#1f1d1a")
_TINT = 88  # per cent of the ground in a tint
_DARK_TINT = 76
_NIGHT = 0.1  # the most luminance a band may have on a dark page: more would dazzle


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a place's pages in one light, each #rrggbb."""

    brand: str
    on_brand: str
    tag: str  # a tint to put words on
    on_tag: str
    link: str

    @property
    def properties(self) -> Mapping[str, str]:
        """The custom properties of hub.css these replace."""
        return {
            "--brand": self.brand,
            "--on-brand": self.on_brand,
            "--tag": self.tag,
            "--on-tag": self.on_tag,
            "--link": self.link,
        }


def light(colour: str, needed: float = READABLE) -> Palette:
    """Return the colours of a place on light pages; the band keeps *colour* itself wherever words can stand on it."""
    tag = mixed(colour, LIGHT_GROUNDS[0], _TINT)
    brand = _band(colour, needed)
    return Palette(
        brand=brand,
        on_brand=_clearer(brand),
        tag=tag,
        on_tag=_until_clear(colour, BLACK, (tag,), needed),
        link=_until_clear(colour, BLACK, (*LIGHT_GROUNDS, tag), needed),
    )


def dark(colour: str) -> Palette:
    """Return the colours of a place on dark pages."""
    tag = mixed(colour, DARK_GROUNDS[0], _DARK_TINT)
    brand = next(step for step in _on_the_way(colour, BLACK) if luminance(step) <= _NIGHT)
    return Palette(
        brand=brand,
        on_brand=WHITE,
        tag=tag,
        on_tag=_until_clear(colour, WHITE, (tag,), EASY),
        link=_until_clear(colour, WHITE, (*DARK_GROUNDS, tag), EASY),
    )


def colour_of(told: str) -> str:
    """Return the colour a place is *told* to have; empty for what is none, whoever wrote it into the database.

    >>> colour_of("#7a3320"), colour_of("red"), colour_of("#7A3320")
    ('#7a3320', '', '#7a3320')
    """
    colour = told.strip().lower()
    return "" if colour_fault(colour) else colour


def mark(colour: str) -> str:
    """Return a mark of the stylesheet of *colour*: another one for another colour, or other CSS of ours."""
    return sha256(stylesheet(colour).encode()).hexdigest()[:_MARK_CHARACTERS]


@lru_cache(_MOST_SHEETS)
def stylesheet(told: str) -> str:
    """Return the CSS that gives the pages of a place its colour, in every light hub.css knows; none without one."""
    if not (colour := colour_of(told)):
        return ""
    more = "(prefers-contrast: more)"
    night = "(prefers-color-scheme: dark)"
    return "".join(
        (
            _rule(light(colour)),
            f"@media {night} {{ {_rule(dark(colour))}}}\n",
            f"@media {more} {{ {_rule(light(colour, EASY))}}}\n",
            f"@media {more} and {night} {{ {_rule(dark(colour))}}}\n",
        )
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG computes it: 1 for the same ones, 21 for black and white.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1_000)  # the grounds are asked for again and again
def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, from 0 (black) to 1."""
    red, green, blue = (_linear(channel / 255) for channel in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(colour: str, other: str, percent: int) -> str:
    """Return *colour* with *percent* of *other* in it.

    >>> mixed("#ff0000", "#0000ff", 20)
    '#cc0033'
    """
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(mine + (theirs - mine) * percent / _STEPS):02x}" for mine, theirs in pairs)


def _band(colour: str, needed: float) -> str:
    # Black or white stands clearly enough on any colour for most people; who needs more gets a deeper one.
    ways = (step for step in _on_the_way(colour, BLACK) if contrast(step, _clearer(step)) >= needed)
    return next(ways)


def _clearer(ground: str) -> str:
    return max((WHITE, BLACK), key=lambda words: contrast(words, ground))


def _until_clear(colour: str, end: str, grounds: tuple[str, ...], needed: float) -> str:
    """Move *colour* towards *end* until words in it are clear enough on all *grounds*."""
    steps = _on_the_way(colour, end)
    return next((step for step in steps if min(contrast(step, ground) for ground in grounds) >= needed), end)


def _on_the_way(colour: str, end: str) -> Iterator[str]:
    return (mixed(colour, end, percent) for percent in range(_STEPS + 1))


def _rule(palette: Palette) -> str:
    return ":root {" + "".join(f" {name}: {value};" for name, value in palette.properties.items()) + " }\n"


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def _linear(channel: float) -> float:
    # The transfer function of sRGB, with the threshold WCAG 2 names.
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- as defined
