"""``hub retag``, as an operator types it."""

from pathlib import Path

from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import ItemLabel
from hub.aggregate.tagging import retagging
from hub.cli.serving import prepare
from hub.db.engine import connect, reading, writing
from hub.duties.retagging import work_through
from hub.duties.tools import Stop
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB
from hub.settings import Settings
from tests import town
from tests.cli.conftest import Hub
from tests.cli.test_commands import PLACES, SOURCES, TAGS


def test_a_dry_run_says_what_a_retagging_would_change_and_changes_nothing(hub: Hub, database_url: str) -> None:
    Path("feeds.yaml").write_text(PLACES + SOURCES, "utf-8")
    Path("tags.yaml").write_text(TAGS, "utf-8")
    assert hub("load").code == 0
    engine = connect(database_url)
    with writing(engine) as db:
        item = town.item(db, db.exec(select(Feed)).one(), "Collection day", [db.exec(select(Place)).one()])
        db.add(ItemLabel(item_id=item.id or 0, key="refuse", label="refuse"))
    engine.dispose()
    for _ in range(2):
        said = hub("retag", "--place", "kings-heath", "--dry-run")
        assert said.out == (
            "1 items looked at, 1 would have other tags or places.\n  “Collection day”: + Bins (label)\n"
        )
    assert hub("retag", "--place", "kings-heath").out == "1 items have other tags or places now.\n"
    assert hub("retag").out == "0 items have other tags or places now.\n"
    assert hub("retag", "--dry-run").out == "1 items looked at, 0 would have other tags or places.\n"
    assert hub("retag", "--place", "nowhere").code == 1


def test_a_start_waits_for_no_item_to_be_sorted_anew(hub: Hub, database_url: str) -> None:
    Path("feeds.yaml").write_text(PLACES + SOURCES, "utf-8")
    Path("tags.yaml").write_text(TAGS, "utf-8")
    assert hub("load").code == 0
    engine = connect(database_url)
    with writing(engine) as db:
        item = town.item(db, db.exec(select(Feed)).one(), "Collection day", [db.exec(select(Place)).one()])
        db.add(ItemLabel(item_id=item.id or 0, key="garbage", label="garbage"))
    Path("tags.yaml").write_text(TAGS.replace("refuse", "garbage"), "utf-8")
    prepare(Settings())
    with reading(engine) as db:
        (asked,) = retagging.requests(db)
        assert (asked.of_id, asked.items) == (WHOLE_HUB, [item.id])
    prepare(Settings())
    assert work_through(engine, Stop()) == 1
    engine.dispose()
