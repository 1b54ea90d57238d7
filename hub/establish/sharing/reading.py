"""What does another town tell of its words? Turtle, JSON, CSV or tags.yaml, read where it can hurt nobody: in a child.

rdflib would fetch a context a JSON-LD file names, so such a file is refused before rdflib sees it. RDF/XML is not read
at all. Import this module in children alone: it brings rdflib with it.
"""

import codecs
import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NoReturn
from warnings import catch_warnings, simplefilter

from rdflib import Dataset, Graph, plugin
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS
from rdflib.parser import Parser
from rdflib.plugins.parsers.jsonld import to_rdf
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.plugins.shared.jsonld import context as contexts
from rdflib.term import Literal, Node, URIRef

from hub.establish.sharing.brought import MOST_BYTES, MOST_LABELS, MOST_WORDS, Brought, BroughtWord, Form
from hub.establish.sharing.sheets import Row, of_csv, of_json
from hub.kit import neighbours
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import excerpt, label_key, squeeze, storable, visible
from hub.kit.yaml import Cell, read_yaml

_LANGUAGES = ("en", "")  # what a word is called in these is its name here, the first before the others
_LONGEST = 500
plugin.get("turtle", Parser)  # these two are loaded here, so that reading a document opens no file
codecs.lookup("utf-8-sig")
_BASE = "urn:of-another-town:"  # so that names without an address stay what they are, and no file of ours is meant


def read(body: bytes, form: Form) -> Brought | Saying:
    """Return the words a file tells of, or why it cannot be read."""
    if len(body) > MOST_BYTES:
        return say("This file is longer than 1 MB. Bring it in parts.")
    try:
        found = _READERS[form](body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return say("This file is not written in UTF-8 (byte %(byte)s).", byte=error.start)
    except RecursionError:
        return say("This file is nested too deeply.")
    is_empty = isinstance(found, Brought) and not found.words
    return say("There is no word in this file: no skos:Concept, and no tag.") if is_empty else found


def _read_turtle(text: str) -> Brought | Saying:
    graph = Graph(bind_namespaces="none")
    return _parsed(lambda: graph.parse(data=text, format="turtle", publicID=_BASE)) or _read_graph(graph)


def _read_json_ld(text: str) -> Brought | Saying:
    try:
        told = json.loads(text)
    except ValueError as error:
        return say("This file cannot be read as JSON: %(problem)s.", problem=excerpt(str(error), 120))
    if (rows := of_json(told)) is not None:
        return _read_rows(rows)
    if _is_elsewhere(told):
        return say(
            "This file leaves its “@context” at an address of the web, and we fetch nothing for it. Save it with the"
            " context written out in it, or bring it as Turtle."
        )
    # What rdflib gets is what was looked at, not the text, in which another reader may see something else.
    graph = Graph(bind_namespaces="none")
    return _parsed(lambda: _fill(graph, told)) or _read_graph(graph)


def _fill(graph: Graph, told: object) -> None:
    """Put all that a JSON-LD document says into one graph, whichever of its graphs says it."""
    several = Dataset(default_union=True)
    to_rdf(told, several, base=_BASE)
    for triple in several.triples((None, None, None)):
        graph.add(triple)


def _is_elsewhere(told: Any) -> bool:  # noqa: ANN401 -- what JSON holds
    """Say whether anything in a document would have to be fetched to be understood."""
    if isinstance(told, list):
        return any(_is_elsewhere(each) for each in told)
    if not isinstance(told, dict):
        return False
    if "@import" in told or not _is_written_out(told.get("@context")):
        return True
    return any(_is_elsewhere(each) for each in told.values())


def _is_written_out(context: object) -> bool:
    """Say whether nothing in a context, however deep its lists lie in one another, is but an address."""
    if isinstance(context, list):
        return all(_is_written_out(each) for each in context)
    return context is None or isinstance(context, dict)


def _fetch_nothing(*_: object) -> NoReturn:
    raise ValueError("its “@context” is at another address")


vars(contexts)["source_to_json"] = _fetch_nothing  # should an address ever slip through the look at the document


def _parsed(parse: Callable[[], object]) -> Saying:
    """Have rdflib read a document; say what is wrong with it, nothing where all is well."""
    try:
        with catch_warnings():
            simplefilter("ignore", DeprecationWarning)  # rdflib's own reader uses what rdflib advises against
            parse()
    except RecursionError:
        raise
    except BadSyntax as error:
        return say("Line %(line)s cannot be read as Turtle.", line=error.lines + 1)
    except Exception as error:  # noqa: BLE001 -- a parser of foreign text may raise anything, and people are told
        problem = excerpt(visible(storable(squeeze(str(error)))), 160)
        return say("This file cannot be read: %(problem)s", problem=problem or type(error).__name__)
    return NOTHING


def _read_graph(graph: Graph) -> Brought | Saying:
    concepts = sorted(set(graph.subjects(RDF.type, SKOS.Concept)), key=str)
    if len(concepts) > MOST_WORDS:
        return _too_many(len(concepts))
    broader = _pairs(graph, SKOS.broader, SKOS.narrower)
    related = _pairs(graph, SKOS.related, SKOS.related)
    living = [concept for concept in concepts if not _is_deprecated(graph, concept)]
    words = [_concept(graph, concept, broader[concept], related[concept]) for concept in living]
    title = next(iter(graph.objects(None, DCTERMS.title)), "")
    return Brought(_line(title), _kept(words), len(concepts) - len(living))


def _pairs(graph: Graph, forwards: URIRef, backwards: URIRef) -> Mapping[Node, set[str]]:
    found: dict[Node, set[str]] = defaultdict(set)
    for one, other in graph.subject_objects(forwards):
        found[one].add(str(other))
    for other, one in graph.subject_objects(backwards):
        found[one].add(str(other))
    return found


def _is_deprecated(graph: Graph, concept: Node) -> bool:
    ended = any(str(each).lower() in {"true", "1"} for each in graph.objects(concept, OWL.deprecated))
    return ended or (concept, DCTERMS.isReplacedBy, None) in graph


def _concept(graph: Graph, concept: Node, broader: Iterable[str], related: Iterable[str]) -> BroughtWord:
    called = _literals(graph, concept, SKOS.prefLabel)
    notes = _literals(graph, concept, SKOS.scopeNote) or _literals(graph, concept, SKOS.definition)
    also = [*called[1:], *_literals(graph, concept, SKOS.altLabel)]
    return BroughtWord(
        id=str(concept),
        name=called[0] if called else "",
        meaning=notes[0] if notes else "",
        also=_distinct(also, called[:1]),
        label_only=_distinct(_literals(graph, concept, SKOS.hiddenLabel), [*called[:1], *also]),
        broader=tuple(sorted(broader)),
        related=tuple(sorted(related)),
    )


def _literals(graph: Graph, concept: Node, role: URIRef) -> list[str]:
    """Return what is said of a concept in a role, in the language of ours first."""
    found = [each for each in graph.objects(concept, role) if isinstance(each, Literal)]
    told = sorted(found, key=lambda each: (_rank(each.language or ""), str(each)))
    return [line for each in told if (line := _line(each))]


def _rank(language: str) -> int:
    usual = language.lower().partition("-")[0]
    return _LANGUAGES.index(usual) if usual in _LANGUAGES else len(_LANGUAGES)


def _read_tags(text: str) -> Brought | Saying:
    """Read a tags.yaml; its places are those of another town, so tags that are names of places are left out."""
    faults: list[str] = []
    cells = read_yaml(text, "tags.yaml", faults).at("tags").entries()
    if len(cells) > MOST_WORDS:
        return _too_many(len(cells))
    places = [slug for slug, cell in cells.items() if cell.at("place").word()]
    words = [_tag(slug, cell) for slug, cell in cells.items() if slug not in places]
    if faults:
        line, _, problem = faults[0].removeprefix("tags.yaml:").partition(": ")
        if problem.startswith("cannot be read as YAML"):  # what the parser says of it tells people nothing
            return say("Line %(line)s cannot be read as YAML.", line=line)
        return say("Line %(line)s: %(problem)s", line=line, problem=excerpt(problem, 200))
    return Brought("", _kept(words), len(places))


def _read_csv(text: str) -> Brought | Saying:
    try:
        return _read_rows(of_csv(text))
    except csv.Error as error:
        return say("This file cannot be read: %(problem)s", problem=excerpt(str(error), 160))


def _read_rows(rows: Sequence[Row]) -> Brought | Saying:
    if len(rows) > MOST_WORDS:
        return _too_many(len(rows))
    living = [row for row in rows if not row.place]
    return Brought("", _kept(map(_word, living)), len(rows) - len(living))


def _tag(slug: str, cell: Cell) -> BroughtWord:
    lists = {key: cell.at(key).list_of_words() for key in ("also", "label_only", "broader", "related")}
    return _word(Row(slug, cell.at("name").word(), cell.at("meaning").word(), "", **lists))


def _word(row: Row) -> BroughtWord:
    name = _line(row.name)
    spelt = [(_line(neighbours.parse(each).label), neighbours.parse(each)) for each in row.also]
    free = [label for label, each in spelt if not (each.near or each.not_near)]
    # What counts beside some words alone does so in its own town: here it is believed as a label only.
    bound = [label for label, each in spelt if each.near or each.not_near]
    bound += [_line(neighbours.parse(each).label) for each in row.label_only]
    return BroughtWord(
        id=row.slug,
        name=name,
        meaning=_line(row.meaning),
        also=_distinct([*free, _line(row.slug.replace("-", " "))], [name]),
        label_only=_distinct(bound, [name, *free]),
        broader=tuple(row.broader),
        related=tuple(row.related),
    )


def _kept(words: Iterable[BroughtWord]) -> tuple[BroughtWord, ...]:
    """Return the words without those by whose id nothing could be kept."""
    return tuple(word for word in words if storable(word.id) == word.id)


def _distinct(labels: Iterable[str], besides: Iterable[str]) -> tuple[str, ...]:
    known = {label_key(each) for each in besides}
    return tuple(_fresh(labels, known))[:MOST_LABELS]


def _fresh(labels: Iterable[str], known: set[str]) -> Iterator[str]:
    for label in labels:
        key = label_key(label)
        if key and key not in known:
            known.add(key)
            yield label


def _line(told: object) -> str:
    return squeeze(visible(storable(str(told))))[:_LONGEST]


def _too_many(count: int) -> Saying:
    return say("There are %(count)s words in this file; at most %(most)s are read.", count=count, most=MOST_WORDS)


_READERS: Mapping[Form, Callable[[str], Brought | Saying]] = {
    Form.TURTLE: _read_turtle,
    Form.JSON_LD: _read_json_ld,
    Form.YAML: _read_tags,
    Form.CSV: _read_csv,
}
