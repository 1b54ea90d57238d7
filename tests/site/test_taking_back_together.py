"""What two agreed to, two take back; and a ward decides for itself alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.tagging import source_rules
from hub.aggregate.tagging.models import RuleKind
from hub.aggregate.tagging.source_rules import Wanted
from hub.db.engine import reading, writing
from hub.establish.deciding.models import Decision, Proposal
from hub.establish.deciding.script import Retire
from hub.establish.tags.models import Tag, TagEdge
from hub.people.rules import Kind
from hub.settings import Settings
from tests import town
from tests.neighbours import Neighbour
from tests.site.agreed import WHY, pressed, proposed, sent
from tests.site.conftest import Alderford, signed_in


@pytest.fixture
def bea(settings: Settings, many: Engine, alderford: Alderford) -> Iterator[Neighbour]:
    """Another mentor of Alderford."""
    with signed_in("Bea", settings, many, Kind.MENTOR, alderford.place.id) as bea:
        yield bea


@pytest.fixture
def retired(ada: Neighbour, bea: Neighbour, many: Engine) -> int:
    """The decision by which Ada and Bea have retired a tag."""
    with writing(many) as db:
        town.tag(db, "Waste")
    found = proposed(many, Retire("waste"), by="Ada")
    ada.post(f"/alderford/proposals/{found.id}/seal")
    with writing(many) as db:
        for row in db.exec(select(Proposal)):
            row.opened_at, row.closes_at = (at - timedelta(days=15) for at in (row.opened_at, row.closes_at))
    bea.post(f"/alderford/proposals/{found.id}/seal")
    with reading(many) as db:
        made = db.exec(select(Decision.id)).one()
        assert made
        return made


@pytest.mark.parametrize("address", ["/alderford/decisions/{}/undo", "/desk/words/alderford/undo/{}"])
def test_ada_asks_and_bea_takes_it_back_with_her(
    ada: Neighbour, bea: Neighbour, many: Engine, retired: int, address: str
) -> None:
    page = ada.post(address.format(retired), reason="We miss it.", follow=True)
    assert page.h1 == "A proposal"
    assert "Wants it taken back, as who looks after the place; a second one has to want it too" in page.text
    assert "We miss it." in page.text
    with reading(many) as db:
        assert db.exec(select(Tag.retired).where(Tag.slug == "waste")).one()
    assert bea.post(address.format(retired), reason="So do I.").status == 303
    with reading(many) as db:
        assert not db.exec(select(Tag.retired).where(Tag.slug == "waste")).one()


def test_a_tag_a_source_uses_is_not_taken_back(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    address = sent(ada, "new", name="Foxes", meaning="In our gardens", where="alderford").address
    with writing(many) as db:
        tag_id = db.exec(select(Tag.id).where(Tag.slug == "foxes")).one()
        wanted = Wanted(alderford.council.source_id, RuleKind.CATEGORY, "foxes", "Foxes", tag_id)
        assert source_rules.add(db, wanted)
    page = ada.post(f"{address}/undo", reason="A slip.")
    assert page.status == 422
    assert "The posts of a source get a tag it made. Change that first." in page.text


def test_a_wards_mentor_only_proposes_what_binds_tags_of_all(
    settings: Settings, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        town.place(db, "Otherton")
        town.tag(db, "Horror")
    with signed_in("Wim", settings, many, Kind.MENTOR, alderford.mill_end.id) as wim:
        for wish, fields, becomes in (
            ("new", {"name": "Tmpx", "meaning": "x", "where": "mill-end", "broader": "horror"}, "Decision "),
            ("merge", {"tag": "tmpx", "into": "bins-and-recycling"}, "A proposal"),
        ):
            form = wim.visit(f"/mill-end/proposals/new/{wish}")
            look = pressed(wim, form, follow=True, step="look", reason=WHY, **fields)
            assert pressed(wim, look, step="send", follow=True).h1.startswith(becomes)
    with reading(many) as db:
        bound = select(Tag.slug).join(TagEdge, TagEdge.tag_id == Tag.id)  # type: ignore[arg-type] # SQLModel's columns
        assert db.exec(bound).all() == ["tmpx"]
