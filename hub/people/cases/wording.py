"""How is it said what was reported, and what was done? Reasons and measures in plain words."""

from collections.abc import Mapping

from hub.kit.saying import Saying, say
from hub.people.cases.rules import Measure, Reason, State, Target

REASONS: Mapping[Reason, Saying] = {
    Reason.PRIVATE: say("It tells something private about somebody"),
    Reason.THREAT: say("It threatens or bullies somebody"),
    Reason.HATE: say("It attacks people for who they are"),
    Reason.CHILD: say("It puts a child at risk"),
    Reason.CHEAT: say("It tries to cheat people"),
    Reason.SPAM: say("It is advertising, or the same thing again and again"),
    Reason.RIGHTS: say("It uses somebody’s words or pictures without leave"),
    Reason.UNLAWFUL: say("It breaks the law in another way"),
    Reason.WRONG: say("It is not true, or out of date"),
    Reason.OTHER: say("Something else"),
}
# What whoever decides chooses from: the measure, and what it means.
MEASURES: Mapping[Measure, Saying] = {
    Measure.NOTHING: say("Leave it as it is"),
    Measure.LABEL: say("Put a sentence above it"),
    Measure.RESTRICT: say("Read what comes from there before it appears"),
    Measure.HIDE: say("Take it down"),
    Measure.REMOVE: say("Take it down and delete its words"),
}
# What everybody reads of it afterwards.
DONE: Mapping[Measure, Saying] = {
    Measure.NOTHING: say("Left as it is"),
    Measure.LABEL: say("A sentence was put above it"),
    Measure.RESTRICT: say("What comes from there is read before it appears"),
    Measure.HIDE: say("Taken down"),
    Measure.REMOVE: say("Taken down, its words deleted"),
}
STATES: Mapping[State, Saying] = {
    State.OPEN: say("Waits for a decision"),
    State.DECIDED: say("Decided"),
    State.APPEALED: say("Somebody appealed: waits for somebody else’s decision"),
    State.CLOSED: say("Decided on an appeal"),
}
# Without a name: what everybody reads must not tell whom it is about.
TARGETS: Mapping[Target, Saying] = {
    Target.ITEM: say("An item"),
    Target.SOURCE: say("A source"),
    Target.PERSON: say("A person"),
    Target.DOMAIN: say("A site that items lead to"),
    Target.REPLY: say("A reply"),
    Target.MENTION: say("A mention on another site"),
    Target.EVENT: say("A meetup"),
}
# What has just happened, to whoever did it.
TOLD: Mapping[str, Saying] = {
    "hidden": say("It is taken down. You can put it back for seven days."),
    "holds": say("Nothing changed: this was decided before, and that holds."),
    "decided": say("It is decided. Whoever can be written to is told."),
    "late": say("Nothing changed: somebody had decided this already."),
    "undone": say("It is undone."),
    "undone-appealed": say("It is undone. The appeal waits all the same: somebody else decides it."),
    "kept": say("Nothing was undone: it had been put back or decided anew already, or the seven days are over."),
}
