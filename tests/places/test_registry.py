"""What Ada may write about places, and what she is told when she errs."""

import pytest

from hub.kit.yaml import read_yaml
from hub.places.registry import PlaceEntry, parse_places
from hub.places.rules import RESERVED, loops


def parse(text: str, elsewhere: tuple[str, ...] = ()) -> tuple[dict[str, PlaceEntry], list[str]]:
    faults: list[str] = []
    return parse_places(read_yaml(text, "feeds.yaml", faults), elsewhere), faults


def test_a_place_takes_its_time_zone_from_the_nearest_place_around_it():
    places, faults = parse(
        "wherry: {name: Wherry, timezone: Europe/Dublin}\nquay: {name: Quay, parent: wherry}\n"
        "steps: {name: Steps, parent: quay}\nludd: {name: Ludd}"
    )
    assert faults == []
    zones = {slug: place.timezone for slug, place in places.items()}
    assert zones == {
        "wherry": "Europe/Dublin",
        "quay": "Europe/Dublin",
        "steps": "Europe/Dublin",
        "ludd": "Europe/London",
    }


def test_places_that_touch_do_so_both_ways():
    places, _ = parse("quay: {name: Quay, touches: [mill, staithe]}\nmill: {name: Mill}", elsewhere=("staithe",))
    assert (places["quay"].touches, places["mill"].touches) == (("mill", "staithe"), ("quay",))


def test_spellings_that_say_the_same_twice_are_kept_once():
    places, _ = parse("fiveways: {name: Fiveways, also: [Five Ways, FIVEWAYS, B9, b9], label_only: [Ways, '!']}")
    assert places["fiveways"].also == ("B9", "Five Ways")
    assert places["fiveways"].label_only == ("Ways",)


def test_a_name_too_common_for_texts_wins_over_the_name_itself():
    places, _ = parse("wish: {name: Wish, also: [Wish], label_only: [wish]}")
    assert (places["wish"].also, places["wish"].label_only) == ((), ("wish",))


def test_a_place_may_have_postcodes_a_colour_and_a_picture():
    places, faults = parse(
        "quay: {name: Quay, postcodes: [tv7, TV7 4QH, TV8], colour: '#0B5D57', picture: quay.webp, picture_alt: Boats}"
    )
    assert faults == []
    quay = places["quay"]
    assert quay.postcodes == ("TV7", "TV8")
    assert (quay.colour, quay.picture, quay.picture_alt) == ("#0b5d57", "quay.webp", "Boats")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "quay: {name: Q, colour: green}",
            "feeds.yaml:1: quay › colour: “green” is not a colour; write one like “#0b5d57”, in quotation marks.",
        ),
        (
            "quay: {name: Q, picture: ../quay.svg, picture_alt: Boats}",
            (
                "feeds.yaml:1: quay › picture: “../quay.svg” is not the name of a picture;"
                " write one like kings-heath.webp (png, jpg or webp, without a folder)."
            ),
        ),
        (
            "quay: {name: Q, picture: quay.png}",
            "feeds.yaml:1: quay › picture: needs a “picture_alt”: what it shows, for people who do not see it.",
        ),
        ("Quay: {name: Q}", "feeds.yaml:1: Quay: is not a slug; “quay” would be one."),
        ("'': {name: Q}", "feeds.yaml:1: “”: is not a slug; “letters-and-digits” would be one."),
        ("cy: {name: Q}", "feeds.yaml:1: cy: two letters are kept for languages; choose a longer one."),
        ("tags: {name: Q}", "feeds.yaml:1: tags: “tags” is the address of a page of the hub itself; choose another."),
        ("quay: {}", "feeds.yaml:1: quay › name: is missing."),
        ("quay: Quay", "feeds.yaml:1: quay: should be a mapping of keys to values."),
        ("quay: {name: Q, parent: mill}", "feeds.yaml:1: quay › parent: there is no place “mill”."),
        ("quay: {name: Q, touches: [mill]}", "feeds.yaml:1: quay › touches: there is no place “mill”."),
        ("quay: {name: Q, parent: quay}", "feeds.yaml:1: quay › parent: names the place itself."),
        (
            "quay: {name: Q, timezone: Europe/Brighton}",
            "feeds.yaml:1: quay › timezone: “Europe/Brighton” is no time zone; write one like Europe/London.",
        ),
        (
            "quay: {name: Q, timezone: ../etc}",
            "feeds.yaml:1: quay › timezone: “../etc” is no time zone; write one like Europe/London.",
        ),
        ("quay: {name: Q, lat: 95}", "feeds.yaml:1: quay › lat: 95 is not between -90 and 90."),
        ("quay: {name: Q, lon: -190}", "feeds.yaml:1: quay › lon: -190 is not between -180 and 180."),
        ("quay: {name: Q, alias: x}", "feeds.yaml:1: quay › alias: there is no such key (did you mean “also”?)."),
        (
            "quay: {name: Q, parent: mill}\nmill: {name: M, parent: quay}",
            "feeds.yaml:2: mill › parent: these places lie in each other: mill, quay.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_key(text, fault):
    assert fault in parse(text)[1]


def test_all_mistakes_are_named_at_once():
    assert len(parse("a: {lat: x}\nB: {name: b, parent: c, tz: d}")[1]) == 5


@pytest.mark.parametrize(
    "text",
    [
        "wherry: {name: Wherry}\na: {name: Mill, parent: wherry}\nb: {name: Weir, parent: wherry, also: [MILL]}",
        "mill: {name: Mill}\nweir: {name: Weir, parent: mill, label_only: [mill]}",
        "weir: {name: Weir, parent: mill, also: [mill]}\nmill: {name: Mill}",
    ],
)
def test_neighbours_and_parents_may_not_share_a_name(text):
    (fault,) = (each for each in parse(text)[1] if "slug" not in each and "letters" not in each)
    assert "is a name of" in fault
    assert fault.endswith("too, and one could not tell which is meant.")


def test_two_towns_may_both_have_a_sutton():
    _, faults = parse(
        "wherry: {name: Wherry}\nludd: {name: Ludd}\n"
        "sutton: {name: Sutton, parent: wherry}\nludd-sutton: {name: Sutton, parent: ludd}"
    )
    assert faults == []


def test_pages_of_the_hub_are_kept_from_places():
    assert {"about", "api", "desk", "items", "sign-in", "static", "terms"} <= RESERVED


def test_a_place_that_hangs_below_a_ring_is_not_part_of_it():
    assert list(loops({"a": "b", "b": "c", "c": "b"})) == [("b", "c")]
