"""Two mentors decide the same word in the same moment: one does, the other is told, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.establish.deciding import actions, queries
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Origin, Refused
from hub.establish.deciding.script import Agree, Spell
from hub.establish.tags.models import TagLabel
from hub.places.rules import WHOLE_HUB
from tests.establish.deciding.acting import decide
from tests.town import NOON


def test_the_second_is_told(many: Engine) -> None:
    with writing(many) as db:
        decide(db, Agree("bins", "Bins"), Agree("tips", "Tips"))
    ready = Barrier(2)

    def say_it_means(slug: str) -> int | Refused:
        ready.wait()
        with writing(many) as db:
            asked = Asked((Spell(slug, "rubbish"), Spell(slug, f"only {slug}")), WHOLE_HUB, None, "")
            return actions.decide(db, asked, Origin.MENTOR, NOON)

    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(say_it_means, ("bins", "tips")))
    (refused,) = [each for each in outcomes if isinstance(each, Refused)]
    assert "“rubbish” means" in str(refused.faults[0])
    with reading(many) as db:
        assert len(db.exec(select(TagLabel).where(TagLabel.key == "rubbish")).all()) == 1
        assert len(queries.decisions(db, None, None, 10)) == 2
