"""Who has to be told of what is said here is worked out every minute: nobody waits for it, and little is read."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select

from hub.communicate.mentions import sending
from hub.communicate.mentions.models import Sending
from hub.communicate.mentions.sending import Page
from hub.communicate.mentions.telling import GONE
from hub.db.engine import reading, writing
from hub.duties import sending as duty
from hub.duties.tools import Tools
from hub.net.door import Door
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Target
from hub.settings import Settings
from tests.communicate.village import Village
from tests.town import NOON

BASE = "https://hub.example"


@pytest.fixture
def told(engine: Engine) -> Village:
    """Two posts of which another site was told."""
    village = Village(engine)
    for title in ("Bins", "Weir"):
        village.says("Council", title, "https://joan.example/post")
        with writing(engine) as db:
            page = Page(f"{BASE}/items/{village.id(title)}", "1", item_id=village.id(title))
            sending.ask(db, page, ["https://joan.example/post"], NOON)
    with writing(engine) as db:
        for row in db.exec(select(Sending)):
            row.sent_at = NOON
    return village


@pytest.fixture
def notice(told: Village, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    monkeypatch.setattr(duty, "now", lambda: NOON)
    tools = Tools(told.engine, Door(), None)  # type: ignore[arg-type] # it reads nothing
    settings = Settings(_env_file=None, base_url=BASE)
    return lambda: duty.settle_owed(tools, settings)


def test_nobody_waits_to_write_while_nothing_is_owed(
    told: Village, notice: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duty, "writing", None)
    asked: list[str] = []
    event.listen(told.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    notice()
    assert asked
    assert not any("item.html" in statement for statement in asked)


def test_a_post_that_was_taken_down_is_told_to_be_gone_and_the_others_are_not(
    told: Village, notice: Callable[[], None]
) -> None:
    with writing(told.engine) as db:
        held = str(told.id("Bins"))
        db.add(Withholding(target_kind=Target.ITEM, target_id=held, measure=Measure.HIDE, since=NOON))
    notice()
    with reading(told.engine) as db:
        gone = db.exec(select(Sending.item_id).where(Sending.edit == GONE)).all()
    assert gone == [told.id("Bins")]
