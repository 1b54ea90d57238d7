"""How are the words of a place written as SKOS, and how are another town's read? Import this where it is needed only.

rdflib takes a tenth of a second and seventeen megabytes to load; a web worker that is never asked needs neither.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, XSD
from rdflib.term import Node

from hub.establish.sharing.brought import Form
from hub.establish.sharing.scheme import Scheme, Word
from hub.establish.tags.ties import beyond

Triple = tuple[Node, Node, Node]
_NAMES: Mapping[str, Namespace] = {
    "skos": Namespace(str(SKOS)),
    "dcterms": Namespace(str(DCTERMS)),
    "owl": Namespace(str(OWL)),
    "xsd": Namespace(str(XSD)),
}

MEDIA_TYPES = {Form.TURTLE: "text/turtle", Form.JSON_LD: "application/ld+json"}
FORMATS = {Form.TURTLE: "turtle", Form.JSON_LD: "json-ld"}  # as rdflib calls them


def written(scheme: Scheme, form: Form) -> bytes:
    """Write the words of a place; the same words give the same bytes."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in _NAMES.items():
        graph.bind(prefix, namespace)
    for triple in _triples(scheme):
        graph.add(triple)
    if form is Form.TURTLE:
        return graph.serialize(format=FORMATS[form], encoding="utf-8")
    context = {"@language": scheme.language, **{prefix: str(namespace) for prefix, namespace in _NAMES.items()}}
    told = json.loads(graph.serialize(format=FORMATS[form], context=context))
    # rdflib lists what it says in the order of a set, which is another one in each process.
    return json.dumps(_in_order(told), ensure_ascii=False, indent=1).encode()


def _in_order(told: Any) -> Any:  # noqa: ANN401 -- what JSON holds
    """Return the same with its keys and its lists in order."""
    if isinstance(told, dict):
        return {name: _in_order(told[name]) for name in sorted(told)}
    if isinstance(told, list):
        return sorted((_in_order(each) for each in told), key=lambda each: json.dumps(each, sort_keys=True))
    return told


def _triples(scheme: Scheme) -> Iterator[Triple]:
    itself = URIRef(scheme.id)
    yield itself, RDF.type, SKOS.ConceptScheme
    yield itself, DCTERMS.title, Literal(scheme.title, lang=scheme.language)
    lines = _lines(scheme)
    for word in scheme.words:
        concept = URIRef(word.id)
        yield concept, RDF.type, SKOS.Concept
        yield concept, SKOS.inScheme, itself
        yield from _said(concept, word, scheme.language)
        yield from _bonds(concept, word, lines)
        if not word.retired and not word.broader:
            yield concept, SKOS.topConceptOf, itself
            yield itself, SKOS.hasTopConcept, concept


def _said(concept: URIRef, word: Word, language: str) -> Iterator[Triple]:
    """Say what a word is called and means; each label in one role alone, as S13 of SKOS wants it."""
    told = {
        SKOS.prefLabel: {word.name},
        SKOS.altLabel: set(word.also) - {word.name},
        SKOS.hiddenLabel: set(word.label_only) - {word.name, *word.also},
        SKOS.scopeNote: {word.meaning} - {""},
        SKOS.editorialNote: set(word.notes),
        SKOS.changeNote: {f"{change.on.isoformat()}: {change.words}" for change in word.changes},
    }
    for role, labels in told.items():
        for label in sorted(labels):
            yield concept, role, Literal(label, lang=language)


def _bonds(concept: URIRef, word: Word, lines: Mapping[str, frozenset[str]]) -> Iterator[Triple]:
    for other in word.broader:
        yield concept, SKOS.broader, URIRef(other)
        yield URIRef(other), SKOS.narrower, concept
    for other in word.related:
        # S27: what is broader by some steps is not related besides.
        if other not in lines[word.id] and word.id not in lines.get(other, ()):
            yield concept, SKOS.related, URIRef(other)
    yield from ((concept, OWL.differentFrom, URIRef(other)) for other in word.different)
    if word.retired:
        yield concept, OWL.deprecated, Literal("true", datatype=XSD.boolean)
    if word.heir:
        yield concept, DCTERMS.isReplacedBy, URIRef(word.heir)


def _lines(scheme: Scheme) -> Mapping[str, frozenset[str]]:
    """Return all that is broader than each word, by however many steps."""
    broader = {word.id: word.broader for word in scheme.words}
    return {each: frozenset(beyond(each, lambda other: broader.get(other, ()))) for each in broader}
