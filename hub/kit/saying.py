"""What is said to people, before it is known in which language: a message and the values in it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of ours in English, to be said in any language; values of it may be sayings themselves."""

    message: str
    values: tuple[tuple[str, object], ...] = ()
    many: str = ""  # the form for any other number than one
    count: int = 1

    def __str__(self) -> str:
        """Say it in English."""
        message = self.many if self.many and self.count != 1 else self.message
        return message % dict(self.values) if self.values else message


def say(message: str, **values: object) -> Saying:
    """Say *message*, with its %(name)s filled by *values*; the marker by which it is found for translation.

    >>> str(say("It has moved to %(url)s.", url="https://a.example/"))
    'It has moved to https://a.example/.'
    """
    return Saying(message, tuple(values.items()))


def say_count(one: str, many: str, count: int, **values: object) -> Saying:
    """Say the form that fits *count*, which is %(count)s in both.

    >>> str(say_count("%(count)s item", "%(count)s items", 2))
    '2 items'
    """
    return Saying(one, (("count", count), *values.items()), many, count)
