"""How may words hang together, and what may be decided of a word that means no tag? The values of both. Pure."""

from enum import StrEnum


class Bond(StrEnum):
    """How two tags hang together."""

    BROADER = "broader"  # what has the first has the second too
    RELATED = "related"
    DIFFERENT = "different-from"  # never to be merged: they only look alike


class Stand(StrEnum):
    """What was decided of a word that means no tag."""

    AMBIGUOUS = "ambiguous"  # it means different things in different places, so here it means none
    LEFT = "left-alone"  # it is no tag, and waits no more
    BLOCKED = "blocked"  # it may not become one
