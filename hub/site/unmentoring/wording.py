"""How is it said when and how people can meet? Choices, and what a pairing has in common, in words."""

from collections.abc import Collection, Mapping

from hub.kit.saying import NOTHING, Saying, listed, say
from hub.meet.rounds.rules import Met, Outcome, Slot, Way

SLOTS: Mapping[Slot, Saying] = {
    Slot.MORNINGS: say("Weekday mornings"),
    Slot.AFTERNOONS: say("Weekday afternoons"),
    Slot.EVENINGS: say("Weekday evenings"),
    Slot.WEEKENDS: say("Weekends"),
}
WAYS: Mapping[Way, Saying] = {
    Way.IN_PERSON: say("In person, in a public place"),
    Way.ONLINE: say("Online or by telephone"),
}
MET: Mapping[Met, Saying] = {
    Met.YES: say("Yes, we met"),
    Met.NOT_YET: say("Not yet"),
    Met.NO: say("No"),
}
OUTCOMES: Mapping[Outcome, Saying] = {
    Outcome.UNREAD: say("Not reviewed yet: none of them is drawn"),
    Outcome.CLEARED: say("All may be drawn again, never with each other"),
    Outcome.STOPPED: say("Who reported may be drawn again; the others stay out of rounds"),
}
_AT: Mapping[str, Saying] = {
    Slot.MORNINGS: say("on weekday mornings"),
    Slot.AFTERNOONS: say("on weekday afternoons"),
    Slot.EVENINGS: say("on weekday evenings"),
    Slot.WEEKENDS: say("at weekends"),
}


def times(common: Collection[str], size: int) -> Saying:
    """Say when all of a pairing of this *size* can."""
    if not common:
        return say("You ticked different times. Ask each other: perhaps one of you can make an exception.")
    when = listed([said for slot, said in _AT.items() if slot in common])
    if size > 2:  # noqa: PLR2004 -- a pair is two
        return say("Each of you can %(times)s.", times=when)
    return say("You both can %(times)s.", times=when)


def own_times(mine: Collection[str]) -> Saying:
    """Say when somebody can, to themselves; nothing where they ticked nothing."""
    told = [said for slot, said in _AT.items() if slot in mine]
    return say("You can %(times)s.", times=listed(told)) if told else NOTHING


def own_ways(mine: Collection[str]) -> Saying:
    """Say how somebody would like to meet, to themselves."""
    if Way.IN_PERSON not in mine:
        return say("You would like to meet online or by telephone.")
    if Way.ONLINE not in mine:
        return say("You would like to meet in person, in a public place.")
    return say("You would meet in person or online.")


def ways(common: Collection[str]) -> Saying:
    """Say how all of a pairing can meet."""
    if Way.IN_PERSON not in common:
        return say("Meet online or by telephone: that suits each of you.")
    if Way.ONLINE not in common:
        return say("Meet in person: that suits each of you.")
    return say("Meet in person or online, whichever you like.")
