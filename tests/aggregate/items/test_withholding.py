"""What is withheld is in no stream and in no search; given back, everything is as it was."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items import actions as items
from hub.aggregate.items import withholding
from hub.aggregate.items.cards import cards, whole
from hub.aggregate.items.models import Item, ItemPlace, ItemTag, StreamEntry
from hub.aggregate.items.rules import Known
from hub.aggregate.reading.document import Entry
from hub.aggregate.tagging.actions import retag, settle_withheld
from hub.aggregate.tagging.queries import registry
from hub.db import search
from hub.db.sought import Sought
from hub.errors import NotFound, TakenDown
from hub.establish.meaning.rules import Meaning
from hub.kit.question import parse
from hub.kit.text import words
from hub.people.cases import actions as cases
from hub.people.cases import queries
from hub.people.cases.actions import About, Decider, Verdict
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Reason, Target
from hub.people.rules import NOBODY, Kind
from tests import town
from tests.town import NOON

MO = Decider(NOBODY, Kind.MODERATOR)


class Town:
    """Two voices and what they said."""

    def __init__(self, db: Session) -> None:
        self.db = db
        place = town.place(db, "Alderford")
        bins = town.tag(db, "Bins")
        self.diary = town.feed(db, town.source(db, "Diary", place))
        self.paper = town.feed(db, town.source(db, "Paper", place, kind="press"))
        said = [(self.diary, "Bins are late"), (self.diary, "A walk"), (self.paper, "Bins again"), (self.paper, "Rain")]
        self.ids = [town.item(db, feed, title, tags=[bins], at=NOON).id or 0 for feed, title in said]
        retag(db, registry(db))
        self.feed = self.diary

    def holds(self, target: Target, target_id: str, measure: Measure = Measure.HIDE) -> Verdict:
        verdict = Verdict(measure, Reason.SPAM)
        assert cases.withhold(self.db, MO, About(target, target_id, None), verdict, NOON)
        self.settle(target, target_id)
        return verdict

    def releases(self, target: Target, target_id: str) -> None:
        held = queries.held(self.db, target, target_id)
        assert held
        assert held.case_id
        cases.release(self.db, MO, held.case_id, Reason.OTHER, NOON)
        self.settle(target, target_id)

    def settle(self, target: Target, target_id: str) -> None:
        settle_withheld(self.db, registry(self.db), withholding.ids_of(self.db, target, target_id))
        self.db.expire_all()

    def derived(self) -> set[tuple[object, ...]]:
        rows = [*self.db.exec(select(ItemPlace)), *self.db.exec(select(ItemTag)), *self.db.exec(select(StreamEntry))]
        return {(type(row).__name__, *row.model_dump().values()) for row in rows}

    def finds(self, typed: str) -> list[int]:
        place = self.db.exec(select(ItemPlace.place_id)).first()
        group = ((f"p{place.hex}",),) if place else ()
        return sorted(search.newest(self.db, Sought(parse(typed), groups=group), 10))


@pytest.fixture
def alder(db: Session) -> Town:
    return Town(db)


def target_of(alder: Town, choice: int) -> tuple[Target, str]:
    domain = (Target.DOMAIN, "diary.example")
    wide = [(Target.SOURCE, alder.diary.source_id.hex), (Target.SOURCE, alder.paper.source_id.hex), domain]
    return [*((Target.ITEM, str(item_id)) for item_id in alder.ids), *wide][choice]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True))
def test_what_is_withheld_and_given_back_is_as_before(alder: Town, chosen: list[int]) -> None:
    before, found = alder.derived(), alder.finds("bins")
    for each in chosen:
        alder.holds(*target_of(alder, each))
    assert alder.derived() < before
    retag(alder.db, registry(alder.db))  # a new word in the registry brings nothing back
    assert alder.derived() < before
    for each in reversed(chosen):
        alder.releases(*target_of(alder, each))
    assert alder.derived() == before
    assert alder.finds("bins") == found


def test_its_page_says_why(alder: Town) -> None:
    alder.holds(Target.DOMAIN, "diary.example")
    with pytest.raises(TakenDown, match="advertising"):
        whole(alder.db, alder.ids[0])
    assert whole(alder.db, alder.ids[2]).card.title == "Bins again"
    with pytest.raises(NotFound):
        whole(alder.db, 999)


def test_what_was_taken_down_has_no_card(alder: Town) -> None:
    alder.holds(Target.ITEM, str(alder.ids[0]))
    alder.holds(Target.SOURCE, alder.paper.source_id.hex)
    assert [card.id for card in cards(alder.db, alder.ids)] == [alder.ids[1]]


def test_a_label_is_on_the_card_the_items_own_before_its_sources(alder: Town) -> None:
    for target, target_id, label in (
        (Target.SOURCE, alder.diary.source_id.hex, "Satire"),
        (Target.ITEM, str(alder.ids[0]), "Not so"),
    ):
        verdict = Verdict(Measure.LABEL, Reason.WRONG, label=label)
        cases.withhold(alder.db, MO, About(target, target_id, None), verdict, NOON)
    assert [card.label for card in cards(alder.db, alder.ids)] == ["Not so", "Satire", "", ""]


def entry(title: str, link: str) -> Entry:
    return Entry(guid=link, title=title, link=link, html=f"<p>{title}</p>", text=words(title), digest=b"12345678")


def add(alder: Town, title: str, link: str) -> int:
    known = registry(alder.db)
    origin = items.Origin(alder.diary.id, alder.diary.source_id, "blog")
    home = known.speakers[origin.source_id].home
    assert home
    (made,) = items.add(alder.db, origin, [(entry(title, link), Meaning())], NOON)
    alder.db.expire_all()
    return made


def test_what_a_hidden_source_says_next_arrives_withheld(alder: Town) -> None:
    alder.holds(Target.SOURCE, alder.diary.source_id.hex)
    made = add(alder, "Bins once more", "https://elsewhere.example/1")
    assert made not in alder.finds("bins")
    assert cards(alder.db, [made]) == ()


def test_what_leads_to_a_hidden_domain_arrives_withheld(alder: Town) -> None:
    alder.holds(Target.DOMAIN, "spam.example")
    made = add(alder, "Buy", "https://www.spam.example/1")
    with pytest.raises(TakenDown):
        whole(alder.db, made)


def test_removed_words_stay_away_when_their_publisher_edits_them(alder: Town) -> None:
    item_id = alder.ids[0]
    alder.holds(Target.ITEM, str(item_id), Measure.REMOVE)
    items.empty(alder.db, item_id)
    origin = items.Origin(alder.diary.id, alder.diary.source_id, "blog")
    edited = entry("Bins are late, he says", "https://diary.example/bins-are-late")
    items.change(alder.db, origin, [(Known(item_id, "00", NOON), edited, Meaning())], NOON)
    alder.db.expire_all()
    assert (alder.db.get_one(Item, item_id).title, alder.db.get_one(Item, item_id).html) == ("", "")


def test_the_next_look_brings_back_words_that_were_deleted_in_error(alder: Town) -> None:
    alder.db.get_one(Feed, alder.diary.id).body_hash = "aa"
    alder.db.flush()
    items.read_anew(alder.db, alder.ids[0])
    alder.db.expire_all()
    assert alder.db.get_one(Feed, alder.diary.id).body_hash == ""
    assert alder.db.get_one(Item, alder.ids[0]).digest == ""


def test_an_edited_item_that_is_hidden_stays_hidden(alder: Town) -> None:
    item_id = alder.ids[0]
    alder.holds(Target.ITEM, str(item_id))
    origin = items.Origin(alder.diary.id, alder.diary.source_id, "blog")
    edited = entry("Bins at last", "https://a.example/")
    items.change(alder.db, origin, [(Known(item_id, "00", NOON), edited, Meaning())], NOON)
    assert item_id not in alder.finds("bins")


def test_what_a_restricted_source_edits_is_read_once_more(alder: Town) -> None:
    alder.holds(Target.SOURCE, alder.diary.source_id.hex, Measure.RESTRICT)
    labelled, plain = alder.ids[:2]
    verdict = Verdict(Measure.LABEL, Reason.WRONG, label="Not so")
    about = About(Target.ITEM, str(labelled), None)
    cases.withhold(alder.db, MO, about, verdict, NOON)
    origin = items.Origin(alder.diary.id, alder.diary.source_id, "blog")
    edited = [
        (Known(each, "00", NOON), entry("Buy bins", f"https://a.example/{each}"), Meaning())
        for each in (labelled, plain)
    ]
    items.change(alder.db, origin, edited, NOON)
    assert cards(alder.db, [labelled, plain]) == ()
    assert not {labelled, plain} & set(alder.finds("bins"))
    assert {item_id for item_id, _ in withholding.waiting(alder.db, None)} == {labelled, plain}
    assert cases.let_through(alder.db, MO, about, NOON)
    assert not cases.let_through(alder.db, MO, about, NOON)
    alder.settle(Target.ITEM, str(labelled))
    assert [card.label for card in cards(alder.db, [labelled, plain])] == ["Not so"]


def test_nothing_is_read_anew_of_an_item_that_has_gone(alder: Town) -> None:
    items.read_anew(alder.db, 999)
    assert withholding.said(alder.db, 999) == ""
    assert withholding.said(alder.db, alder.ids[0]) == "Bins are late"


def test_domains_of_sources_here_are_known(alder: Town) -> None:
    assert withholding.known_domains(alder.db) == {"diary.example", "paper.example"}


def test_nothing_is_about_the_items_of_a_person(alder: Town) -> None:
    assert withholding.ids_of(alder.db, Target.PERSON, "x") == []


def test_nobody_waits_without_a_restriction(alder: Town) -> None:
    assert withholding.waiting(alder.db, None) == []
    cases.wait(alder.db, alder.ids[0], None, NOON + timedelta(days=1))
    assert [item_id for item_id, _ in withholding.waiting(alder.db, None)] == [alder.ids[0]]
    assert withholding.waiting(alder.db, []) == []
    assert alder.db.get_one(Withholding, (Target.ITEM, str(alder.ids[0]))).measure == Measure.RESTRICT
