"""What may be done first and confirmed after, and how long does it wait? One kind for each form people fill in."""

from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    """Which room takes up what somebody did."""

    REGISTER = "register"
    SUGGEST = "suggest"
    NOTICE = "notice"
    CORRECT = "correct"
    REPLY = "reply"
    FOLLOW = "follow"
    FRIENDS = "friends"
    MEETUP = "meetup"
    COMING = "coming"
    ROUND = "round"
    ICEBREAKER = "icebreaker"


WAITS = timedelta(hours=24)
