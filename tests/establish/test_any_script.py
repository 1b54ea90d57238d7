"""Names survive in any script, on every way in and out; and however one name is written, it is one label."""

import json
from collections.abc import Sequence

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hub.db.engine import writing
from hub.establish.deciding import images, script
from hub.establish.deciding.rules import Refused
from hub.establish.deciding.script import Agree, Operation, Rename, Spell
from hub.establish.sharing.filing import Agreed, written_back
from hub.establish.tags.actions import load_tags, registered
from hub.establish.tags.naming import name_fault, spelling_fault
from hub.establish.tags.registry import TagEntry, parse_tags
from hub.kit.letters import tidy
from hub.kit.text import label_key, storable
from hub.kit.yaml import read_yaml
from tests.databases import Fresh, examples
from tests.establish.deciding.paper import Paper

SCRIPTS = (
    *("abcdefgxyzÅçéłŁñóÓßæ", "абвгдеёжзиЙщъыьэюя", "αβγδεζηθΣςώ", "אבגדהוזחטיםןש", "ابتثجحخدﷺلمنهوي"),
    *("東京日本語漢字かなカナー", "हिन्दीपुलिसक्ष", "ไทยภาษาน้ำ", "한국어도서관", "ქართული", "አማርኛ"),
)
SIGNS = " -'’#&_🦆♻️🏳‍🌈👩🏽\u200b\u200c\u200d\u200e\u200f\u202e\u2066\ufeff"
names = st.one_of(
    st.sampled_from(SCRIPTS).flatmap(lambda letters: st.text(letters + letters + SIGNS, min_size=1, max_size=90)),
    st.text(max_size=20),
)
several = st.sampled_from(SCRIPTS).flatmap(
    lambda letters: st.lists(st.text(letters, min_size=1, max_size=6), min_size=1, max_size=4)
)


def ways(words: Sequence[str]) -> list[str]:
    """Write one name in the ways people do."""
    spaced = " ".join(words)
    marked = "’".join((spaced[:-1], spaced[-1]))
    return [
        *(spaced, f"#{''.join(words)}", "-".join(words), "_".join(words), marked, marked.replace("’", "'")),
        *(spaced.upper(), f"  {spaced}\n", "\u200b".join(words), f"\u202e{spaced}\u202c"),
    ]


@settings(max_examples=60, deadline=None)
@given(several)
def test_however_a_name_is_written_it_is_one_label(words: Sequence[str]) -> None:
    assert len({label_key(each) for each in ways(words)}) == 1


@settings(max_examples=40, deadline=None)
@given(several, st.data())
def test_however_it_is_written_it_means_one_tag(words: Sequence[str], data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(ways(words))) for _ in range(2))
    assume(label_key(one) not in {"", "a", "x"})
    assume(not spelling_fault(one) and not spelling_fault(other))  # half a letter alone is no name
    paper = Paper("A", "X")
    paper.does(Spell("a", one))
    assert "already" in paper.refuses(Spell("x", other))
    assert "already" in paper.refuses(Agree("y", other))


@settings(max_examples=100, deadline=None)
@given(names, st.sampled_from(["agree", "spell", "rename"]))
def test_a_name_is_kept_as_it_is_read_or_refused_in_words(name: str, how: str) -> None:
    deeds: dict[str, Operation] = {"agree": Agree("new", name), "spell": Spell("a", name), "rename": Rename("a", name)}
    paper = Paper("A")
    found = paper.rehearses(deeds[how])
    if storable(name) == name:  # of anything else a database takes only what it is tidied to
        assert script.from_json(json.loads(json.dumps(script.to_json([deeds[how]])))) == (deeds[how],)
    if isinstance(found, Refused):
        assert all(str(each) for each in found.faults)
        assert name_fault(name) or label_key(name) in {"", "a"}
        return
    assert images.from_json(json.loads(json.dumps(images.to_json(found.images)))) == found.images
    paper.write(found.images)
    tag = paper.tag("new" if how == "agree" else "a")
    assert how == "spell" or tag.name == tidy(name)
    assert not label_key(name) or label_key(name) in {label_key(each) for each in paper.spellings(tag.slug)}


@settings(max_examples=examples(20), deadline=None)  # each is a database of its own
@given(st.lists(names, min_size=1, max_size=4))
def test_a_name_comes_back_out_of_the_file_as_it_went_in(fresh: Fresh, said: Sequence[str]) -> None:
    one_line = [" ".join(each.split()) for each in said]
    free = {label_key(each): each for each in one_line if not spelling_fault(each) and each.isprintable()}
    entries = {f"tag-{at}": TagEntry(each) for at, each in enumerate(free.values())}
    file = written_back("", Agreed({}, {}), Agreed({slug: each.facts for slug, each in entries.items()}, {}))
    faults: list[str] = []
    read = parse_tags(read_yaml(file, "tags.yaml", faults).at("tags"), [])
    assert (faults, read) == ([], entries)
    with fresh() as engine, writing(engine) as db:
        load_tags(db, read, {})
        assert registered(db, {}) == {slug: each.facts for slug, each in entries.items()}
