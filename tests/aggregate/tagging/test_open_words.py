"""What waits for a mentor: words in use here that mean nothing, or too much, each with the sentence it was said in."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from hub.aggregate.items.models import ItemLabel
from hub.aggregate.tagging import counting, open_words
from hub.aggregate.tagging.models import LabelUse
from hub.aggregate.tagging.open_words import Mark, Waiting
from hub.establish.tags.models import Ruling, TagLabel
from hub.kit.text import label_key
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.town import NOON


@pytest.fixture
def heath(db: Session) -> Place:
    """A ward of a town that has another one."""
    around = town.place(db, "Town")
    town.place(db, "Mill End", around, also=["The Mill"])
    return town.place(db, "Heath", around)


def file(db: Session, here: Place, label: str, times: int = 2, *, text: str = "", title: str | None = None) -> None:
    """Let somebody file posts of a ward under a label, and have it counted."""
    voice = town.source(db, f"Voice of {label}", here)
    feed = town.feed(db, voice)
    places = [here, *(db.get_one(Place, each) for each in [here.parent_id] if each)]
    for at in range(times):
        said = f"{label} {at}" if title is None else title
        moment, guid = NOON + timedelta(hours=at), f"{label}-{at}"
        item = town.item(db, feed, said, places, at=moment, html=text and f"<p>{text}</p>", guid=guid)
        db.add(ItemLabel(item_id=item.id or 0, key=label_key(label), label=label))
    db.flush()
    while counting.awaits(db):
        counting.count(db)


def line(here: Place) -> Sequence[UUID]:
    return [here.id, *([here.parent_id] if here.parent_id else [])]


def opened(db: Session, here: Place) -> list[str]:
    return [each.label for each in open_words.open_words(db, here.id, line(here), 10)]


def test_the_most_used_comes_first_with_the_sentence_it_was_said_in(db: Session, heath: Place) -> None:
    file(db, heath, "Łódź", 2)
    file(db, heath, "The tip", 3, text="Nothing to see. On Monday the tip is closed, as it is on every bank holiday.")
    tip, other = open_words.open_words(db, heath.id, line(heath), 10)
    assert (tip.label, tip.uses, other.label) == ("The tip", 3, "Łódź")
    assert (tip.first_at, tip.last_at) == (NOON, NOON + timedelta(hours=2))
    assert [tip.sentence.text[start:end] for start, end in tip.sentence.spans] == ["the tip"]
    assert [each.title for each in tip.examples] == ["The tip 2", "The tip 1", "The tip 0"]
    assert opened(db, db.get_one(Place, heath.parent_id)) == ["The tip", "Łódź"]


def test_a_label_that_no_text_says_is_shown_by_a_title(db: Session, heath: Place) -> None:
    file(db, heath, "Uncategorised")
    file(db, heath, "x1", 3, title="The fair is back")
    file(db, heath, "x2", title="")
    said = {each.label: each.sentence for each in open_words.open_words(db, heath.id, line(heath), 10)}
    assert (said["x1"].text, said["x1"].spans) == ("The fair is back", ())
    assert said["x2"].text == ""


def test_what_was_written_once_is_no_habit(db: Session, heath: Place) -> None:
    file(db, heath, "Once", 1)
    assert opened(db, heath) == []


def test_what_means_something_here_does_not_wait(db: Session, heath: Place) -> None:
    town.tag(db, "Bins", also=["rubbish"])
    town.tag(db, "Elsewhere", scope_id=db.exec(select(Place.id).where(Place.name == "Mill End")).one())
    town.tag(db, "Gone", retired=True)
    for label in ("RUBBISH", "Elsewhere", "Gone", "mill end", "the mill"):
        file(db, heath, label)
    assert sorted(opened(db, heath)) == ["Elsewhere", "Gone"]


def test_a_spelling_agreed_in_a_ward_counts_there_alone(db: Session, heath: Place) -> None:
    bins = town.tag(db, "Bins")
    db.add(TagLabel(tag_id=bins.id, scope_id=heath.id, key="thetip", label="the tip"))
    file(db, heath, "the tip")
    assert opened(db, heath) == []
    assert opened(db, db.get_one(Place, heath.parent_id)) == ["the tip"]


@pytest.mark.parametrize("stand", ["ambiguous", "left-alone", "blocked"])
def test_what_was_decided_around_a_place_waits_there_no_more(db: Session, heath: Place, stand: str) -> None:
    file(db, heath, "News")
    db.add(Ruling(scope_id=heath.parent_id or WHOLE_HUB, key="news", label="News", stand=stand))
    db.flush()
    assert opened(db, heath) == []
    unclear = [each.label for each in open_words.ambiguous_words(db, heath.id, line(heath), 10)]
    assert unclear == (["News"] if stand == "ambiguous" else [])


def test_a_word_two_tags_share_is_unclear_unless_a_nearer_one_has_it(db: Session, heath: Place) -> None:
    one, other = town.tag(db, "Bins", also=["waste"]), town.tag(db, "Bottles", also=["waste"])
    file(db, heath, "Waste")
    town.tag(db, "Elsewhere", also=["waste"], scope_id=db.exec(select(Place.id).where(Place.name == "Mill End")).one())
    assert [each.key for each in open_words.ambiguous_words(db, heath.id, line(heath), 10)] == ["waste"]
    assert {one.name, other.name} == {"Bins", "Bottles"}
    town.tag(db, "Waste of Heath", also=["waste"], scope_id=heath.id)
    assert open_words.ambiguous_words(db, heath.id, line(heath), 10) == []


def test_a_spelling_that_only_a_ward_shares_is_not_unclear_without_a_line(db: Session, heath: Place) -> None:
    file(db, heath, "Waste")
    assert open_words.ambiguous_words(db, heath.id, [], 10) == []


def test_pages_follow_each_other_without_a_gap(db: Session, heath: Place) -> None:
    for at, label in enumerate(("a1", "b1", "c1", "d1", "e1")):
        file(db, heath, label, 2 + at // 3)
    seen: list[str] = []
    mark: Mark | None = None
    while page := open_words.open_words(db, heath.id, line(heath), 2, mark):
        seen += [each.key for each in page]
        mark = page[-1].mark
    assert seen == ["d1", "e1", "a1", "b1", "c1"]
    assert open_words.waiting(db, heath.id, line(heath), 100).count == 5
    assert open_words.waiting(db, heath.id, line(heath), 3).count == 3


def test_the_oldest_word_that_waits_says_since_when(db: Session, heath: Place) -> None:
    assert open_words.waiting(db, heath.id, line(heath), 9) == Waiting(0, None)
    for number, label in enumerate(("Elder", "Younger", "Mill End", "once")):
        file(db, heath, label, 1 if label == "once" else 2)
        use = db.get_one(LabelUse, (heath.id, label_key(label)))
        use.first_at = NOON + timedelta(days=number if label in {"Elder", "Younger"} else -9)
    assert open_words.waiting(db, heath.id, line(heath), 9) == Waiting(2, NOON)
    town.tag(db, "Elder")
    assert open_words.waiting(db, heath.id, line(heath), 9) == Waiting(1, NOON + timedelta(days=1))
