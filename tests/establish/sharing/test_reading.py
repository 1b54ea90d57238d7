"""What another town tells of its words, and what is refused in a sentence."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.establish.sharing import reading
from hub.establish.sharing.brought import MOST_BYTES, Brought, BroughtWord, Form
from hub.kit.saying import Saying

SKOS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
CONTEXT = '"@context": {"@language": "en", "skos": "http://www.w3.org/2004/02/skos/core#"}'
TURTLE = f"""{SKOS}
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://a.example/tags> a skos:ConceptScheme ; dct:title "Otherton"@en .
<https://a.example/1> a skos:Concept ;
    skos:prefLabel "Abfall"@de, "Waste"@en ; skos:altLabel "bins"@en, "WASTE"@en ; skos:hiddenLabel "tip"@en ;
    skos:scopeNote "What is\\nthrown away"@en ; skos:narrower <https://a.example/2> ;
    skos:related <https://a.example/3> .
<https://a.example/2> a skos:Concept ; skos:prefLabel "東京"@ja .
<https://a.example/3> a skos:Concept ; skos:prefLabel "Gone"@en ; owl:deprecated true .
<https://a.example/4> a skos:Concept .
"""


def said(text: str, form: Form = Form.TURTLE) -> str:
    """Return why this cannot be read."""
    found = reading.read(text.encode(), form)
    assert isinstance(found, Saying)
    return str(found)


def words(text: str, form: Form = Form.TURTLE) -> dict[str, BroughtWord]:
    found = reading.read(text.encode(), form)
    assert isinstance(found, Brought), found
    return {word.name: word for word in found.words}


def test_concepts_are_read_with_their_names_in_our_language_first() -> None:
    found = reading.read(TURTLE.encode(), Form.TURTLE)

    assert isinstance(found, Brought)
    assert (found.title, found.left_out) == ("Otherton", 1)
    waste, tokyo, nameless = found.words
    assert waste == BroughtWord(
        "https://a.example/1",
        "Waste",
        "What is thrown away",
        ("Abfall", "bins"),
        ("tip",),
        related=("https://a.example/3",),
    )
    assert (tokyo.name, tokyo.broader) == ("東京", ("https://a.example/1",))
    assert nameless == BroughtWord("https://a.example/4", "")


def test_json_ld_with_its_context_written_out_is_read() -> None:
    named = '"@type": "skos:Concept", "skos:prefLabel": "Waste", "skos:altLabel": ["a", "b"]'
    text = f'{{{CONTEXT}, "@id": "urn:1", {named}}}'
    assert words(text, Form.JSON_LD)["Waste"].also == ("a", "b")
    inside = f'{{{CONTEXT}, "@id": "urn:g", "@graph": [{{{named}}}]}}'
    assert "Waste" in words(inside, Form.JSON_LD)


def test_tags_yaml_is_read_without_the_names_of_its_places() -> None:
    text = (
        "tags:\n  fly-tipping: {name: Dumping, also: ['tip (near fly)', heap], label_only: [tips], broader: [waste]}\n"
        "  quay: {name: Quay, place: quay}\n  waste: {name: Waste, scope: elsewhere}\n"
    )
    found = reading.read(text.encode(), Form.YAML)

    assert isinstance(found, Brought)
    assert found.left_out == 1
    assert found.words[0] == BroughtWord(
        "fly-tipping", "Dumping", also=("heap", "fly tipping"), label_only=("tip", "tips"), broader=("waste",)
    )


@pytest.mark.parametrize(
    "document",
    [
        '{"@context": "https://evil.example/c.jsonld", "@id": "urn:1"}',
        '{"@context": ["https://evil.example/c.jsonld", {"a": "b"}]}',
        '{"@context": {"@import": "https://evil.example/c.jsonld"}}',
        '{"@context": {"term": {"@id": "urn:x", "@context": "file:///etc/passwd"}}}',
        '[{"@graph": [{"@context": "http://127.0.0.1/"}]}]',
        '{"@context": null, "a": {"@context": ["c.jsonld"]}}',
        '{"@context": [["file:///etc/passwd"]]}',
        '{"@context": [[{"term": {"@id": "urn:x", "@context": [[["c.jsonld"]]]}}]]}',
        '{"@context": 5}',
    ],
)
def test_a_context_at_another_address_is_refused_in_a_sentence(document: str) -> None:
    assert "we fetch nothing for it" in said(document, Form.JSON_LD)


def test_an_address_that_slips_through_is_not_fetched_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_is_elsewhere", lambda _: False)
    told = said('{"@context": "file:///nowhere/at/all", "@id": "urn:1"}', Form.JSON_LD)
    assert "is at another address" in told
    assert "nowhere" not in told


def test_a_word_whose_id_cannot_be_kept_is_left_out() -> None:
    context = '"@context": {"@vocab": "http://www.w3.org/2004/02/skos/core#", "broader": {"@type": "@id"}}'
    one = '{"@id": "urn:a\\ud800", "@type": "Concept", "prefLabel": "Odd"}'
    other = '{"@id": "urn:b", "@type": "Concept", "prefLabel": "Fine", "broader": "urn:a\\ud800"}'
    assert list(words(f'{{{context}, "@graph": [{one}, {other}]}}', Form.JSON_LD)) == ["Fine"]


@pytest.mark.parametrize(
    ("text", "form", "words_of_it"),
    [
        ("\nnonsense", Form.TURTLE, "Line 2 cannot be read as Turtle."),
        ("{", Form.JSON_LD, "cannot be read as JSON"),
        ("tags: [", Form.YAML, "Line 2 cannot be read as YAML."),
        ("tags: &a {b: *a}", Form.YAML, "anchors and aliases"),
        ("tags: !!python/object:os.system {}", Form.YAML, "types"),
        (SKOS, Form.TURTLE, "There is no word in this file"),
        ("{}", Form.JSON_LD, "There is no word in this file"),
        ("tags: {}", Form.YAML, "There is no word in this file"),
        ("[" * 100_000, Form.JSON_LD, "nested too deeply"),
        (SKOS + "<urn:a> skos:broader " + "[ skos:broader " * 5_000, Form.TURTLE, "nested too deeply"),
        ("x" * (MOST_BYTES + 1), Form.TURTLE, "longer than 1 MB"),
        (
            '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            Form.TURTLE,
            "cannot",
        ),
    ],
)
def test_what_cannot_be_read_is_told(text: str, form: Form, words_of_it: str) -> None:
    assert words_of_it in said(text, form)


def test_bytes_that_are_no_text_are_told() -> None:
    assert "not written in UTF-8 (byte 1)" in str(reading.read(b"a\xff", Form.TURTLE))


def test_more_words_than_anybody_agrees_on_are_refused() -> None:
    many = SKOS + "".join(f"<urn:{n}> a skos:Concept .\n" for n in range(5_001))
    assert "5001 words" in said(many)
    assert "at most 5000" in said("tags:\n" + "".join(f"  t{n}: {{name: a}}\n" for n in range(5_001)), Form.YAML)


_WATCHED: list[str] = []
_watching = False


def _hook(event: str, _told: tuple[object, ...]) -> None:
    if _watching and (event == "open" or event.startswith(("socket.", "subprocess.", "os.system", "urllib."))):
        _WATCHED.append(f"{event} {_told}")


def test_reading_opens_no_file_and_dials_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    sys.addaudithook(_hook)  # stays for this process; it notes only while we watch
    documents = [
        (
            TURTLE + "@base <file:///etc/passwd> . <> <http://www.w3.org/2002/07/owl#imports> <http://evil.example/> .",
            Form.TURTLE,
        ),
        (f'{{{CONTEXT}, "@id": "file:///etc/passwd", "@type": "skos:Concept", "skos:prefLabel": "A"}}', Form.JSON_LD),
        ('{"@context": "http://evil.example/"}', Form.JSON_LD),
        ("tags: {a: {name: A}}", Form.YAML),
    ]
    for watching in (False, True):  # what a library loads of itself at its first use is no document's doing
        monkeypatch.setattr(sys.modules[__name__], "_watching", watching)
        for text, form in documents:
            reading.read(text.encode(), form)
    monkeypatch.undo()

    assert _WATCHED == []


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode), st.sampled_from(Form))
def test_any_bytes_get_words_or_a_sentence(body: bytes, form: Form) -> None:
    assert isinstance(reading.read(body, form), Brought | Saying)
