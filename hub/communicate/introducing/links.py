"""Whose is a link by which somebody says yes or no without signing in? Sealed with a key; data in, data out."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hmac import compare_digest, digest
from uuid import UUID

PURPOSE = "introductions"  # of the key
_SEAL, _ID = 18, 16  # bytes


def door(introduction_id: UUID, person_id: UUID, key: bytes) -> str:
    """Return what leads somebody to their answer without signing in; nobody without *key* can make one.

    >>> whose_door(UUID(int=1), door(UUID(int=1), UUID(int=2), b"key"), b"key")
    UUID('00000000-0000-0000-0000-000000000002')
    """
    return urlsafe_b64encode(person_id.bytes + _sealed(introduction_id, person_id, key)).decode("ascii").rstrip("=")


def whose_door(introduction_id: UUID, token: str, key: bytes) -> UUID | None:
    """Return who a *token* was made for; None where it was not made for this introduction.

    >>> whose_door(UUID(int=9), door(UUID(int=1), UUID(int=2), b"key"), b"key")
    >>> whose_door(UUID(int=1), "é", b"key")
    """
    try:
        whole = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    named, seal = whole[:_ID], whole[_ID:]
    if len(named) != _ID:
        return None
    person_id = UUID(bytes=named)
    return person_id if compare_digest(seal, _sealed(introduction_id, person_id, key)) else None


def _sealed(introduction_id: UUID, person_id: UUID, key: bytes) -> bytes:
    return digest(key, introduction_id.bytes + person_id.bytes, "sha256")[:_SEAL]
