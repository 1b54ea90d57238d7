"""Ben is mailed when somebody answers one of his posts: once of each, once a day or at once, or not at all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from hub.communicate.answered import queries
from hub.communicate.answered.models import AnswerWish
from hub.communicate.following.models import Mute
from hub.db.engine import writing
from hub.duties.telling_answers import tell_answers
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.net.door import Door
from hub.settings import Settings
from hub.site.answer_letters import teller
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.answering_ben import DAY, HOUR, WEEKS_AGO, a_post, linked, mentioned, owns, person, replied
from tests.site.conftest import Alderford, email_of

BEN = email_of("Ben")
Round = Callable[[], int]


@pytest.fixture
def hour(many: Engine, settings: Settings) -> Round:
    """Let the duty run once."""
    tools = Tools(many, Door(), None)  # type: ignore[arg-type] # it reads nothing
    return lambda: tell_answers(tools, teller(settings))


@pytest.fixture
def diary(many: Engine, alderford: Alderford, ben: Neighbour) -> int:
    """A post of Ben's, who speaks for the diary of Mill End."""
    with writing(many) as db:
        owns(db, "Ben", alderford.diary)
    return a_post(many, alderford.diary)


def yesterday(many: Engine) -> None:
    with writing(many) as db:
        db.get_one(AnswerWish, person(db, "Ben").id).told_at = now() - DAY


def test_ben_is_mailed_once_of_who_linked(hour: Round, many: Engine, alderford: Alderford, diary: int) -> None:
    item = linked(many, alderford.council)
    assert (hour(), hour()) == (1, 0)
    (letter,) = post.letters(many, BEN)
    assert "Alderford Council linked to “The new bridge”" in letter
    assert f"https://hub.example/items/{item}" in letter
    assert "/mail/stop/" in letter
    yesterday(many)
    assert hour() == 0


def test_what_comes_in_a_day_is_one_letter(
    hour: Round, ada: Neighbour, many: Engine, alderford: Alderford, diary: int
) -> None:
    linked(many, alderford.council)
    assert hour() == 1
    replied(many, alderford.place, diary, "Ada")
    mentioned(many, diary)
    assert hour() == 0
    yesterday(many)
    assert hour() == 1
    letter = post.letters(many, BEN)[-1]
    assert "2 answers to your posts" in letter
    assert "https://far.example/bridges" in letter


def test_who_wants_it_at_once_gets_each(
    hour: Round, ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford, diary: int
) -> None:
    ben.post("/you/answers/wish", often="at-once", introduce="yes")
    linked(many, alderford.council)
    assert hour() == 1
    replied(many, alderford.place, diary, "Ada")
    assert hour() == 1


def test_who_wants_no_mail_gets_none(
    hour: Round, ben: Neighbour, many: Engine, alderford: Alderford, diary: int
) -> None:
    ben.post("/you/answers/wish", often="never", introduce="yes")
    linked(many, alderford.council)
    hour()
    assert post.letters(many, BEN) == []


def test_one_click_in_the_mail_stops_it(
    hour: Round, ben: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford, diary: int
) -> None:
    linked(many, alderford.council)
    hour()
    stop = post.letters(many, BEN)[0].partition("https://hub.example/mail/stop/")[2].split()[0]
    cem.post(f"/mail/stop/{stop}")
    chosen = ben.visit("/you/answers").all("//input[@name='often'][@checked]")
    assert [each.get("value") for each in chosen] == ["never"]


def test_a_long_list_is_cut(hour: Round, many: Engine, alderford: Alderford, diary: int) -> None:
    for number in range(12):
        linked(many, alderford.council, f"Mud, part {number}")
    hour()
    assert "And 2 more." in post.letters(many, BEN)[0]


def test_old_posts_archives_and_what_was_before_are_not_mailed(
    hour: Round, many: Engine, alderford: Alderford, diary: int
) -> None:
    a_post(many, alderford.diary, "Long ago", at=now() - timedelta(days=200), key=5)
    linked(many, alderford.council, "To an old post", key=5)
    linked(many, alderford.council, "Of an archive", is_archive=True)
    linked(many, alderford.council, "Of last month", at=now() - WEEKS_AGO - DAY)
    assert hour() == 0


def test_of_whom_ben_has_muted_he_hears_nothing(hour: Round, many: Engine, alderford: Alderford, diary: int) -> None:
    linked(many, alderford.council)
    with writing(many) as db:
        ben = person(db, "Ben").id
        db.add(Mute(person_id=ben, kind="source", target_id=alderford.council.source_id.hex, since=now()))
    assert hour() == 0


def test_of_replies_of_whom_ben_has_muted_he_hears_nothing_whatever_of_theirs_the_mute_names(
    hour: Round, ada: Neighbour, mo: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford, diary: int
) -> None:
    heard = replied(many, alderford.place, diary, "Ada", "Seen that before.", said_at=now() - WEEKS_AGO)
    replied(many, alderford.place, diary, "Ada", "And again.")
    with writing(many) as db:
        db.add(Mute(person_id=person(db, "Ben").id, kind="person", target_id=heard.id.hex, since=now()))
    assert hour() == 0
    assert "And again." not in ben.visit("/you/answers").text
    replied(many, alderford.place, diary, "Mo", "Well put.")
    assert hour() == 1
    assert "Well put." in ben.visit("/you/answers").text


def test_whom_somebody_else_has_muted_ben_hears_still(
    hour: Round, ada: Neighbour, mo: Neighbour, many: Engine, alderford: Alderford, diary: int
) -> None:
    heard = replied(many, alderford.place, diary, "Ada")
    with writing(many) as db:
        owns(db, "Mo", alderford.council)
        db.add(Mute(person_id=person(db, "Mo").id, kind="person", target_id=heard.id.hex, since=now()))
    assert hour() == 1


def test_who_has_no_address_any_more_is_not_written_to(
    hour: Round, many: Engine, alderford: Alderford, diary: int
) -> None:
    linked(many, alderford.council)
    with writing(many) as db:
        person(db, "Ben").email = ""
    hour()
    assert post.letters(many, BEN) == []


def test_what_was_told_before_stands_in_nobodys_way(
    hour: Round, many: Engine, alderford: Alderford, diary: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST", 1)  # so many times ten are read at once, of everybody together
    for number in range(12):
        linked(many, alderford.council, f"Mud, part {number}", at=now() - (number + 1) * HOUR)
    assert hour() == 1
    yesterday(many)
    assert hour() == 1
    assert "2 answers to your posts" in post.letters(many, BEN)[-1]
    yesterday(many)
    assert hour() == 0


def test_replies_and_mentions_that_were_told_stand_in_nobodys_way_either(
    hour: Round, ada: Neighbour, many: Engine, alderford: Alderford, diary: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST", 1)
    for number in range(11):
        replied(many, alderford.place, diary, "Ada", said_at=now() - (number + 1) * HOUR)
        mentioned(many, diary, source_url=f"https://far.example/{number}", asked_at=now() - (number + 1) * HOUR)
    assert hour() == 1
    yesterday(many)
    assert hour() == 1
    assert "2 answers to your posts" in post.letters(many, BEN)[-1]
