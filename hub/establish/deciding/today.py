"""What does agreement ask of the hub as it stands today? Who may seal a change, and how much it would touch."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from hub.establish.deciding.images import Image
from hub.establish.deciding.queries import ProposalView
from hub.establish.deciding.rules import Standing, standing

Sealers = Callable[[UUID], Collection[UUID]]  # who may seal what counts in this place; WHOLE_HUB: everywhere
Touches = Callable[[UUID, Sequence[Image]], int]  # how many items of a place a change would touch


@dataclass(frozen=True, slots=True)
class Today:
    """What is asked again before something is carried out that was judged days ago."""

    sealers: Sealers
    touches: Touches


def stands_today(view: ProposalView, sealers: Collection[UUID], others: int, now: datetime) -> Standing:
    """Say what becomes of an open proposal, with the seals of these *sealers* alone, where *others* could seal it."""
    told = replace(view.stands, seals=len(view.sealed_by.intersection(sealers)))
    return standing(view.level, told, view.dates, others, now)
