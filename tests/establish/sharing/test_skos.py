"""What a town tells in SKOS keeps the integrity conditions of SKOS, whatever was agreed."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS
from rdflib.term import Node

from hub.establish.sharing import reading, skos
from hub.establish.sharing.brought import Brought, Form
from hub.establish.sharing.scheme import Change, Scheme, Word

PLACE = "https://hub.example/wherry/tags"
BINS = Word(
    "https://hub.example/tags/1",
    "Bins",
    "What is thrown away",
    also=("refuse", "Bins"),
    label_only=("tip", "refuse"),
    notes=("“tip” counts only near: fly.",),
    broader=("https://hub.example/tags/2",),
    related=("https://hub.example/tags/3", "https://hub.example/tags/4"),
    different=("https://hub.example/tags/4",),
    changes=(Change(date(2026, 5, 3), "Because it is so"),),
)
TOWN = Scheme(
    PLACE,
    "Wherry",
    "en",
    (
        BINS,
        Word("https://hub.example/tags/2", "Council", broader=("https://hub.example/tags/3",)),
        Word("https://hub.example/tags/3", "Town", related=("https://hub.example/tags/1",)),
        Word("https://hub.example/tags/4", "Tips", related=("https://hub.example/tags/1",)),
        Word("https://hub.example/tags/5", "Dumps", heir="https://hub.example/tags/1", retired=True),
        Word("https://hub.example/tags/6", "Fog", retired=True),
    ),
)


def graph(scheme: Scheme, form: Form = Form.TURTLE) -> Graph:
    return Graph().parse(data=skos.written(scheme, form), format="turtle" if form is Form.TURTLE else "json-ld")


def faults(told: Graph) -> Iterator[str]:
    """Yield every integrity condition of SKOS that is broken; numbers are those of the W3C's reference."""
    kinds = (SKOS.Concept, SKOS.Collection, SKOS.ConceptScheme)
    for each in set(told.subjects(RDF.type)):
        if sum((each, RDF.type, kind) in told for kind in kinds) > 1:
            yield f"S9, S37: {each} is of two kinds"
    for concept in told.subjects(RDF.type, SKOS.Concept):
        broken = {
            "S13": is_in_two_roles(told, concept),
            "S14": has_two_names_in_one_language(told, concept),
            "S27": is_related_to_what_is_broader(told, concept),
            "S46": matches_exactly_and_otherwise(told, concept),
        }
        yield from (f"{number}: {concept}" for number, is_broken in broken.items() if is_broken)


def is_in_two_roles(told: Graph, concept: Node) -> bool:
    called = [set(told.objects(concept, role)) for role in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)]
    return sum(map(len, called)) > len(set().union(*called))


def has_two_names_in_one_language(told: Graph, concept: Node) -> bool:
    languages = [each.language for each in told.objects(concept, SKOS.prefLabel) if isinstance(each, Literal)]
    return len(languages) > len(set(languages))


def is_related_to_what_is_broader(told: Graph, concept: Node) -> bool:
    beyond = set(told.transitive_objects(concept, SKOS.broader)) - {concept}
    return bool(beyond & {*told.objects(concept, SKOS.related), *told.subjects(SKOS.related, concept)})


def matches_exactly_and_otherwise(told: Graph, concept: Node) -> bool:
    others = {*told.objects(concept, SKOS.broadMatch), *told.objects(concept, SKOS.relatedMatch)}
    return bool(others & set(told.objects(concept, SKOS.exactMatch)))


def broken(text: str) -> list[str]:
    start = (
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<urn:a> a skos:Concept . <urn:b> a skos:Concept .\n"
    )
    return [each.partition(":")[0] for each in faults(Graph().parse(data=start + text, format="turtle"))]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("<urn:a> a skos:ConceptScheme .", "S9, S37"),
        ('<urn:a> skos:prefLabel "x" ; skos:hiddenLabel "x" .', "S13"),
        ('<urn:a> skos:prefLabel "x"@en, "y"@en .', "S14"),
        ("<urn:a> skos:broader [ skos:broader <urn:b> ] ; skos:related <urn:b> .", "S27"),
        ("<urn:a> skos:exactMatch <urn:b> ; skos:broadMatch <urn:b> .", "S46"),
    ],
)
def test_the_checker_finds_each_sort_of_fault(text: str, condition: str) -> None:
    assert broken(text) == [condition]
    assert broken("") == []


def test_a_scheme_keeps_the_conditions_and_says_all() -> None:
    told = graph(TOWN)
    bins = URIRef(BINS.id)

    assert list(faults(told)) == []

    def said(role: Node) -> set[str]:
        return {str(each) for each in told.objects(bins, role)}

    assert (said(SKOS.altLabel), said(SKOS.hiddenLabel)) == ({"refuse"}, {"tip"})
    assert said(SKOS.related) == {"https://hub.example/tags/4"}
    assert said(OWL.differentFrom) == {"https://hub.example/tags/4"}
    assert said(SKOS.changeNote) == {"2026-05-03: Because it is so"}
    assert said(SKOS.scopeNote) == {"What is thrown away"}
    assert (URIRef("https://hub.example/tags/2"), SKOS.narrower, bins) in told
    tops = {str(each)[-1] for each in told.objects(URIRef(PLACE), SKOS.hasTopConcept)}
    assert tops == {str(each)[-1] for each in told.subjects(SKOS.topConceptOf, URIRef(PLACE))} == {"3", "4"}


def test_what_became_part_of_another_leads_there() -> None:
    told = graph(TOWN)

    assert {str(each)[-1] for each in told.subjects(OWL.deprecated)} == {"5", "6"}
    assert [str(each) for each in told.objects(None, DCTERMS.isReplacedBy)] == [BINS.id]


def test_another_town_reads_what_this_one_wrote() -> None:
    for form in skos.MEDIA_TYPES:
        found = reading.read(skos.written(TOWN, form), form)
        assert isinstance(found, Brought)
        assert (found.title, found.left_out) == ("Wherry", 2)
        bins = next(word for word in found.words if word.name == "Bins")
        assert (bins.also, bins.label_only, bins.broader) == (("refuse",), ("tip",), BINS.broader)


LABELS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=8)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Any words, in a line that has no ring, as deciding sees to it."""
    ids = [f"https://hub.example/tags/{number}" for number in range(draw(st.integers(0, 5)))]
    some = st.lists(LABELS, max_size=3).map(tuple)
    words = [
        Word(each, draw(LABELS), draw(st.text(max_size=5).filter(str.isprintable)), draw(some), draw(some))
        for each in ids
    ]
    bound = [
        Word(
            *(word.id, word.name, word.meaning, word.also, word.label_only),
            broader=tuple(other for other in ids[:number] if draw(st.booleans())),
            related=tuple(other for other in ids if other != word.id and draw(st.booleans())),
        )
        for number, word in enumerate(words)
    ]
    return Scheme(PLACE, draw(LABELS), "en", tuple(bound))


@settings(max_examples=40)
@given(schemes())
def test_whatever_was_agreed_keeps_the_conditions(scheme: Scheme) -> None:
    told = graph(scheme)

    assert list(faults(told)) == []
    names = {str(each) for each in told.objects(None, SKOS.prefLabel)}
    assert names == {word.name for word in scheme.words}
