"""What Cem sees while Ada changes which words mean which tag: never a card with the tags of before."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import ItemLabel
from hub.db.engine import writing
from hub.duties.loading import load
from hub.duties.retagging import retag_all
from hub.places.models import Place
from tests import town
from tests.neighbours import Neighbour
from tests.town import NOON

FEEDS = """
places: {alderford: {name: Alderford, timezone: Europe/London}}
sources: [{name: Voice, kind: blog, places: [alderford], feeds: [https://voice.example/rss]}]
"""
BEFORE = "tags: {refuse: {name: Refuse, also: [bins]}}"
AFTER = "tags: {refuse: {name: Refuse, also: [garbage]}, waste: {name: Waste, also: [bins]}}"


def test_a_card_shows_its_new_tags_even_if_somebody_came_between_load_and_retag(
    cem: Neighbour, many: Engine, tmp_path: Path
) -> None:
    feeds, tags = tmp_path / "feeds.yaml", tmp_path / "tags.yaml"
    feeds.write_text(FEEDS)
    tags.write_text(BEFORE)
    load(many, [feeds], [tags], NOON)
    with writing(many) as db:
        voice, place = db.exec(select(Feed)).one(), db.exec(select(Place)).one()
        item = town.item(db, voice, "Collection day", [place], at=NOON - timedelta(hours=2))
        db.add(ItemLabel(item_id=item.id or 0, key="bins", label="bins"))
    retag_all(many)
    tags.write_text(AFTER)
    load(many, [feeds], [tags], NOON)
    (between,) = cem.visit("/alderford").articles
    retag_all(many)
    (after,) = cem.visit("/alderford").articles

    assert "Refuse" in between
    assert "Waste" in after
    assert "Refuse" not in after
