"""What are mentors asked, and how is it answered? Pure."""

from enum import StrEnum

from hub.kit.mailboxes import is_email

LONGEST_WORDS = 4_000  # letters of a question, a correction or an answer
LONGEST_REACH = 200
LONGEST_NAME = 80


class Kind(StrEnum):
    """What somebody asks for."""

    HELP = "help"
    CORRECTION = "correction"
    COMPLAINT = "complaint"


class Target(StrEnum):
    """What a correction is about."""

    ITEM = "item"  # its id
    SOURCE = "source"  # its id, in hexadecimal: a slug may change
    VENUE = "venue"  # its id, likewise


ASKED = (Kind.HELP, Kind.CORRECTION)  # what mentors answer; complaints have a way of their own


def email_in(reach: str) -> str:
    """Return the address an answer can be mailed to; empty where somebody is to be reached in another way.

    >>> email_in(" cem@example.org "), email_in("01632 960 000, after six")
    ('cem@example.org', '')
    """
    return reach.strip() if is_email(reach.strip()) else ""
