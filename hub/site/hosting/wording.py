"""In which words is somebody asked how often people meet? Those of the day they typed, once they have typed one."""

from collections.abc import Mapping, Sequence
from datetime import date

from hub.kit.saying import WEEKDAY_NAME, Dated, Saying, say
from hub.meet.events.repeats import repeats_in_words
from hub.meet.hosting.repeating import Often, Repeat, begins_well, rule_of
from hub.meet.hosting.rules import State

# As long as nobody knows the day.
GENERAL: Mapping[Often, Saying] = {
    Often.ONCE: say("does not repeat"),
    Often.WEEKLY: say("every week"),
    Often.FORTNIGHTLY: say("every two weeks"),
    Often.WEEKDAY: say("every month on the same weekday, like the second Tuesday"),
    Often.LAST: say("every month on the last such weekday, like the last Friday"),
    Often.DAY: say("every month on the same day, like the 14th"),
}
STATES: Mapping[State, Saying] = {  # to its organiser
    State.WAITING: say("Somebody who looks after the place reads it before it appears."),
    State.SHOWN: say("Everybody sees it."),
    State.REFUSED: say("It did not appear; we wrote to you why."),
    State.WITHDRAWN: say("You withdrew it before it appeared."),
}


def choices(day: date | None) -> Sequence[tuple[str, Saying]]:
    """Return what one may choose of how often, with the words of what begins on *day*."""
    return [(often.value, _named(often, day)) for often in Often if day is None or begins_well(often, day)]


def _named(often: Often, day: date | None) -> Saying:
    if day is None or often is Often.ONCE:
        return GENERAL[often]
    if often is Often.FORTNIGHTLY:  # “every second Tuesday” is mistaken for the second of each month
        return say("every two weeks, on %(weekday)s", weekday=Dated(day, WEEKDAY_NAME))
    rule, _, _ = rule_of(Repeat(often, times=2), day).rpartition(";")
    return repeats_in_words(rule)
