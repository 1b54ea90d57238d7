"""Everybody reads what was decided about tags, by whom and why; and Ada takes back within a week what she decided."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import writing
from hub.establish.deciding import actions, rows
from hub.establish.deciding.actions import note_loaded
from hub.establish.deciding.models import Decision
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Origin
from hub.establish.deciding.script import Define, Merge, Operation, Rule, Spell
from hub.establish.tags.models import Tag
from hub.kit.clock import now
from hub.people.audit.models import AuditEntry
from hub.places.actions import bump_hub
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.neighbours import Neighbour, Page
from tests.site.agreed import WHY, sent, who
from tests.site.conftest import Alderford


@pytest.fixture
def waste(many: Engine, alderford: Alderford) -> Tag:
    """A second tag for what people call bins too."""
    with writing(many) as db:
        return town.tag(db, "Waste", also=["rubbish"], meaning="What we throw away")


def decided(page: Page) -> str:
    """Return where the decision is read that a page shows."""
    assert page.h1.startswith("Decision ")
    return urlsplit(page.address).path


def by_ada(many: Engine, *script: Operation, place_id: UUID = WHOLE_HUB, why: str = WHY) -> str:
    """Have Ada decide something; return where it is read."""
    with writing(many) as db:
        made = actions.decide(db, Asked(script, place_id, who(many, "Ada"), why), Origin.MENTOR, now())
        assert isinstance(made, int), made
        return f"/alderford/decisions/{made}"


@pytest.fixture
def merged(ada: Neighbour, waste: Tag) -> str:
    """Where one reads that Ada has merged it into the other one."""
    return decided(sent(ada, "merge", tag="waste", into="bins-and-recycling"))


def test_cem_reads_what_was_decided_by_whom_and_why(cem: Neighbour, merged: str) -> None:
    listed = cem.visit("/alderford/decisions")
    assert "“Waste” becomes “Bins & recycling”" in listed.text
    assert "Ada decided it." in listed.text
    assert WHY in listed.text
    page = cem.visit(merged)
    assert "It counts in every place of this hub." in page.text
    assert "Who looks after the place may take it back until" in page.text
    assert cem.visit("/alderford/decisions/987654").status == 404
    assert cem.visit("/alderford/decisions/first").status in {400, 404}


def test_where_nothing_was_decided_the_page_says_so(cem: Neighbour, alderford: Alderford) -> None:
    assert "Nothing was decided so far." in cem.visit("/alderford/decisions").text
    assert "<entry>" not in cem.visit("/alderford/decisions.atom").source


def test_decisions_are_followed_with_a_feed_reader(cem: Neighbour, merged: str) -> None:
    feed = cem.visit("/alderford/decisions.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert "“Waste” becomes “Bins &amp; recycling”" in feed.source
    assert f"https://hub.example{merged}" in feed.source


def test_the_list_goes_on_on_other_pages(cem: Neighbour, many: Engine, ada: Neighbour, waste: Tag) -> None:
    addresses = [by_ada(many, Rule(f"word {number}", "left-alone")) for number in range(31)]
    first = cem.visit("/alderford/decisions")
    assert len(first.all("//li[@class='proposal']")) == 30
    (older,) = [each for each in first.links if "before=" in each]
    assert set(addresses) & set(cem.visit(older).links) == {addresses[0]}


def test_ada_looks_at_what_it_would_change_and_takes_it_back(
    ada: Neighbour, cem: Neighbour, many: Engine, merged: str
) -> None:
    assert cem.visit("/alderford/tags/waste").status in {301, 308}
    form = ada.visit(f"{merged}/undo")
    assert "What taking it back would change" in form.text
    assert "no-store" in form.headers["cache-control"]
    assert "Say why, in a sentence or two." in ada.post(f"{merged}/undo").text
    assert ada.post(f"{merged}/undo", reason="x" * 1_001).status == 422
    page = ada.post(f"{merged}/undo", reason="I was wrong.", follow=True)
    back = decided(page)
    assert "I was wrong." in page.text
    assert "It takes back:" in page.text
    assert "It was taken back." in cem.visit(merged).text
    assert cem.visit("/alderford/tags/waste").status == 200
    with writing(many) as db:
        (noted,) = db.exec(select(AuditEntry).where(AuditEntry.deed == "take-back"))
        assert (f"/alderford/decisions/{noted.target_id}", noted.after) == (
            merged,
            {"by": int(back.rpartition("/")[2])},
        )
    assert ada.post(f"{merged}/undo", reason="Again.").status == 422


def test_nobody_else_takes_it_back(cem: Neighbour, ben: Neighbour, merged: str) -> None:
    assert cem.visit(f"{merged}/undo").headers["location"].startswith("/sign-in")
    assert ben.visit(f"{merged}/undo").status == 403
    assert ben.post(f"{merged}/undo", reason="No.").status == 403


def test_after_a_week_it_is_too_late(ada: Neighbour, many: Engine, merged: str) -> None:
    with writing(many) as db:
        for row in db.exec(select(Decision)):
            row.at -= timedelta(days=8)
        bump_hub(db)
    form = ada.visit(f"{merged}/undo")
    assert "Its week is over" in form.text
    assert form.all("//textarea") == []
    assert "may take it back" not in ada.visit(merged).text
    assert f"{merged}/undo" not in ada.visit("/desk").links
    assert ada.post(f"{merged}/undo", reason="Late.").status == 422


def test_what_has_changed_since_is_said_and_nothing_is_taken_back(ada: Neighbour, many: Engine, waste: Tag) -> None:
    first, _ = (by_ada(many, Define("waste", words)) for words in ("One thing", "Another"))
    refused = ada.post(f"{first}/undo", reason="I was wrong.")
    assert refused.status == 422
    assert "It cannot be taken back" in refused.text
    assert "Something has changed after it" in refused.text


def test_what_the_tag_file_says_is_told_as_such(cem: Neighbour, ada: Neighbour, many: Engine, waste: Tag) -> None:
    with writing(many) as db:
        before = rows.registry(db)
        town.tag(db, "Foxes")
        made = note_loaded(db, before, now())
    assert "The town’s tag file" in cem.visit("/alderford/decisions").text
    page = cem.visit(f"/alderford/decisions/{made}")
    assert "“Foxes” is a tag." in page.text
    assert "may take it back" not in page.text
    refused = ada.post(f"/alderford/decisions/{made}/undo", reason="I was wrong.")
    assert refused.status == 422
    assert "What a file says is changed in the file." in refused.text
    assert cem.visit("/alderford/tags/foxes").status == 200


def test_a_decision_of_another_town_is_not_shown_here(cem: Neighbour, many: Engine, ada: Neighbour, waste: Tag) -> None:
    with writing(many) as db:
        weir = town.place(db, "Weir")
    made = by_ada(many, Spell("waste", "slag", weir.id), place_id=weir.id)
    assert cem.visit(made).status == 404
    assert cem.visit(made.replace("alderford", "weir")).status == 200
    assert "Nothing was decided so far." in cem.visit("/alderford/decisions").text


def test_a_mentor_of_one_town_does_not_decide_for_all(ada: Neighbour, many: Engine, waste: Tag) -> None:
    with writing(many) as db:
        town.place(db, "Weir")
    assert sent(ada, "merge", tag="waste", into="bins-and-recycling").h1 == "A proposal"
    assert decided(sent(ada, "spelling", tag="waste", label="midden"))


def test_who_has_left_is_not_named(cem: Neighbour, many: Engine, waste: Tag) -> None:
    with writing(many) as db:
        asked = Asked((Merge("waste", "bins-and-recycling"),), WHOLE_HUB, None, "")
        made = actions.decide(db, asked, Origin.MENTOR, now())
    assert "somebody who has left decided it." in cem.visit(f"/alderford/decisions/{made}").text
