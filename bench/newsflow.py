"""What does a busy clock do to the database? Fifty new items a second, five to a transaction, until it is stopped.

`python -m bench.newsflow DATABASE`, a database made by bench.bigtown.
"""

import signal
import sys
from itertools import count
from random import Random
from time import sleep

from bench import townrows
from bench.loader import LOADING_CORE, stay_on
from bench.townsfolk import Author, Size, tag_ids, voices
from hub.aggregate.items import queries as items
from hub.db.engine import connect, reading, writing
from hub.kit.clock import now

A_SECOND, AT_ONCE = 50, 5


def flow(database: str) -> None:
    """Store items for ever, each batch as one feed's worth."""
    engine = connect(f"sqlite:///{database}")
    with reading(engine) as db:
        last = items.total(db)
    size = Size(last)
    author = Author(size, voices(size), tag_ids(), Random(2), now())  # noqa: S311 -- invented news
    for batch in count():
        with writing(engine) as db:
            townrows.store(db, author.posts(last + batch * AT_ONCE, AT_ONCE))
        sleep(AT_ONCE / A_SECOND)


if __name__ == "__main__":
    stay_on(LOADING_CORE)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    flow(sys.argv[1])
