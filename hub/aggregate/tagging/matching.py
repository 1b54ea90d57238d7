"""What does a rule of a source compare, and how is it written? Plain words and paths, never patterns. Pure."""

from collections.abc import Collection

from hub.aggregate.tagging.models import RuleKind
from hub.aggregate.tagging.rules import path_of
from hub.kit.saying import Saying, say
from hub.kit.text import label_key

LONGEST = 200  # letters of a category or a path
# What patterns are made of, and plain paths and words are not.
_PATTERN = frozenset("*^$|\\[]{}<>")


def match_of(kind: RuleKind, typed: str, in_use: Collection[str] = ()) -> str | Saying:
    """Return what a rule of this *kind* compares for what was *typed*, or what is wrong with it.

    A category its publisher uses (*in_use*: their keys) is taken whatever signs are in it.

    >>> match_of(RuleKind.PATH, "https://paper.example/sport/football?page=2")
    '/sport/football/'
    >>> match_of(RuleKind.CATEGORY, "Local News")
    'localnews'
    """
    if kind is RuleKind.ALWAYS:
        return ""
    if len(typed) > LONGEST:
        return say("This is too long: at most %(most)s letters.", most=LONGEST)
    return _path(typed) if kind is RuleKind.PATH else _category(typed, in_use)


def begins(link: str, match: str) -> bool:
    """Say whether the path of an address begins with the whole parts of *match*.

    >>> begins("https://paper.example/sport/derby", "/sport/"), begins("https://paper.example/sports", "/sport/")
    (True, False)
    """
    return f"{path_of(link).rstrip('/')}/".startswith(match)


def first_part(link: str) -> str:
    """Return the first folder of an address's path, or nothing where its page stands in none.

    >>> first_part("https://paper.example/sport/2026/derby.html"), first_part("https://paper.example/derby.html")
    ('/sport/', '')
    """
    first, slash, _ = path_of(link).lstrip("/").partition("/")
    return f"/{first}/" if slash and first else ""


def _category(typed: str, in_use: Collection[str]) -> str | Saying:
    key = label_key(typed)
    if key and key in in_use:
        return key
    return _pattern_fault(typed) or key or say("Type the category, like “42” or “Local news”.")


def _path(typed: str) -> str | Saying:
    if fault := _pattern_fault(typed):
        return fault
    path = path_of(typed if "://" in typed else typed.partition("?")[0])
    if not path.startswith("/") or not path.strip("/"):
        return say("Type how the path of an address begins, like “/sport/”.")
    return f"/{path.strip('/')}/"


def _pattern_fault(typed: str) -> Saying | None:
    if _PATTERN.isdisjoint(typed) and "(?" not in typed and ".+" not in typed:
        return None
    return say("This looks like a pattern. Rules compare plain words and paths: type “/sport/” or “Local news”.")
