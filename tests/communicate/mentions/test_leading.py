"""A look is led on to another domain once a minute at most, whoever leads there."""

from datetime import timedelta

from sqlalchemy import Engine

from hub.communicate.mentions import actions, leading
from hub.communicate.mentions.actions import Told
from hub.communicate.mentions.rules import Target
from hub.db.engine import writing
from tests.town import NOON

MINUTE = timedelta(minutes=1)


def told(source: str) -> Told:
    return Told(source, "https://hub.example/items/7", Target.ITEM, "7", None)


def test_of_many_that_lead_to_one_domain_one_is_let_there_in_a_minute(many: Engine) -> None:
    with writing(many) as db:
        turns = leading.turns(db, NOON)
        assert [turns.take(f"https://{name}.joan.example/") for name in ("a", "b", "c")] == [True, False, False]
        assert turns.take("https://cem.example/")
        leading.note(db, turns.taken, NOON)
    with writing(many) as db:
        assert not leading.turns(db, NOON + MINUTE / 2).take("https://joan.example/")
        assert leading.turns(db, NOON + MINUTE).take("https://joan.example/")


def test_a_domain_that_was_led_to_rests_for_its_own_mentions_and_the_other_way_round(many: Engine) -> None:
    with writing(many) as db:
        leading.note(db, ["joan.example"], NOON)
        for host in ("joan", "cem"):
            actions.receive(db, told(f"https://{host}.example/"), NOON)
        assert [look.source_url for look in actions.claim(db, NOON)] == ["https://cem.example/"]
        assert not leading.turns(db, NOON).take("https://cem.example/")
        assert [look.source_url for look in actions.claim(db, NOON + MINUTE)] == ["https://joan.example/"]
