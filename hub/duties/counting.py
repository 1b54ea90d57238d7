"""Labels in use counted: new ones at once, all of them anew every night."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from hub.aggregate.tagging import counting
from hub.db.beats import beat, last_beat
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now

RECOUNTED = "labels recounted"  # the beat of the last recount
EVERY = timedelta(days=1)
_AT_ONCE = 500  # labels written in one transaction


def count_labels(tools: Tools) -> None:
    """Count what came in; once a day, count everything anew: items go, and places of items change."""
    while not tools.stop.is_set():
        with reading(tools.engine) as db:
            if not counting.awaits(db):
                break
        with writing(tools.engine) as db:
            counting.count(db)
    with reading(tools.engine) as db:
        last, places = last_beat(db, RECOUNTED), counting.places(db)
    if last is None or now() - last >= EVERY:
        _recount(tools, places)


def _recount(tools: Tools, places: Sequence[UUID]) -> None:
    for place_id in places:
        with reading(tools.engine) as db:
            right, held = counting.recount(db, place_id), counting.stored(db, place_id)
        wrong = [key for key in held.keys() | right.keys() if held.get(key) != right.get(key)]
        for start in range(0, len(wrong), _AT_ONCE):
            if tools.stop.is_set():
                return
            with writing(tools.engine) as db:
                counting.mend(db, place_id, wrong[start : start + _AT_ONCE], right)
    with writing(tools.engine) as db:
        beat(db, RECOUNTED, now())
