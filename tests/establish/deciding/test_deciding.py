"""A decision changes the registry, is written down with its way back, and is taken back exactly."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from hub.errors import NotFound
from hub.establish.deciding import actions, queries
from hub.establish.deciding.images import LabelRow, TagRow
from hub.establish.deciding.models import Decision, DecisionTag
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Origin, Rehearsed
from hub.establish.deciding.script import Agree, Define, Merge, Rename, Retire, Rule, Spell, Tie, Unspell, Untie
from hub.establish.tags.models import Tag, TagLabel
from hub.establish.tags.rules import Bond, Stand
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.establish.deciding.acting import decide, refused, said, table
from tests.town import NOON

DAY = timedelta(days=1)


def test_a_decision_is_carried_out_and_written_down(db: Session) -> None:
    made = actions.decide(
        db, Asked((Agree("bins", "Bins"),), WHOLE_HUB, None, " It is\0 time. ", 7), Origin.MENTOR, NOON
    )
    assert isinstance(made, int)
    assert db.exec(select(Tag.name)).one() == "Bins"
    assert set(db.exec(select(TagLabel.label))) == {"Bins"}
    found = queries.decision(db, made)
    assert (found.at, found.origin, found.place_id, found.reason, found.reach) == (
        NOON, Origin.MENTOR, WHOLE_HUB, "It is time.", 7,
    )  # fmt: skip
    assert found.script == (Agree("bins", "Bins"),)
    assert [type(each.row) for each in found.images] == [TagRow, LabelRow]
    assert (found.undoes, found.undone_by) == (None, None)


def test_a_rehearsal_writes_nothing(db: Session) -> None:
    assert isinstance(queries.rehearse(db, (Agree("bins", "Bins"),)), Rehearsed)
    assert table(db) == []


def test_what_cannot_be_done_changes_nothing(db: Session) -> None:
    decide(db, Agree("bins", "Bins"))
    before = table(db)
    assert refused(db, Agree("waste", "Waste"), Spell("waste", "bins")) == (
        "“bins” means “Bins” in the whole hub already, so it cannot mean “Waste” there as well."
    )
    assert table(db) == before
    assert len(db.exec(select(Decision)).all()) == 1


def test_the_second_to_decide_of_a_word_is_told_who_was_first(db: Session) -> None:
    decide(db, Agree("bins", "Bins"), Agree("tips", "Tips"))
    decide(db, Spell("bins", "rubbish"))
    assert refused(db, Spell("bins", "rubbish")) == "“rubbish” means “Bins” there already."
    assert "“rubbish” means “Bins”" in refused(db, Spell("tips", "rubbish"))
    assert "“rubbish” means “Bins”" in refused(db, Rule("rubbish", Stand.LEFT))


def test_every_decision_can_be_taken_back_exactly(db: Session) -> None:
    decide(db, Agree("bins", "Bins"), Agree("waste", "Waste"), Agree("council", "Council"), Spell("bins", "rubbish"),
           Rename("bins", "Bin day", "bin-day"), Tie("bin-day", Bond.BROADER, "council"))  # fmt: skip
    for script in (
        (Merge("bin-day", "waste"),),
        (Rename("waste", "Waste & more", "more"), Define("more", "All of it.")),
        (Retire("council"), Unspell("bin-day", "rubbish"), Rule("rubbish", Stand.BLOCKED)),
    ):
        before = table(db)
        made = decide(db, *script)
        assert table(db) != before
        back = actions.undo(db, made, None, "It was a mistake.", NOON + DAY)
        assert isinstance(back, int)
        assert table(db) == before
        assert (queries.decision(db, back).undoes, queries.decision(db, made).undone_by) == (made, back)
        assert queries.decision(db, back).script == ()


def test_a_tag_that_was_made_is_retired_when_that_is_taken_back(db: Session) -> None:
    made = decide(db, Agree("bins", "Bins"))
    actions.undo(db, made, None, "", NOON)
    assert [(row.slug, row.retired) for row in table(db) if isinstance(row, TagRow)] == [("bins", True)]
    assert [row for row in table(db) if isinstance(row, LabelRow)] == []
    decide(db, Agree("bins", "Bins"))
    assert db.exec(select(Tag.retired)).one() is False


def test_to_take_back_a_taking_back_is_to_decide_again(db: Session) -> None:
    decide(db, Agree("bins", "Bins"))
    made = decide(db, Spell("bins", "rubbish"))
    after = table(db)
    back = actions.undo(db, made, None, "", NOON)
    assert isinstance(back, int)
    assert isinstance(actions.undo(db, back, None, "", NOON), int)
    assert table(db) == after
    assert said(actions.undo(db, made, None, "", NOON)) == "This was taken back already."


def test_what_has_changed_since_is_told_and_nothing_is_taken_back(db: Session) -> None:
    decide(db, Agree("bins", "Bins"), Agree("waste", "Waste"))
    made = decide(db, Define("bins", "What is collected."), Spell("bins", "rubbish"))
    decide(db, Define("bins", "All that is collected."))
    before = table(db)
    assert said(actions.undo(db, made, None, "", NOON)) == (
        "Something has changed after it, so it cannot be taken back as it was: “Bins” means: All that is collected."
    )
    assert table(db) == before


def test_what_others_took_meanwhile_stays_theirs(db: Session) -> None:
    decide(db, Agree("bins", "Bins"), Agree("waste", "Waste"), Agree("council", "Council"), Spell("bins", "rubbish"))
    let_go = decide(db, Unspell("bins", "rubbish"))
    retired = decide(db, Retire("council"))
    decide(db, Spell("waste", "rubbish"), Spell("waste", "council"))
    for made, word in ((let_go, "rubbish"), (retired, "council")):
        told = said(actions.undo(db, made, None, "", NOON))
        assert "means “Waste” in the whole hub already" in told, word


def test_a_ruling_does_not_come_back_over_a_word_that_means_something(db: Session) -> None:
    decide(db, Agree("bins", "Bins"), Rule("rubbish", Stand.AMBIGUOUS))
    made = decide(db, Rule("rubbish", ""))
    decide(db, Spell("bins", "rubbish"))
    assert said(actions.undo(db, made, None, "", NOON)) == (
        "“rubbish” means “Bins” in the whole hub: take it from that tag first."
    )


def test_a_bond_does_not_come_back_where_it_would_go_round(db: Session) -> None:
    decide(db, Agree("a", "A"), Agree("b", "B"), Tie("a", Bond.BROADER, "b"))
    made = decide(db, Untie("a", Bond.BROADER, "b"))
    decide(db, Tie("b", Bond.BROADER, "a"))
    assert "in both directions" in said(actions.undo(db, made, None, "", NOON))


def test_a_tag_others_became_meanwhile_is_not_taken_back(db: Session) -> None:
    decide(db, Agree("bins", "Bins"))
    made = decide(db, Agree("waste", "Waste"))
    decide(db, Merge("bins", "waste"))
    assert said(actions.undo(db, made, None, "", NOON)) == "“Bins” became “Waste” meanwhile: take that back first."


def test_after_a_week_it_is_too_late(db: Session) -> None:
    made = decide(db, Agree("bins", "Bins"))
    assert "for a week" in said(actions.undo(db, made, None, "", NOON + 7 * DAY + timedelta(seconds=1)))
    assert isinstance(actions.undo(db, made, None, "", NOON + 7 * DAY), int)


def test_what_was_never_decided_is_not_found(db: Session) -> None:
    for asked in (lambda: actions.undo(db, 404, None, "", NOON), lambda: queries.decision(db, 404)):
        with pytest.raises(NotFound):
            asked()


def test_nothing_counts_outside_of_the_place_somebody_was_asked_about(db: Session) -> None:
    here = town.place(db, "Alderford")
    ward, other = town.place(db, "Kings Heath", here), town.place(db, "Moseley", here)
    decide(db, Agree("bins", "Bins"))
    decide(db, Spell("bins", "the tip", ward.id), place_id=ward.id)
    decide(db, Spell("bins", "the dump", ward.id), place_id=here.id)
    assert refused(db, Spell("bins", "rubbish"), place_id=here.id) == "This would count outside of Alderford too."
    assert (
        refused(db, Spell("bins", "tip", other.id), place_id=ward.id) == "This would count outside of Kings Heath too."
    )


def test_the_history_of_a_tag_is_every_decision_that_speaks_of_it(db: Session) -> None:
    first = decide(db, Agree("bins", "Bins"), Agree("waste", "Waste"))
    second = decide(db, Tie("bins", Bond.RELATED, "waste"))
    third = decide(db, Spell("bins", "rubbish"))
    decide(db, Rule("the", Stand.LEFT))
    by_slug = {tag.slug: tag.id for tag in db.exec(select(Tag))}
    assert [each.id for each in queries.decisions_of(db, by_slug["bins"], 10)] == [third, second, first]
    assert [each.id for each in queries.decisions_of(db, by_slug["waste"], 10)] == [second, first]
    assert len(queries.decisions_of(db, by_slug["bins"], 1)) == 1
    assert len(db.exec(select(DecisionTag)).all()) == 5


def test_decisions_are_listed_the_newest_first_page_by_page(db: Session) -> None:
    here = town.place(db, "Alderford")
    made = [decide(db, Agree("bins", "Bins")), decide(db, Agree("tip", "Tip", scope=here.id), place_id=here.id)]
    made.append(decide(db, Define("bins", "x")))
    assert [each.id for each in queries.decisions(db, None, None, 10)] == made[::-1]
    assert [each.id for each in queries.decisions(db, None, made[2], 1)] == [made[1]]
    assert [each.id for each in queries.decisions(db, [here.id], None, 10)] == [made[1]]
    assert queries.decisions(db, None, None, 10)[0].images == queries.decision(db, made[2]).images


def test_where_a_script_counts(db: Session) -> None:
    here = town.place(db, "Alderford")
    ward, other = town.place(db, "Kings Heath", here), town.place(db, "Moseley", here)
    elsewhere = town.place(db, "Elsewhere")
    decide(db, Agree("bins", "Bins"), Agree("tip", "Tip", scope=ward.id), Agree("moss", "Moss", scope=other.id))
    named = town.tag(db, "Kings Heath", place_id=ward.id)
    for script, place_id in (
        ((), WHOLE_HUB),
        ((Define("unheard", "x"),), WHOLE_HUB),
        ((Define("bins", "x"),), WHOLE_HUB),
        ((Define("tip", "x"),), ward.id),
        ((Spell("bins", "x", ward.id),), ward.id),
        ((Spell("tip", "x"),), ward.id),
        ((Agree("new", "New", scope=ward.id), Spell("new", "x")), ward.id),
        ((Rule("x", Stand.LEFT, ward.id), Rule("x", Stand.LEFT, other.id)), here.id),
        ((Rule("x", Stand.LEFT, ward.id), Rule("x", Stand.LEFT, elsewhere.id)), WHOLE_HUB),
        ((Merge("tip", "bins"),), ward.id),
        ((Tie("tip", Bond.BROADER, "bins"),), ward.id),
        ((Tie("tip", Bond.RELATED, "bins"),), WHOLE_HUB),
        ((Tie("tip", Bond.RELATED, "moss"),), here.id),
        ((Rename("tip", "Tip", "tips"),), ward.id),
        ((Define(named.slug, "x"),), here.id),
    ):
        assert queries.place_of(db, script) == place_id, script


def test_what_was_decided_is_told_in_sentences(db: Session) -> None:
    made = decide(db, Agree("bins", "Bins"), Spell("bins", "rubbish"))
    told = queries.told_of(db, queries.decision(db, made))
    assert list(map(str, told)) == ["“Bins” is a tag.", "“rubbish” means “Bins” too."]
    back = actions.undo(db, made, None, "", NOON)
    assert isinstance(back, int)
    told = queries.told_of(db, queries.decision(db, back))
    assert list(map(str, told)) == ["“Bins” is no longer in use.", "“rubbish” no longer means “Bins”."]


def test_what_a_wider_ruling_had_let_be_comes_back_and_what_its_own_place_ruled_out_does_not(db: Session) -> None:
    here = town.place(db, "Alderford")
    decide(db, Agree("tip", "Tip", scope=here.id), Rule("tip", Stand.BLOCKED))
    retired = decide(db, Retire("tip"))
    assert isinstance(actions.undo(db, retired, None, "", NOON), int)
    retired = decide(db, Retire("tip"))
    decide(db, Rule("tip", Stand.LEFT, here.id))
    assert said(actions.undo(db, retired, None, "", NOON)) == (
        "It was decided that “Tip” means no tag in Alderford: take that back first."
    )


def test_a_merge_may_be_taken_back_and_made_again(db: Session) -> None:
    decide(db, Agree("bins", "Bins"), Agree("waste", "Waste"))
    made = decide(db, Merge("bins", "waste"))
    after = table(db)
    back = actions.undo(db, made, None, "", NOON)
    assert isinstance(back, int)
    assert isinstance(actions.undo(db, back, None, "", NOON), int)
    assert table(db) == after
