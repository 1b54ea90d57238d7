"""What becomes of a proposal: carried out by one or by two, declined, taken back, or left to the calendar."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import writing
from hub.establish.deciding import actions
from hub.establish.deciding.models import Proposal
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Level, Origin, State
from hub.establish.deciding.script import Define, Merge, Retire
from hub.establish.deciding.settling import Passed, Settled
from hub.establish.tags.models import Tag
from hub.kit.clock import now
from hub.people.rules import Kind
from hub.places.actions import bump_hub
from hub.places.rules import WHOLE_HUB
from hub.settings import Settings
from hub.site.letters import Office, writing_from
from hub.site.proposing import letters
from tests import town
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.agreed import proposed, sent
from tests.site.conftest import Alderford, email_of, signed_in

MERGE = Merge("waste", "bins-and-recycling")


@pytest.fixture
def waste(many: Engine, alderford: Alderford) -> Tag:
    """A second tag for what people call bins too."""
    with writing(many) as db:
        return town.tag(db, "Waste", also=["rubbish"], meaning="What we throw away")


def test_ada_carries_out_what_ben_proposed_and_he_hears_of_it(
    ada: Neighbour, ben: Neighbour, many: Engine, waste: Tag
) -> None:
    found = proposed(many, MERGE)
    say = ada.visit(f"/alderford/proposals/{found.id}/say")
    assert "It touches little: it is carried out at once." in say.text
    page = ada.post(f"/alderford/proposals/{found.id}/seal", follow=True)
    assert page.h1.startswith("Decision ")
    assert "Ben proposed it, and it was agreed." in page.text
    assert "Ada carried it out." in page.text
    (told,) = post.letters(many, email_of("Ben"))
    assert "What you proposed was agreed" in told
    again = ada.post(f"/alderford/proposals/{found.id}/seal")
    assert again.status == 422
    assert "This proposal is settled already." in again.text
    settled = ben.visit(f"/alderford/proposals/{found.id}")
    assert "Agreed, and carried out" in settled.text
    assert "Settled lately" in ben.visit("/alderford/proposals").text
    late = ben.post(f"/alderford/proposals/{found.id}/say", stance="yes")
    assert late.status == 422
    assert "This proposal is settled already." in late.text


def test_of_what_touches_much_ada_seals_and_somebody_else_must_too(
    ada: Neighbour, settings: Settings, many: Engine, alderford: Alderford, waste: Tag, ben: Neighbour
) -> None:
    found = proposed(many, Retire("waste"))
    page = ada.post(f"/alderford/proposals/{found.id}/seal", follow=True)
    assert page.h1 == "What do you think of it?"
    assert "Somebody else has to say so too" in page.text
    assert page.words("//button[text()='Carry it out']") == []
    assert "Wants it carried out, as who looks after the place" in ben.visit(f"/alderford/proposals/{found.id}").text
    _later(many, timedelta(days=15))
    with signed_in("Bea", settings, many, Kind.MENTOR, alderford.place.id) as bea:
        assert bea.post(f"/alderford/proposals/{found.id}/seal", follow=True).h1.startswith("Decision ")


def test_of_what_touches_some_a_seal_waits_for_its_day(
    ada: Neighbour, many: Engine, waste: Tag, ben: Neighbour
) -> None:
    found = proposed(many, MERGE, reach=100)
    page = ada.post(f"/alderford/proposals/{found.id}/seal", follow=True)
    assert "That happens once its day is over." in page.text
    assert "It is carried out once its day is over." in page.text


def test_ada_declines_with_words(ada: Neighbour, ben: Neighbour, many: Engine, waste: Tag) -> None:
    found = proposed(many, MERGE)
    assert "Say why, in a sentence or two." in ada.post(f"/alderford/proposals/{found.id}/decline").text
    page = ada.post(f"/alderford/proposals/{found.id}/decline", ending="They differ.", follow=True)
    assert "Declined" in page.text
    assert "They differ." in page.text
    (told,) = post.letters(many, email_of("Ben"))
    assert "What you proposed was declined" in told
    assert "They differ." in told
    assert ada.post(f"/alderford/proposals/{found.id}/decline", ending="Again.").status == 422


def test_why_a_proposal_was_overtaken_is_said_to_all_and_to_who_made_it(
    ada: Neighbour, ben: Neighbour, cem: Neighbour, many: Engine, waste: Tag
) -> None:
    found = proposed(many, MERGE)
    with writing(many) as db:
        asked = Asked((Define("waste", "All of it"),), WHOLE_HUB, None, "Clearer")
        assert isinstance(actions.decide(db, asked, Origin.MENTOR, now()), int)
    ada.post(f"/alderford/proposals/{found.id}/seal", follow=True)
    page = cem.visit(f"/alderford/proposals/{found.id}")
    assert "Overtaken" in page.text
    assert "What had changed: “Waste” means: All of it" in page.text
    (told,) = post.letters(many, email_of("Ben"))
    assert "What had changed:" in told
    assert "“Waste” means: All of it" in told


def test_only_ben_takes_his_own_proposal_back(ada: Neighbour, ben: Neighbour, many: Engine, waste: Tag) -> None:
    found = proposed(many, MERGE)
    assert "You proposed this" in ben.visit(f"/alderford/proposals/{found.id}/say").text
    assert "You proposed this" not in ada.visit(f"/alderford/proposals/{found.id}/say").text
    assert ada.post(f"/alderford/proposals/{found.id}/withdraw").status == 404
    page = ben.post(f"/alderford/proposals/{found.id}/withdraw", follow=True)
    assert "Taken back by who proposed it" in page.text
    assert ben.post(f"/alderford/proposals/{found.id}/withdraw").status == 422
    assert "It is settled: nobody can say anything" in ben.visit(f"/alderford/proposals/{found.id}/say").text


def test_who_decides_is_written_to_once_a_day(ada: Neighbour, ben: Neighbour, many: Engine, waste: Tag) -> None:
    assert sent(ben, "merge", tag="waste", into="bins-and-recycling").h1 == "A proposal"
    assert sent(ben, "meaning", tag="waste", meaning="All of it").h1 == "A proposal"
    assert len(post.letters(many, email_of("Ada"))) == 1


def test_where_nobody_looks_after_a_place_who_looks_after_the_hub_hears_of_it(
    root: Neighbour, ben: Neighbour, many: Engine, waste: Tag
) -> None:
    assert sent(ben, "merge", tag="waste", into="bins-and-recycling").h1 == "A proposal"
    assert len(post.letters(many, email_of("Ruth"))) == 1


def test_the_calendar_writes_to_whom_it_concerns(
    ada: Neighbour, ben: Neighbour, many: Engine, settings: Settings, waste: Tag
) -> None:
    found = proposed(many, MERGE)
    done = Settled(passed=(Passed(found.id, 1),), warned=(found.id,), waiting=(found.id,))
    with writing(many) as db:
        letters.teller(settings)(db, done, now())
    assert "Nobody has settled what you proposed" in post.letters(many, email_of("Ben"))[-1]
    assert "A proposal waits for you" in post.letters(many, email_of("Ada"))[-1]
    with writing(many) as db, writing_from(Office.of(settings)):
        letters.ended(db, replace(found, state=State.EXPIRED, by_id=None), now())
        letters.ended(db, replace(found, state=State.WITHDRAWN), now())
    assert len(post.letters(many, email_of("Ben"))) == 1


def test_old_proposals_say_how_long_they_are_kept(cem: Neighbour, ben: Neighbour, many: Engine, waste: Tag) -> None:
    found = proposed(many, MERGE, reach=1_000)
    assert found.level is Level.TWO
    _later(many, timedelta(days=20))
    page = cem.visit(f"/alderford/proposals/{found.id}")
    assert "Waits for somebody who looks after the place; given up in 25 days." in page.text


def _later(many: Engine, by: timedelta) -> None:
    """Have all proposals be as old as if so much time had passed."""
    with writing(many) as db:
        for row in db.exec(select(Proposal)):
            row.opened_at, row.closes_at, row.expires_at = (
                moment - by for moment in (row.opened_at, row.closes_at, row.expires_at)
            )
        bump_hub(db)
