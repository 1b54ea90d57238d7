"""Cem reads in the log what was decided, in the words of the preview, and who stood behind it."""

from sqlalchemy import Engine

from hub.establish.deciding.script import Rename, Retire
from hub.settings import Settings
from tests.neighbours import Neighbour
from tests.site.agreed import proposed, sent
from tests.site.conftest import Alderford, signed_in


def test_a_new_name_is_told_in_the_log_as_it_was_seen_before(
    ada: Neighbour, alderford: Alderford, root: Neighbour
) -> None:
    page = sent(root, "rename", tag="Bins & recycling", name="Bins and bottles")
    told = "“Bins & recycling” is called “Bins and bottles”."
    assert told in page.text
    for listed in ("/alderford/decisions", "/alderford/tags/bins-and-recycling"):
        assert told in ada.visit(listed).text
    sent(root, "rename", tag="Bins and bottles", name="Rubbish")
    assert told in ada.visit(page.address).text  # whatever it is called by now


def test_the_log_names_who_proposed_who_carried_it_out_and_who_said_no(
    ada: Neighbour, ben: Neighbour, settings: Settings, many: Engine, alderford: Alderford
) -> None:
    found = proposed(many, Rename("bins-and-recycling", "Rubbish"))
    with signed_in("Cem", settings, many) as cem:
        cem.post(f"/alderford/proposals/{found.id}/say", stance="no", words="It is an ugly word.")
    done = ada.post(f"/alderford/proposals/{found.id}/seal")
    for page in (ben.visit("/alderford/decisions"), ben.visit(done.headers["location"])):
        assert "Ben proposed it, and it was agreed." in page.text
        assert "Ada carried it out." in page.text
        assert "Cem said no: “It is an ugly word.”" in page.text


def test_to_carry_something_out_is_no_vote(ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    found = proposed(many, Retire("bins-and-recycling"))
    ada.post(f"/alderford/proposals/{found.id}/seal")
    page = ben.visit(f"/alderford/proposals/{found.id}")
    assert "Yes: 0" in page.text
    assert "Carries it out: 1" in page.text
