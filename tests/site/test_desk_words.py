"""Ada goes through words nobody agreed on: each decision is seen before it is done, and undone when it was a slip."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import Item
from hub.aggregate.tagging import counting
from hub.aggregate.tagging.models import Retagging
from hub.db.engine import reading, writing
from hub.establish.tags.models import Tag, TagLabel
from hub.establish.tags.rules import Stand
from hub.places.actions import bump_hub
from tests import town
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford
from tests.site.word_queue import DECIDE, QUEUE, WORD, decisions, do, file, file_words, look_at, rulings, words_of


@pytest.fixture
def labelled(alderford: Alderford, many: Engine) -> Alderford:
    """Alderford, where a few words wait."""
    return file_words(alderford, many)


def test_words_in_use_that_mean_nothing_wait_with_what_helps_to_decide(ada: Neighbour, labelled: Alderford) -> None:
    page = ada.visit(QUEUE)
    assert page.h1 == "Words nobody agreed on yet"
    assert page.headers["cache-control"] == "no-store"
    assert words_of(page) == ["Bins & recyclin", WORD]
    row = page.articles[0]
    assert "on 2 items in Alderford" in row
    assert "Bins on Tuesday" in row
    assert "Same as Bins & recycling" in row
    assert "spelt like “Bins & recycling”" in row
    assert not page.all("//*[@autofocus]")


def test_nothing_is_called_done_before_the_words_were_counted(ada: Neighbour, alderford: Alderford) -> None:
    assert "The words of new posts are being counted." in ada.visit(QUEUE).text


def test_an_empty_queue_says_so_warmly(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        counting.count(db)
    assert "Every word in use means something here. Well done." in ada.visit(QUEUE).text


def test_one_sees_what_a_decision_changes_before_it_is_done(ada: Neighbour, labelled: Alderford, many: Engine) -> None:
    page = look_at(ada, "same bins-and-recycling")
    assert page.h1 == "“Fly tipping” is the same as Bins & recycling"
    assert "It would touch one item of one source" in page.text or "It would touch 2 items of one source" in page.text
    assert "It touches little, so you decide." in page.text
    assert page.words("//button[@autofocus]") == ["Do it"]
    assert decisions(many) == []


def test_same_as_makes_a_spelling_and_has_old_items_follow(ada: Neighbour, labelled: Alderford, many: Engine) -> None:
    done = do(ada, look_at(ada, "same bins-and-recycling", at="1"))
    assert words_of(done) == ["Bins & recyclin"]
    assert done.words("//*[@autofocus]") == ["Bins & recyclin"]  # the next in line
    assert "Fly tipping" in done.words("//*[@role='status']")[0]
    assert "Undo" in done.words("//*[@role='status']")[0]
    with reading(many) as db:
        spelt = db.exec(select(TagLabel).where(TagLabel.key == "flytipping")).one()
        assert (spelt.tag_id, spelt.scope_id) == (labelled.bins.id, labelled.place.id)
        assert db.exec(select(Retagging)).one().place_id == labelled.place.id
    assert [reason for reason, _ in decisions(many)] == ["Publishers here mean the same by it."]


def test_a_new_tag_has_its_name_filled_in(ada: Neighbour, labelled: Alderford, many: Engine) -> None:
    page = look_at(ada, "new")
    assert page.all("//input[@name='name']")[0].get("value") == WORD
    assert [each.get("name") for each in page.all("//*[@autofocus]")] == ["meaning"]
    assert "What it would change" not in page.text
    assert "Please mend" not in page.text
    again = do(ada, page, name="Waste dumped", meaning="Rubbish left where it should not be")
    assert "What it would change" in again.text  # it was changed, so it is shown before it is done
    assert decisions(many) == []
    do(ada, again)
    with reading(many) as db:
        made = db.exec(select(Tag).where(Tag.slug == "waste-dumped")).one()
        assert (made.scope_id, made.meaning) == (labelled.place.id, "Rubbish left where it should not be")
        assert set(db.exec(select(TagLabel.key).where(TagLabel.tag_id == made.id))) == {"wastedumped", "flytipping"}


@pytest.mark.parametrize(("choice", "stand"), [("leave", Stand.LEFT), ("ambiguous", Stand.AMBIGUOUS)])
def test_a_word_that_is_no_tag_waits_no_more(
    ada: Neighbour, labelled: Alderford, many: Engine, choice: str, stand: Stand
) -> None:
    done = do(ada, look_at(ada, choice))
    assert WORD not in words_of(done)
    assert rulings(many) == [("flytipping", stand)]


def test_to_block_a_word_others_are_asked(ada: Neighbour, labelled: Alderford, many: Engine) -> None:
    page = look_at(ada, "block")
    assert page.words("//button[@autofocus]") == ["Ask the others"]
    done = do(ada, page)
    assert rulings(many) == []
    assert WORD not in words_of(done)
    assert "1 word waits for what others say: Fly tipping." in done.text
    assert "You asked others: “Fly tipping” is blocked in Alderford" in done.words("//*[@role='status']")[0]
    (back,) = done.all("//*[@data-key='u']")
    page = ada.visit(back.get("href") or "")
    assert "“Fly tipping” is blocked in Alderford" in page.text
    assert page.words("//section[@aria-labelledby='withdraw']//button") == ["Take the proposal back"]
    ada.post(page.all("//section[@aria-labelledby='withdraw']//form")[0].get("action") or "")
    assert ada.visit(QUEUE).all("//*[@data-key='u']") == []


def test_u_takes_back_what_one_did_last_and_nothing_before_it(
    ada: Neighbour, labelled: Alderford, many: Engine
) -> None:
    do(ada, look_at(ada, "same bins-and-recycling"))
    assert "means “Bins & recycling” too" in ada.visit(QUEUE).words("//*[@role='status']")[0]
    do(ada, look_at(ada, "leave", word="once"), "ask")
    page = ada.visit(QUEUE)
    assert "You asked others: “once” is left alone" in page.words("//*[@role='status']")[0]
    do(ada, look_at(ada, "ambiguous", word="twice"))
    assert "Undo" in ada.visit(QUEUE).words("//*[@data-key='u']")[0]


def test_a_word_leads_to_all_that_is_filed_under_it(ada: Neighbour, labelled: Alderford) -> None:
    page = ada.visit(QUEUE)
    (link,) = [each for each in page.links if "/posts?word=Fly" in each]
    posts = ada.visit(link)
    assert posts.headers["cache-control"] == "no-store"
    assert "2 posts in Alderford carry this label." in posts.text
    assert {"Bins on Tuesday", "Library hours"} <= set(posts.links.values())
    assert "Nothing is filed under it here." in ada.visit("/desk/words/alderford/posts?word=nonsense").text


def test_the_first_word_has_the_keys_before_one_moves(ada: Neighbour, labelled: Alderford) -> None:
    page = ada.visit(QUEUE)
    assert page.words("//article[@aria-current='true']/h2") == words_of(page)[:1]
    assert ada.visit(f"{QUEUE}?at=1").words("//article[@aria-current='true']/h2") == words_of(page)[1:2]


def test_a_mentor_may_ask_others_first(ada: Neighbour, labelled: Alderford, many: Engine) -> None:
    done = do(ada, look_at(ada, "leave"), "ask")
    assert "1 word waits for what others say" in done.text
    assert rulings(many) == []


def test_without_a_word_or_a_choice_one_is_back_at_the_queue(ada: Neighbour, labelled: Alderford) -> None:
    for page in (ada.visit(DECIDE), ada.post(DECIDE), ada.post(DECIDE, word=WORD, do="dance", at="x", pile="odd")):
        assert page.status == 303
        assert page.headers["location"] == f"{QUEUE}?place=alderford&at=0"


def test_signs_no_database_takes_are_told(ada: Neighbour, labelled: Alderford) -> None:
    page = ada.post(DECIDE, word="Fly\0 tipping", do="leave", where="alderford", reason="so")
    assert page.status == 422
    assert "This has signs in it that cannot be shown." in page.text
    assert page.h1 == "“Fly tipping” is no tag"
    assert ada.visit(f"{DECIDE}?word=Fly%00+tipping&do=leave").status == 400
    assert ada.visit(f"{QUEUE}?after=99999999999999999999:a").status == 200


def test_pages_of_the_queue_follow_each_other(ada: Neighbour, labelled: Alderford, many: Engine) -> None:
    with writing(many) as db:
        items = list(db.exec(select(Item).where(Item.feed_id == labelled.council.id)).all())
        file(db, items, *(f"word {number}" for number in range(30)))
        for place_id, right in ((labelled.place.id, counting.recount(db, labelled.place.id)),):
            counting.mend(db, place_id, list(right), right)
    first = ada.visit(QUEUE)
    assert len(words_of(first)) == 20
    (more,) = [each for each in first.links if each.startswith(QUEUE) and "after=" in each]
    second = ada.visit(more)
    assert len(words_of(second)) == 12
    assert not set(words_of(first)) & set(words_of(second))
    assert not [each for each in second.links if each.startswith(QUEUE) and "after=" in each]
    assert words_of(ada.visit(f"{QUEUE}?after=nonsense")) == words_of(first)
    row = second.all("//article//input[@name='after']")[0].get("value") or ""
    assert row == parse_qs(urlsplit(more).query)["after"][0]


def test_only_who_looks_after_a_place_decides_its_words(
    cem: Neighbour, ben: Neighbour, mo: Neighbour, ada: Neighbour, labelled: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        town.place(db, "Weir")
    assert cem.visit(QUEUE).status == 303
    assert {who.visit(QUEUE).status for who in (ben, mo)} == {403}
    assert ada.visit(f"{QUEUE}?place=weir").status == 403
    assert ada.visit("/desk/words/weir/decide?word=x&do=leave").status == 403
    assert ada.post("/desk/words/weir/decide", word="x", do="leave").status == 403
    assert ada.visit(f"{QUEUE}?place=nowhere").status == 404
    assert ada.visit("/desk/words/dreams").status == 404
    assert ada.visit("/desk/words/alderford/undo/987654").status == 404
    assert ada.visit("/desk/words/alderford/undo/x").status in {400, 404}


def test_where_nothing_new_is_said_no_phrase_is_a_hint(ada: Neighbour) -> None:
    assert "Nothing new is on everybody’s lips." in ada.visit("/desk/words/phrases").text


def test_what_many_talk_about_and_what_looks_alike_are_hints(ada: Neighbour, labelled: Alderford, many: Engine) -> None:
    with writing(many) as db:
        feeds = [
            town.feed(db, town.source(db, f"Diary {number}", labelled.place), f"https://{number}.example/feed")
            for number in range(3)
        ]
        for number in range(6):
            title = f"Lantern parade route {number}"
            town.item(db, feeds[number % 3], title, [labelled.place], at=labelled.moment - timedelta(hours=number))
        town.tag(db, "Bins & recyclin")
    page = ada.visit("/desk/words/phrases")
    assert [each.casefold() for each in words_of(page)] == ["lantern parade route"]
    assert "on 6 items this month" in page.articles[0]
    assert "Tags that look alike" in page.text
    (merge,) = [each for each in page.links if each.startswith("/alderford/proposals/new/merge")]
    (apart,) = [each for each in page.links if each.startswith("/alderford/proposals/new/bond")]
    assert _begun(ada.visit(merge), "tag") == "Bins & recyclin"
    assert _begun(ada.visit(merge), "into") == "Bins & recycling"
    assert _begun(ada.visit(apart), "other") == "Bins & recycling"


def test_a_word_of_one_tag_that_is_said_to_be_another_asks_whether_both_are_one(
    ada: Neighbour, labelled: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        town.tag(db, "Dumping", also=[WORD])
        bump_hub(db)
    page = look_at(ada, "same", tag="bins-and-recycling")
    (merge,) = [each for each in page.links if each.startswith("/alderford/proposals/new/merge")]
    assert (_begun(ada.visit(merge), "tag"), _begun(ada.visit(merge), "into")) == ("Dumping", "Bins & recycling")
    (alone,) = [each for each in look_at(ada, "same").links if each.startswith("/alderford/proposals/new/merge")]
    assert (_begun(ada.visit(alone), "tag"), _begun(ada.visit(alone), "into")) == ("Dumping", "")


def _begun(page: Page, field: str) -> str:
    (found,) = page.all(f"//input[@name='{field}']")
    return str(found.get("value", ""))


def test_a_word_others_were_asked_about_waits_for_them(ada: Neighbour, labelled: Alderford, many: Engine) -> None:
    done = do(ada, look_at(ada, "new", meaning="Rubbish"), "ask")
    assert WORD not in words_of(done)
    assert "1 word waits for what others say" in done.text


def test_where_there_is_no_place_there_are_no_words(root: Neighbour) -> None:
    assert root.visit(QUEUE).status == 404
    assert "/desk/words" in root.visit("/desk").links


def test_a_proposal_that_waits_for_a_mentor_is_on_the_desk(ada: Neighbour, labelled: Alderford) -> None:
    do(ada, look_at(ada, "leave"), "ask")  # whoever looks after the place may carry it out at once
    page = ada.visit("/desk")
    waiting = page.words("//ol[contains(@class, 'bins')]/li")
    assert [each for each in waiting if each.startswith("Proposals about tags that wait for you 1 the oldest")]
    assert "/alderford/proposals" in page.links


def test_a_word_shows_the_sentence_it_occurred_in_and_the_tags_beside_it(
    ada: Neighbour, labelled: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        diary = db.get_one(Feed, labelled.diary.id)
        said = [
            town.item(db, diary, f"Seen {number}", [labelled.place], [labelled.bins], html="<p>Litter by the weir</p>")
            for number in range(3)
        ]
        file(db, said, "Litter")
        counting.count(db)
    page = ada.visit(QUEUE)
    (row,) = [each for each in page.articles if each.startswith("Litter")]
    assert "Litter by the weir" in row
    assert "Bins & recycling: on 3 of 3 items with it" in row
    assert page.words("//article//mark") == ["Litter"]
