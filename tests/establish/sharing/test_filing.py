"""What is decided is spliced into tags.yaml; every other line stays as somebody wrote it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.establish.sharing.filing import Agreed, written_back
from hub.establish.tags.naming import name_fault, spelling_fault
from hub.establish.tags.registry import TagEntry, parse_tags
from hub.establish.tags.ruled import RuledEntry, parse_words
from hub.establish.tags.ties import both_ways
from hub.kit.merge import Facts
from hub.kit.text import label_key, slugify
from hub.kit.yaml import read_yaml

PLACES = ["wherry", "quay"]
FILE = """\
# What people of Wherry say.
tags:
  # Everything that is thrown away.
  bins:
    name: Bins & recycling   # as the council writes it
    meaning: >
      Collections,
      and tips.
    also: [refuse, "#binstrike",
           rubbish]   # more to come
    label_only:
      # too common
      - tip
      - waste

  roads: {name: Roads, also: [potholes]}
  parks:
    name: Parks
# The end.
"""


def read(text: str) -> Agreed:
    faults: list[str] = []
    cell = read_yaml(text, "tags.yaml", faults)
    said = Agreed.of(parse_tags(cell.at("tags"), PLACES), parse_words(cell.at("words"), PLACES))
    assert faults == []
    return said


def changed(text: str, **others: Facts | None) -> str:
    """Return *text* with these entries changed, or taken away."""
    said = read(text)
    tags = {slug: {**said.tags.get(slug, TagEntry("").facts), **facts} for slug, facts in others.items() if facts}
    kept = {slug: facts for slug, facts in said.tags.items() if slug not in others}
    wanted = Agreed({**kept, **tags}, said.words)
    written = written_back(text, said, wanted)
    assert read(written) == wanted
    return written


def test_a_file_nothing_changed_in_stays_letter_by_letter() -> None:
    for text in (FILE, FILE.replace("\n", "\r\n"), f"\ufeff{FILE}", "tags: {}", "# Nothing yet.\n"):
        assert written_back(text, read(text), read(text)) == text


def test_a_new_spelling_touches_its_own_lines_alone() -> None:
    written = changed(FILE, bins={"also": ("#binstrike", "refuse", "rubbish", "wheelie bin")})

    assert written == FILE.replace("           rubbish]", "           rubbish, wheelie bin]")


def test_a_list_keeps_its_order_and_how_it_is_written() -> None:
    assert changed(FILE, bins={"also": ("#binstrike", "trash, cans"), "label_only": ("dump", "waste")}) == FILE.replace(
        '[refuse, "#binstrike",\n           rubbish]', """["#binstrike", 'trash, cans']"""
    ).replace("      - tip\n      - waste\n", "      - waste\n      - dump\n")
    assert changed(FILE, roads={"also": ("lanes", "potholes")}) == FILE.replace("[potholes]", "[potholes, lanes]")


def test_a_list_in_braces_that_grows_too_long_goes_on_in_a_line_of_its_own() -> None:
    long = "x" * 70
    written = changed(FILE, roads={"also": ("potholes", long, f"{long} y")})

    assert f"also: [potholes,\n{' ' * len('  roads: {name: Roads, also: [')}{long}, {long} y]}}" in written


def test_of_words_that_are_no_tags_only_the_list_that_changed_is_written() -> None:
    file = FILE + "words:\n  left_alone:\n  - the   # of course\n  - a\n  here:\n    quay: {ambiguous: [tea, green]}\n"
    said = read(file)
    ruled = {
        "": RuledEntry(left_alone=("a", "an", "the")).facts,
        "quay": RuledEntry(ambiguous=("green", "tea")).facts,
        "wherry": RuledEntry(blocked=("boat",)).facts,
    }

    assert written_back(file, said, Agreed(said.tags, ruled)) == (
        file.replace("  - a\n", "  - a\n  - an\n") + "    wherry:\n      blocked: [boat]\n"
    )


def test_a_key_that_says_nothing_any_more_leaves_with_its_lines() -> None:
    written = changed(FILE, bins={"label_only": ()})

    assert written == FILE.replace("    label_only:\n      # too common\n      - tip\n      - waste\n", "")


def test_what_is_new_stands_behind_the_last_of_its_kind() -> None:
    written = changed(FILE, bins={"broader": ("parks",)}, sky={"name": "Sky", "here": ("quay the blue",)})

    assert written == FILE.replace("      - waste\n", "      - waste\n    broader: [parks]\n").replace(
        "    name: Parks\n", "    name: Parks\n  sky:\n    name: Sky\n    here:\n      quay: [the blue]\n"
    )


def test_a_tag_in_braces_is_written_out_when_it_changes() -> None:
    assert changed(FILE, roads={"meaning": "Where cars go"}) == FILE.replace(
        "  roads: {name: Roads, also: [potholes]}",
        "  roads:\n    name: Roads\n    meaning: Where cars go\n    also: [potholes]",
    )


def test_what_was_retired_leaves_and_comments_stay() -> None:
    written = changed(FILE, bins=None, parks=None)

    assert written.startswith("# What people of Wherry say.\ntags:\n  # Everything that is thrown away.\n\n  roads:")
    assert written.endswith("potholes]}\n# The end.\n")


def test_the_file_keeps_how_its_lines_end_and_its_first_mark() -> None:
    written = changed("\ufeff" + FILE.replace("\n", "\r\n"), parks={"meaning": "Grass"})

    assert written == "\ufeff" + FILE.replace("Parks\n", "Parks\n    meaning: Grass\n").replace("\n", "\r\n")


def test_words_that_are_no_tags_stand_at_the_end() -> None:
    said = read(FILE)
    ruled = {"": RuledEntry(left_alone=("the",)).facts, "quay": RuledEntry(ambiguous=("green",)).facts}

    written = written_back(FILE, said, Agreed(said.tags, ruled))

    assert written == f"{FILE}words:\n  left_alone: [the]\n  here:\n    quay:\n      ambiguous: [green]\n"
    assert written_back(written, read(written), said).rstrip() == FILE.rstrip()


def test_a_file_in_braces_or_without_tags_is_written_whole() -> None:
    for text in ("tags: {a: {name: Anna}}\n", "# Mine.\n", "", "tags:\n", "words: {left_alone: [x]}"):
        assert read(changed(text or "{}", b={"name": "Bert"})).tags["b"]["name"] == "Bert"


def may_be(name: str) -> bool:
    """Say whether a file may hold this as a name."""
    return not spelling_fault(name) and not name_fault(slugify(name))


LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
NAMES = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(may_be)


@st.composite
def registries(draw: st.DrawFn) -> Agreed:
    """A registry as it may be agreed: spellings mean one tag each, and nothing lies in itself."""
    free = iter(draw(st.lists(NAMES, unique_by=label_key, min_size=12, max_size=24)))
    slugs = {slugify(name): name for name in (next(free) for _ in range(draw(st.integers(0, 5))))}
    entries: dict[str, TagEntry] = {}
    for slug, name in slugs.items():
        also, label_only, here = (tuple(sorted(each for each in [next(free, "")] if each)) for _ in range(3))
        broader = tuple(sorted(other for other in entries if draw(st.booleans())))
        meaning = " ".join(draw(st.text(LETTERS, max_size=30)).split())
        scoped = tuple(f"quay {each}" for each in here if draw(st.booleans()))
        scope = draw(st.sampled_from(["", "quay"]))
        entries[slug] = TagEntry(name, meaning, also, label_only, scope=scope, here=scoped, broader=broader)
    apart = both_ways({slug: tuple(o for o in entries if o != slug and draw(st.booleans())) for slug in entries})
    told = {slug: {**each.facts, "different_from": apart.get(slug, ())} for slug, each in entries.items()}
    left = tuple(sorted(filter(None, [next(free, "")])))
    return Agreed(told, {"quay": RuledEntry(ambiguous=left).facts} if left else {})


@settings(max_examples=40, deadline=None)  # on a busy machine one of them takes 200 ms
@given(registries(), registries())
def test_what_is_written_back_is_what_is_read(before: Agreed, after: Agreed) -> None:
    nothing = Agreed({}, {})
    file = written_back("# Ours.\n", nothing, before)
    said = read(file)

    written = written_back(file, said, after)

    assert read(written) == read(written_back("", nothing, after))
    assert written_back(written, read(written), read(written)) == written
