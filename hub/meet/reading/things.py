"""What does a property of a thing say? Once or often, as text, as a value or as a thing, as JSON-LD may write it."""

from typing import Any

Thing = dict[str, Any]


def many(value: object) -> list[Any]:
    """Return what a property says as a list, however often it says it."""
    if value is None:  # the most frequent answer: of an event most is not said
        return []
    if isinstance(value, dict) and "@list" in value:
        return many(value["@list"])
    return value if isinstance(value, list) else [value]


def text(value: object) -> str:
    """Return the first plain text of a property; of a thing, its value or its name."""
    if value is None or isinstance(value, str):
        return (value or "").strip()
    for each in many(value)[:20]:
        if isinstance(each, dict):
            said = next((each[key] for key in ("@value", "name", "@id") if isinstance(each.get(key), str)), "")
        else:
            said = "" if isinstance(each, (list, bool)) else str(each)
        if said.strip():
            return said.strip()
    return ""


def bare(term: str) -> str:
    """Return the last part of a term, whatever vocabulary it is written with.

    >>> bare("https://schema.org/Event"), bare("schema:Event"), bare("Event")
    ('Event', 'Event', 'Event')
    """
    return term.rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]


def parts(value: object, most: int = 10) -> list[Thing]:
    """Return the things a property says, and nothing else of it."""
    return [each for each in many(value)[:most] if isinstance(each, dict)]


def kinds(thing: Thing) -> set[str]:
    """Return what a thing is, without vocabularies; the words of schema.org let @type be written without its sign."""
    return {bare(str(kind)) for kind in many(thing.get("@type", thing.get("type")))[:20]}
