"""Is a text the id of something? Pure, and calm about hostile strings."""

from uuid import UUID


def as_id(text: str) -> UUID | None:
    """Return the id that a text is; None where it is none.

    >>> as_id("8d9c0f3e4a1b4c5d8e9f0a1b2c3d4e5f").hex[:4], as_id("example.org")
    ('8d9c', None)
    """
    try:
        return UUID(text)
    except ValueError:
        return None
