"""Which two posts does a mentor name, and what is wrong with that? For stories and conversations alike."""

import re
from collections.abc import Callable, Collection

from fastapi import Request

from hub.aggregate.stories import queries
from hub.kit.saying import Saying, say
from hub.kit.urls import bare_host
from hub.places.queries import PlaceView
from hub.site.deps import Doing, base_url
from hub.site.typed import Typed

_ITEM = re.compile(r"(?:^|/items/)(\d{1,18})(?=$|[/?#])")
Together = Callable[[int, int], bool]


def faults(request: Request, asked: Doing, here: PlaceView, typed: Typed, are_together: Together) -> dict[str, Saying]:
    """Return what is wrong with the posts in the fields ``one`` and ``other``, which are to be put together."""
    ours = {bare_host(base_url(request)), bare_host(str(request.url))}
    wrong = {name: fault for name in ("one", "other") if (fault := _fault(asked, here, typed[name], ours))}
    if not wrong and (fault := _pair_fault(item_of(typed["one"]), item_of(typed["other"]), are_together)):
        wrong["other"] = fault
    return wrong


def item_of(said: str) -> int:
    """Return the number of a post from what was typed: its address here, or the number itself; 0 for anything else.

    >>> item_of("https://hub.example/items/12?x"), item_of("12"), item_of("twelve")
    (12, 12, 0)
    """
    found = _ITEM.search(said)
    return int(found[1]) if found else 0


def _pair_fault(one: int, other: int, are_together: Together) -> Saying | None:
    if one == other:
        return say("This is the same post. Name another one.")
    return say("They are together already.") if are_together(one, other) else None


def _fault(asked: Doing, here: PlaceView, said: str, ours: Collection[str]) -> Saying | None:
    if "://" in said and bare_host(said) not in ours:
        return say("This address is of another website. Give that of its page here, or its number.")
    if not item_of(said):
        return say("Give the address of its page here, as https://…/items/123, or its number.")
    if not queries.stands_in(asked.db, here.id, item_of(said)):
        return say("No such post stands in the stream of %(place)s.", place=here.name)
    return None
