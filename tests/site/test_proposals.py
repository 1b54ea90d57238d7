"""Ben proposes a change of the tags, Cem says no to it, and Ada carries it out: or else, and then each is told."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.establish.deciding.models import Proposal
from hub.establish.deciding.rules import State
from hub.establish.deciding.script import Merge, Spell
from hub.establish.tags.models import Tag
from hub.kit.clock import now
from hub.people.audit.models import AuditEntry
from hub.people.cases.models import Withholding
from hub.places.actions import bump_hub
from tests import town
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.agreed import WHY, as_it_stands, looked, pressed, proposed, sent, who
from tests.site.conftest import Alderford, email_of

MERGE = Merge("waste", "bins-and-recycling")


@pytest.fixture
def waste(many: Engine, alderford: Alderford) -> Tag:
    """A second tag for what people call bins too."""
    with writing(many) as db:
        return town.tag(db, "Waste", also=["rubbish"], meaning="What we throw away")


def test_cem_reads_what_is_proposed_and_is_asked_to_sign_in_before_he_proposes(
    cem: Neighbour, ben: Neighbour, many: Engine, waste: Tag
) -> None:
    assert "Nothing is proposed at the moment." in ben.visit("/alderford/proposals").text
    found = proposed(many, MERGE)
    listed = cem.visit("/alderford/proposals")
    assert "“Waste” becomes “Bins & recycling”" in listed.text
    page = cem.visit(f"/alderford/proposals/{found.id}")
    assert page.status == 200
    assert WHY in page.text
    assert "by Ben" in page.text
    assert "Open for 7 more days." in page.text
    choice = cem.visit("/alderford/proposals/new")
    assert "/alderford/proposals/new/merge" in choice.links
    assert cem.visit("/alderford/proposals/new/merge").headers["location"].startswith("/sign-in?next=show_wish")
    assert cem.visit(f"/alderford/proposals/{found.id}/say").status == 303


def test_the_pages_are_the_same_for_everybody(
    cem: Neighbour, ada: Neighbour, ben: Neighbour, many: Engine, waste: Tag
) -> None:
    found = proposed(many, MERGE)
    for address in ("/alderford/proposals", f"/alderford/proposals/{found.id}", "/alderford/proposals/new"):
        pages = {person.visit(address).source for person in (cem, ada, ben)}
        assert len(pages) == 1, address


def test_ben_sees_what_it_would_change_before_he_proposes(
    ben: Neighbour, ada: Neighbour, many: Engine, waste: Tag
) -> None:
    seen = looked(ben, "merge", tag="waste", into="Bins & recycling")
    assert seen.status == 200
    assert "“Waste” becomes “Bins & recycling”" in seen.text
    assert "It would touch" in seen.text
    assert "Propose it" in seen.text
    page = pressed(ben, seen, step="send", follow=True)
    assert page.h1 == "A proposal"
    (told,) = post.letters(many, email_of("Ada"))
    assert "Somebody proposes a change of the tags" in told
    assert "“Waste” becomes “Bins & recycling”" in told
    assert WHY in told
    assert "/alderford/proposals/" in told


def test_nothing_is_sent_that_was_not_looked_at(ben: Neighbour, many: Engine, waste: Tag) -> None:
    seen = looked(ben, "meaning", tag="waste", meaning="What we throw away")
    other = pressed(ben, seen, step="send", meaning="All that is thrown away")
    assert other.status == 200
    assert "“Waste” means: All that is thrown away" in other.text
    with reading(many) as db:
        assert db.exec(select(Proposal)).all() == []


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(ben: Neighbour, waste: Tag) -> None:
    page = ben.visit("/alderford/proposals/new/merge")
    sent_back = pressed(ben, page, step="look", tag="wast", into="", reason="")
    assert sent_back.status == 422
    assert "Please mend 3 things:" in sent_back.text
    assert sent_back.all("//input[@id='tag']")[0].get("value") == "wast"
    assert "Nobody agreed on a tag of this name here." in sent_back.text


def test_ada_acts_at_once_where_little_is_touched(ada: Neighbour, cem: Neighbour, many: Engine, waste: Tag) -> None:
    seen = looked(ada, "merge", tag="waste", into="bins-and-recycling")
    assert "Do it now" in seen.text
    page = pressed(ada, seen, step="send", follow=True)
    assert "Ada decided it." in page.text
    address = urlsplit(page.address).path
    with reading(many) as db:
        (noted,) = db.exec(select(AuditEntry).where(AuditEntry.deed == "agree"))
        assert (noted.target_kind, f"/alderford/decisions/{noted.target_id}", noted.why) == (
            "tag-decision",
            address,
            WHY,
        )
    desk = ada.visit("/desk")
    assert f"{address}/undo" in desk.links
    assert "Take it back" in cem.visit(address).text


def test_ada_may_ask_others_first(ada: Neighbour, waste: Tag) -> None:
    assert sent(ada, "merge", step="ask", tag="waste", into="bins-and-recycling").h1 == "A proposal"


def test_what_touches_much_is_proposed_even_by_ada(ada: Neighbour, waste: Tag) -> None:
    seen = looked(ada, "retire", tag="waste")
    assert "It stays open for a fortnight." in seen.text
    assert pressed(ada, seen, step="send", follow=True).h1 == "A proposal"


def test_what_was_proposed_already_cannot_be_proposed_again(ben: Neighbour, ada: Neighbour, waste: Tag) -> None:
    assert sent(ben, "merge", tag="waste", into="bins-and-recycling").h1 == "A proposal"
    again = sent(ada, "merge", step="ask", tag="waste", into="bins-and-recycling")
    assert again.status == 422
    assert "Somebody has proposed exactly this: say yes there." in again.text


def test_a_no_needs_words_and_all_that_is_said_is_only_text(
    cem: Neighbour, ben: Neighbour, many: Engine, waste: Tag
) -> None:
    found = proposed(many, MERGE)
    say = f"/alderford/proposals/{found.id}/say"
    assert ben.post(say).status == 422
    assert "Say it in a sentence or two." in ben.post(say, stance="no").text
    assert "at most 1000 letters" in ben.post(say, stance="yes", words="x" * 1_001).text
    assert ben.post(say, stance="no", words="They are <b>not</b>.").status == 303
    assert ben.post(say, stance="words", words="Think again.").status == 303
    page = cem.visit(f"/alderford/proposals/{found.id}")
    assert "They are <b>not</b>." in page.text
    assert "No: 1" in page.text
    assert "Somebody says no, so it does not pass by itself" in page.text
    assert "Just says" in page.text
    assert ben.post(say, stance="yes").status == 303
    assert "No: 0" in cem.visit(f"/alderford/proposals/{found.id}").text


def test_what_changed_since_is_said_and_ends_it_when_it_is_to_be_carried_out(
    ada: Neighbour, ben: Neighbour, many: Engine, waste: Tag
) -> None:
    found = proposed(many, MERGE)
    assert sent(ada, "meaning", tag="waste", meaning="Something else").h1.startswith("Decision ")
    page = ben.visit(f"/alderford/proposals/{found.id}")
    assert "Something has changed since it was opened" in page.text
    assert "Propose it anew" in page.text
    refused = ada.post(f"/alderford/proposals/{found.id}/seal")
    assert refused.status == 422
    assert "It could not be carried out" in refused.text
    assert as_it_stands(many, found.id).state is State.OVERTAKEN
    assert "What you proposed was overtaken" in post.letters(many, email_of("Ben"))[-1]


def test_what_is_proposed_anew_begins_with_what_was_proposed(ben: Neighbour, many: Engine, waste: Tag) -> None:
    found = proposed(many, MERGE)
    page = ben.visit(f"/alderford/proposals/new/merge?anew={found.id}")
    assert page.all("//input[@id='tag']")[0].get("value") == "Waste"
    assert page.all("//input[@id='into']")[0].get("value") == "Bins & recycling"
    assert page.words("//textarea[@id='reason']") == [WHY]


def test_who_was_restricted_says_nothing_here_and_what_was_taken_down_is_not_read(
    cem: Neighbour, ben: Neighbour, many: Engine, waste: Tag
) -> None:
    found = proposed(many, MERGE)
    ben.post(f"/alderford/proposals/{found.id}/say", stance="no", words="Unkind words.")
    _hold(many, ben.name, "restrict")
    assert ben.visit("/alderford/proposals/new/merge").status == 403
    assert ben.post(f"/alderford/proposals/{found.id}/say", stance="yes").status == 403
    assert "Unkind words." in cem.visit(f"/alderford/proposals/{found.id}").text
    _hold(many, ben.name, "hide")
    page = cem.visit(f"/alderford/proposals/{found.id}")
    assert "Unkind words." not in page.text
    assert WHY not in page.text
    assert "A moderator took these words down." in page.text


def test_anybody_reports_what_was_said(cem: Neighbour, ben: Neighbour, mo: Neighbour, many: Engine, waste: Tag) -> None:
    found = proposed(many, MERGE)
    ben.post(f"/alderford/proposals/{found.id}/say", stance="no", words="Unkind words.")
    links = cem.visit(f"/alderford/proposals/{found.id}").links
    (voice,) = [each for each in links if "/voices/" in each]
    form = cem.visit(voice)
    assert "Unkind words." in form.text
    assert f"/alderford/proposals/{found.id}" in form.links
    assert cem.post(voice).status == 422
    assert cem.post(voice, reason="hate").headers["location"] == "/reports/1"
    assert cem.post(f"/alderford/proposals/{found.id}/report", reason="spam").status == 303
    assert "Unkind words." in mo.visit("/desk/cases/1").text
    assert cem.visit(f"/alderford/proposals/{found.id}/voices/{found.id}/report").status == 404


def test_nobody_proposes_more_in_a_day_than_anybody_can_judge(ben: Neighbour, many: Engine, waste: Tag) -> None:
    found = proposed(many, MERGE)
    say = f"/alderford/proposals/{found.id}/say"
    answers = [ben.post(say, stance="yes").status for _ in range(31)]
    assert answers == [303] * 30 + [429]


def test_a_proposal_of_another_town_is_not_shown_here(cem: Neighbour, ben: Neighbour, many: Engine, waste: Tag) -> None:
    with writing(many) as db:
        elsewhere = town.place(db, "Weir")
    found = proposed(many, Spell("waste", "slag", elsewhere.id))
    assert cem.visit(f"/alderford/proposals/{found.id}").status == 404
    assert cem.visit(f"/weir/proposals/{found.id}").status == 200
    assert cem.visit("/alderford/proposals/nonsense").status == 404


def _hold(many: Engine, name: str, measure: str) -> None:
    person_id = who(many, name)
    with writing(many) as db:
        db.merge(Withholding(target_kind="person", target_id=person_id.hex, measure=measure, since=now()))
        bump_hub(db)


def test_the_page_of_a_proposal_says_to_everybody_what_one_can_do_there(
    ben: Neighbour, cem: Neighbour, many: Engine, waste: Tag
) -> None:
    found = proposed(many, MERGE)
    address = f"/alderford/proposals/{found.id}"
    assert "Signed in, you can speak there; take the proposal back, if it is yours" in ben.visit(address).text
    assert cem.visit(address).words("//main") == ben.visit(address).words("//main")
    assert "Take the proposal back" in ben.visit(f"{address}/say").text
