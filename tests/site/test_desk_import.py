"""Ada brings the words of another town, ticks what is good for Alderford, and proposes it."""

import json

import pytest
from limits import RateLimitItemPerHour
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.tagging.reaching import Reach
from hub.db.engine import reading
from hub.establish.deciding.models import Proposal
from hub.establish.deciding.rules import Level
from hub.establish.sharing.reading import read
from hub.establish.tags.models import Tag
from hub.places.rules import WHOLE_HUB
from hub.site.pages import desk_import
from tests.neighbours import SAME_ORIGIN, Neighbour, Page
from tests.site.conftest import Alderford

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://other.example/tags> a skos:ConceptScheme ; dct:title "Otherton"@en .
<https://other.example/1> a skos:Concept ; skos:prefLabel "Bins & Recycling"@en ;
    skos:altLabel "refuse"@en, "wheelie bins"@en .
<https://other.example/2> a skos:Concept ; skos:prefLabel "Allotments"@en ; skos:scopeNote "Plots and <b>sheds</b>"@en ;
    skos:altLabel "plots"@en, "refuse"@en ; skos:hiddenLabel "lots"@en ; skos:broader <https://other.example/1> .
<https://other.example/3> a skos:Concept ; skos:prefLabel "Mill End"@en .
"""


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process: a child takes a second to start, and has tests of its own."""
    monkeypatch.setattr("hub.site.pages.desk_import.read_words", read)


def bring(who: Neighbour, text: str = TURTLE, name: str = "tags.ttl", place: str = "alderford") -> Page:
    """Send a file as a browser does."""
    files = {"file": (name, text.encode(), "text/turtle")}
    reply = who.browser.post("/desk/tags/import", data={"place": place}, files=files, headers=SAME_ORIGIN)
    return Page(str(reply.url), reply.status_code, reply.headers, reply.text)


def test_ada_proposes_what_she_ticked(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    page = bring(ada)

    assert page.status == 200
    assert "Plots and &lt;b&gt;sheds&lt;/b&gt;" in page.source
    assert "“refuse” means “Bins &amp; recycling” here already." in page.source
    assert "“Mill End” is the name of a place here." in page.source
    sent = ada.fill(page, follow=False, row=["0", "1"], reason="Otherton uses them")
    assert sent.status == 303
    with reading(many) as db:
        made = db.exec(select(Proposal)).one()
        assert [each["do"] for each in made.script] == ["agree", "spell", "spell", "spell", "tie"]
        assert made.place_id == alderford.place.id
        assert [tag.slug for tag in db.exec(select(Tag))] == ["bins-and-recycling"]
    assert ada.visit(sent.headers["location"]).status == 200


def test_a_word_that_would_be_refused_is_named_without_a_box(ada: Neighbour, alderford: Alderford) -> None:
    page = bring(ada, "tags:\n  odd: {name: R\u043eads}\n  plots: {name: Allotments}\n", "tags.yaml")

    assert page.source.count('type="checkbox"') == 1
    assert "holds a letter that only looks right" in page.source.partition("What was left aside")[2]


def test_what_ada_does_not_tick_is_not_proposed(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    page = bring(ada)

    none = ada.fill(page, row=[], reason="None of them")
    assert (none.status, "Tick at least one word" in none.source) == (422, True)
    again = ada.fill(none, row=["1"], reason="")
    assert (again.status, "Say in a sentence" in again.source) == (422, True)
    assert ada.fill(again, follow=False, row=["1"], reason="This one").status == 303
    with reading(many) as db:
        assert [each["do"] for each in db.exec(select(Proposal)).one().script] == ["spell"]


def test_a_file_that_cannot_be_read_is_told_beside_the_field(ada: Neighbour, alderford: Alderford) -> None:
    assert "Choose a file that ends in" in bring(ada, name="tags.rdf").source
    assert "Choose a file that ends in" in bring(ada, text="").source
    assert "Choose the place" in bring(ada, place="nowhere").source
    unread = bring(ada, text="this is no turtle")
    assert (unread.status, "Line 1 cannot be read as Turtle." in unread.source) == (422, True)
    elsewhere = bring(ada, text='{"@context": "https://evil.example/c.json"}', name="tags.jsonld")
    assert "we fetch nothing for it" in elsewhere.source


def test_only_a_form_of_ours_is_taken(ada: Neighbour, mo: Neighbour, alderford: Alderford) -> None:
    assert mo.visit("/desk/tags/import").status == 403
    assert ada.post("/desk/tags/import").status == 422
    assert ada.post("/desk/tags/import/send").status == 422
    for listed in ("", "[1]", '[[{"do":"retire","tag":"bins"}]]', '[[{"do":"agree"}]]', "{"):
        assert ada.post("/desk/tags/import/send", place="alderford", row="0", reason="x", listed=listed).status == 400
    assert bring(ada, text="x" * 1_100_000).status == 400
    body = b"--x\r\nContent-Disposition: form-data\r\n\r\n--x--"
    headers = {**SAME_ORIGIN, "content-type": "multipart/form-data; boundary=x"}
    assert ada.browser.post("/desk/tags/import", content=body, headers=headers).status_code == 400


def test_a_place_without_new_words_says_so(ada: Neighbour, alderford: Alderford) -> None:
    assert "Nothing in it is new here" in bring(ada, "tags: {refuse: {name: Bins & recycling}}", "tags.yaml").source


def test_what_was_brought_waits_for_two_where_nobody_counted_all_it_touches(
    ada: Neighbour, alderford: Alderford, many: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.site.pages.desk_import.reach", lambda *_: Reach(3, 1, is_whole=False))
    assert ada.fill(bring(ada), follow=False, row=["1"], reason="This one").status == 303
    with reading(many) as db:
        assert db.exec(select(Proposal.level)).all() == [Level.TWO]


@pytest.mark.parametrize(
    "crafted",
    [
        {"name": "\ud800"},
        {"meaning": "\ud800"},
        {"meaning": 5},
        {"slug": None},
        {"name": ["a"]},
        {"do": "spell", "in_text": [1]},
        {"do": "spell", "label": "a\ud800"},
        {"do": "spell", "tag": {"a": 1}},
    ],
)
def test_a_crafted_form_leaves_nothing_that_breaks_a_page(
    ada: Neighbour, alderford: Alderford, many: Engine, crafted: dict[str, object]
) -> None:
    agree = {"do": "agree", "slug": "zz", "name": "ZZ", "meaning": "", "scope": WHOLE_HUB.hex}
    spell = {"tag": "bins-and-recycling", "label": "tip", "in_text": True, "near": "", "not_near": ""}
    listed = json.dumps([[{**agree, **spell, **crafted}]])

    sent = ada.post("/desk/tags/import/send", place="alderford", row="0", reason="x", listed=listed)

    assert sent.status == 400
    with reading(many) as db:
        assert db.exec(select(Proposal)).all() == []
    assert ada.visit("/alderford/proposals").status == 200


def test_nobody_keeps_the_hub_busy_with_files(
    ada: Neighbour, alderford: Alderford, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_import, "OF_PERSON", RateLimitItemPerHour(2, namespace="imports-person"))
    assert bring(ada, name="tags.rdf").status == 422  # what is not read does not count
    assert [bring(ada).status for _ in range(2)] == [200, 200]

    refused = bring(ada)
    assert (refused.status, "You have brought many files in an hour." in refused.text) == (429, True)
