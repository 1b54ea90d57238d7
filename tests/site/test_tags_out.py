"""The words of a place for programs, spreadsheets and other towns."""

import csv
import io

import pytest
from rdflib import Dataset, Graph
from rdflib.namespace import SKOS
from rdflib.plugins.parsers.jsonld import to_rdf
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.establish.sharing.brought import Brought, Form
from hub.establish.sharing.reading import read
from hub.establish.tags.models import TagEdge, TagLabel
from hub.establish.tags.rules import Bond
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford


def parks(many: Engine, alderford: Alderford) -> str:
    """Agree on parks, which bins are part of, and return the id of its address."""
    with writing(many) as db:
        made = town.tag(db, "=Parks", also=["green", "=1+1"], scope_id=alderford.mill_end.id)
        db.add(TagEdge(tag_id=alderford.bins.id, other_id=made.id, bond=Bond.BROADER))
        return made.id.hex


def test_programs_read_every_spelling_and_bond(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    address = f"{ADDRESS}/tags/{parks(many, alderford)}"

    told = cem.visit("/alderford/tags.json").json["tags"]

    park, bins = told
    assert park["also"] == ["=1+1", "green"]
    assert (park["narrower"], park["id"]) == (["bins-and-recycling"], address)
    assert (bins["broader"], bins["items"], bins["also"]) == (["parks"], 1, ["refuse"])


def test_a_spreadsheet_takes_nothing_for_a_formula(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    parks(many, alderford)

    rows = list(csv.DictReader(io.StringIO(cem.visit("/alderford/tags.csv").source)))

    assert (rows[0]["name"], rows[0]["also"]) == ("'=Parks", "'=1+1; green")
    assert rows[1]["broader"] == "parks"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own reader uses what rdflib advises against
def test_both_forms_of_skos_say_the_same(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    parks(many, alderford)

    turtle, json_ld = cem.visit("/alderford/tags.ttl"), cem.visit("/alderford/tags.jsonld")

    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    assert json_ld.headers["content-type"].startswith("application/ld+json")
    one = Graph().parse(data=turtle.source, format="turtle")
    other = Dataset(default_union=True)
    to_rdf(json_ld.json, other)
    assert set(one) == set(other.triples((None, None, None)))
    assert {str(each) for each in one.objects(None, SKOS.prefLabel)} == {"=Parks", "Bins & recycling"}
    assert cem.visit("/cy/alderford/tags.ttl").source == turtle.source


def test_the_address_of_a_tag_that_stays_leads_to_its_page(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    there = cem.visit(f"/tags/{parks(many, alderford)}")
    assert (there.status, there.headers["location"]) == (303, "/mill-end/tags/parks")
    bins = cem.visit(f"/tags/{alderford.bins.id}")
    assert bins.headers["location"] == "/alderford/tags/bins-and-recycling"
    for unknown in ("nothing", "0" * 32):
        assert cem.visit(f"/tags/{unknown}").status == 404


@pytest.mark.parametrize(("sheet", "form"), [("csv", Form.CSV), ("json", Form.JSON_LD)])
def test_what_a_spreadsheet_and_json_tell_can_be_brought_to_another_town(
    cem: Neighbour, alderford: Alderford, many: Engine, sheet: str, form: Form
) -> None:
    parks(many, alderford)
    with writing(many) as db:
        here, far, bins = alderford.place.id, town.place(db, "Far").id, alderford.bins.id
        db.add(TagLabel(scope_id=here, key="tip", label="tip", tag_id=bins, near="bus, van", not_near="shop"))
        db.add(TagLabel(scope_id=far, key="dump", label="dump", tag_id=bins))

    found = read(cem.visit(f"/alderford/tags.{sheet}").source.encode(), form)

    assert isinstance(found, Brought)
    park, told = found.words
    assert (park.name, park.also) == ("=Parks", ("=1+1", "green"))
    assert (told.name, told.also, told.label_only) == ("Bins & recycling", ("refuse",), ("tip",))
    assert told.broader == (park.id,)
