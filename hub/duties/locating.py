"""Events asked anew where they are, after somebody said what a location means: a batch at a time."""

from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.meet.events.locating import go_on, is_to_do


def locate_again(tools: Tools) -> int:
    """Work through what is to be asked anew; return in how many batches."""
    done = 0
    while not tools.stop.is_set() and _is_to_do(tools):
        with writing(tools.engine) as db:
            done += go_on(db)
    return done


def _is_to_do(tools: Tools) -> bool:
    # Looked at without the one pen of SQLite, which others wait for.
    with reading(tools.engine) as db:
        return is_to_do(db)
