"""Ada introduces two who write about the same: both are asked, and neither hears of the other before both said yes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed, Source
from hub.communicate.introducing.models import Introduction
from hub.communicate.introducing.rules import HOLDS, THINKING
from hub.communicate.links.models import ItemLink
from hub.db.engine import reading, writing
from hub.duties.introducing import introduce
from hub.duties.leaving import take_out
from hub.duties.tools import Tools
from hub.establish.tags.models import Tag
from hub.kit.clock import now
from hub.net.door import Door
from hub.people.audit.models import AuditEntry
from hub.settings import Settings
from hub.site.introduction_letters import letters
from tests import town
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.answering_ben import DAY, id_of, owns
from tests.site.conftest import Alderford, email_of, signed_in

HERE = "/desk/introductions"
BEN, BEA = email_of("Ben"), email_of("Bea")
Round = Callable[[], int]


@pytest.fixture
def bea(settings: Settings, many: Engine):
    """Bea, who writes of her allotment."""
    with signed_in("Bea", settings, many) as somebody:
        yield somebody


@dataclass(frozen=True)
class Plots:
    """Two who write about allotments."""

    ben: Feed
    bea: Feed
    tag: Tag


@pytest.fixture
def plots(many: Engine, alderford: Alderford, ben: Neighbour, bea: Neighbour) -> Plots:
    """Ben wrote four times about allotments, Bea three times, and they never met."""
    with writing(many) as db:
        tag = town.tag(db, "Allotments")
        feeds = [town.feed(db, town.source(db, name, alderford.place)) for name in ("Plot seven", "Beans and more")]
        for feed, owner, number in zip(feeds, ("Ben", "Bea"), (4, 3), strict=True):
            owns(db, owner, feed)
            for each in range(number):
                wrote(db, feed, alderford, tag, f"{feed.title} {each}")
        return Plots(feeds[0], feeds[1], tag)


def wrote(db: Session, feed: Feed, alderford: Alderford, tag: Tag, title: str) -> int:
    return id_of(town.item(db, feed, title, [alderford.place], [tag], now() - 3 * DAY))


@pytest.fixture
def minute(many: Engine, settings: Settings) -> Round:
    """Let the duty run once."""
    tools = Tools(many, Door(), None)  # type: ignore[arg-type] # it reads nothing
    return lambda: introduce(tools, letters(settings))


def later(many: Engine, how_long: timedelta) -> None:
    with writing(many) as db:
        row = db.exec(select(Introduction)).one()
        row.asked_at -= how_long


def only(many: Engine) -> UUID:
    with reading(many) as db:
        return db.exec(select(Introduction.id)).one()


@pytest.fixture
def asked(ada: Neighbour, many: Engine, plots: Plots, minute: Round) -> UUID:
    """Ada offered it, and both were asked."""
    ada.fill(ada.visit(HERE), words="You both grow <b>beans</b>.")
    later(many, THINKING)
    assert minute() == 1
    return only(many)


def link_of(many: Engine, email: str) -> str:
    return next(
        word.removeprefix("https://hub.example")
        for word in post.letters(many, email)[0].split()
        if "/introductions/" in word
    )


def test_ada_sees_who_could_meet_and_why(ada: Neighbour, plots: Plots) -> None:
    (article,) = ada.visit(HERE).articles
    assert "Plot seven" in article
    assert "Both wrote about Allotments in the last three months" in article
    assert "Plot seven 4 times" in article
    assert "Beans and more 3 times" in article
    assert "Neither has linked or replied to the other." in article


def test_ada_offers_it_and_both_are_asked(ada: Neighbour, many: Engine, plots: Plots, minute: Round) -> None:
    page = ada.fill(ada.visit(HERE), words="You both grow beans.")
    assert "Both are asked in about ten minutes." in page.text
    assert page.articles == []  # nobody is offered twice
    assert minute() == 0
    later(many, THINKING)
    assert (minute(), minute()) == (1, 0)
    for email, other in ((BEN, "Beans and more"), (BEA, "Plot seven")):
        (letter,) = post.letters(many, email)
        assert "Ada, who looks after Alderford" in letter
        assert "You both grow beans." in letter
        assert other not in letter
    with reading(many) as db:
        assert "introduce" in db.exec(select(AuditEntry.deed)).all()


def test_ada_takes_it_back_before_anybody_was_asked(ada: Neighbour, many: Engine, plots: Plots, minute: Round) -> None:
    ada.fill(ada.visit(HERE), words="")
    undo = f"{HERE}/alderford/{only(many)}/undo"
    assert "Nobody was asked." in ada.post(undo, follow=True).text
    assert minute() == 0
    assert len(ada.visit(HERE).articles) == 1
    assert ada.post(undo).status == 404


def test_what_was_asked_cannot_be_taken_back(ada: Neighbour, asked: UUID) -> None:
    assert not ada.visit(HERE).all("//form[contains(@action, 'undo')]")
    assert "any more: both were asked" in ada.post(f"{HERE}/alderford/{asked}/undo", follow=True).text


def test_who_is_asked_is_not_told_who_the_other_is(ben: Neighbour, asked: UUID) -> None:
    page = ben.visit(f"/introductions/{asked}")
    assert "You write about Allotments in Plot seven" in page.text
    assert "Ada, who looks after Alderford" in page.text
    assert "Beans and more" not in page.text
    assert "<b>beans" not in page.source


def test_once_both_said_yes_each_hears_who_it_is(ben: Neighbour, cem: Neighbour, many: Engine, asked: UUID) -> None:
    page = ben.visit(f"/introductions/{asked}")
    assert "If the other one says yes too" in ben.fill(page, say="yes", may_write="yes").text
    assert len(post.letters(many, BEN)) == 1
    cem.fill(cem.visit(link_of(many, BEA)), say="yes")
    to_ben, to_bea = post.letters(many, BEN)[-1], post.letters(many, BEA)[-1]
    assert "Bea writes Beans and more: https://beans-and-more.example/" in to_ben
    assert "They gave no address" in to_ben
    assert BEA not in to_ben
    assert "Ben writes Plot seven" in to_bea
    assert BEN in to_bea


def test_of_who_has_met_nothing_more_is_kept(ben: Neighbour, bea: Neighbour, many: Engine, asked: UUID) -> None:
    for who in (ben, bea):
        who.fill(who.visit(f"/introductions/{asked}"), say="yes")
    assert "Both of you said yes." in ben.visit(f"/introductions/{asked}").text
    with reading(many) as db:
        row = db.exec(select(Introduction)).one()
        assert (row.state, row.one_said, row.one_by, row.other_said) == ("met", "", None, "")
    ben.post(f"/introductions/{asked}", say="yes")
    assert len(post.letters(many, BEN)) == 2


def test_nobody_hears_who_said_no(
    ben: Neighbour, bea: Neighbour, ada: Neighbour, many: Engine, asked: UUID, minute: Round
) -> None:
    assert "Nobody hears that you said no." in ben.fill(ben.visit(f"/introductions/{asked}"), say="no").text
    bea.fill(bea.visit(f"/introductions/{asked}"), say="yes")
    assert "Both were asked." in ada.visit(HERE).text
    later(many, HOLDS)
    assert minute() == 1
    assert "This time it did not come about" in post.letters(many, BEA)[-1]
    assert len(post.letters(many, BEN)) == 1
    assert "It did not come about." in ada.visit(HERE).text
    assert "nothing to answer any more" in ben.visit(f"/introductions/{asked}").text
    with reading(many) as db:
        row = db.exec(select(Introduction)).one()
        assert (row.one_said, row.one_by, row.other_said, row.other_by) == ("", None, "", None)
    assert ada.visit(HERE).articles == []  # the same two are not offered again


def test_a_yes_may_become_a_no(ben: Neighbour, bea: Neighbour, many: Engine, asked: UUID) -> None:
    address = f"/introductions/{asked}"
    ben.fill(ben.visit(address), say="yes")
    ben.fill(ben.visit(address), say="no")
    bea.fill(bea.visit(address), say="yes")
    assert len(post.letters(many, BEA)) == 1


def test_an_answer_is_yes_or_no(ben: Neighbour, asked: UUID) -> None:
    answer = ben.post(f"/introductions/{asked}", say="perhaps")
    assert answer.status == 422
    assert "Choose yes or no." in answer.text


def test_opening_the_link_answers_nothing(cem: Neighbour, many: Engine, asked: UUID) -> None:
    cem.visit(link_of(many, BEN))
    cem.ask("HEAD", link_of(many, BEN))
    with reading(many) as db:
        row = db.exec(select(Introduction)).one()
        assert (row.one_said, row.other_said) == ("", "")


def test_nobody_else_sees_what_is_asked(ada: Neighbour, cem: Neighbour, many: Engine, asked: UUID) -> None:
    assert ada.visit(f"/introductions/{asked}").status == 404
    assert cem.visit(link_of(many, BEN)[:-2] + "AA").status == 404
    assert cem.visit(f"/introductions/{asked}/nonsense").status == 404
    assert ada.visit(f"/introductions/{UUID(int=7)}").status == 404


def test_an_offer_is_not_open_before_its_mails_left(ada: Neighbour, ben: Neighbour, many: Engine, plots: Plots) -> None:
    ada.fill(ada.visit(HERE), words="")
    assert ben.visit(f"/introductions/{only(many)}").status == 404


def test_who_linked_to_the_other_needs_no_introduction(
    ada: Neighbour, many: Engine, alderford: Alderford, plots: Plots
) -> None:
    with writing(many) as db:
        item = wrote(db, plots.bea, alderford, plots.tag, "As Ben says")
        db.add(ItemLink(item_id=item, page_key=9, url="https://plot-seven.example/", source_id=plots.ben.source_id))
    assert ada.visit(HERE).articles == []


def test_two_of_one_owner_are_not_introduced(ada: Neighbour, many: Engine, plots: Plots) -> None:
    with writing(many) as db:
        owns(db, "Ben", plots.bea)
    assert ada.visit(HERE).articles == []


def test_who_wants_to_meet_nobody_is_not_offered(ada: Neighbour, bea: Neighbour, plots: Plots) -> None:
    bea.post("/you/answers/wish", often="daily")
    assert ada.visit(HERE).articles == []
    assert ada.post(f"{HERE}/alderford", one=str(plots.ben.source_id), other=str(plots.bea.source_id)).status == 422


def test_who_is_nobodys_cannot_be_asked(ada: Neighbour, many: Engine, alderford: Alderford, plots: Plots) -> None:
    with writing(many) as db:
        feed = town.feed(db, town.source(db, "Weeds", alderford.place))
        for each in range(2):
            wrote(db, feed, alderford, plots.tag, f"Weeds {each}")
        owner = db.exec(select(Source).where(Source.slug == "weeds")).one().id
    page = ada.visit(HERE)
    assert "Ask both" in page.articles[0]
    assert "nobody here speaks for: Weeds" in page.articles[1]
    assert page.words("//details/summary")[-1] == "2 more pairs, whom we cannot ask"
    assert len(page.all("//details[@class='cannot-be-asked']//article")) == 2
    one, other = sorted((owner, plots.ben.source_id))
    assert ada.post(f"{HERE}/alderford", one=str(one), other=str(other)).status == 422


def test_long_words_are_asked_to_be_shortened(ada: Neighbour, plots: Plots) -> None:
    answer = ada.fill(ada.visit(HERE), words="x" * 601)
    assert answer.status == 422
    assert "at most 600 letters" in answer.text
    assert "x" * 601 in answer.source


def test_who_looks_after_another_place_offers_nothing_here(
    settings: Settings, many: Engine, ben: Neighbour, plots: Plots
) -> None:
    assert ben.post(f"{HERE}/alderford").status == 403


def test_an_offer_leaves_with_its_source(many: Engine, asked: UUID, plots: Plots) -> None:
    with writing(many) as db:
        take_out(db, plots.ben.source_id, now())
    with reading(many) as db:
        assert db.exec(select(Introduction)).all() == []
