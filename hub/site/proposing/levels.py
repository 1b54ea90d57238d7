"""How much agreement does a change need, said wherever somebody wonders? Every sentence about a level stands here."""

from collections.abc import Mapping
from uuid import UUID

from hub.establish.deciding.queries import ProposalView
from hub.establish.deciding.rules import Level
from hub.kit.saying import NOTHING, Saying, say

# A word in the queue of a mentor.
ACTS = say("It touches little, so you decide. It can be undone for a week.")
QUEUED: Mapping[Level, Saying] = {
    Level.AT_ONCE: say("You do not decide this alone there, so it becomes a proposal."),
    Level.SILENCE: say("It touches many, so others are asked: it passes in a week unless somebody says no."),
    Level.TWO: say("It touches very many: it is open for a fortnight, then two carry it out."),
}
TAKES_AWAY = say("It takes something away: it is open for a fortnight, then two carry it out.")
PASSES = say("It passes in a week unless somebody says no.")
# A form that is about to be sent.
SENT: Mapping[Level, Saying] = {
    Level.AT_ONCE: say(
        "Whoever looks after the place may carry it out at once; else it passes after a week without a no."
    ),
    Level.SILENCE: say("It stays open for a week. If nobody says no until then, it passes by itself."),
    Level.TWO: say("It stays open for a fortnight. Then two people who look after the place carry it out."),
}
SENT_AT_ONCE = say("It happens as soon as you press the button, and can be taken back for a week.")
# A proposal that is open.
WAITS: Mapping[Level, Saying] = {
    Level.AT_ONCE: say("If nobody says no, it passes on its day; who looks after the place may carry it out at once."),
    Level.SILENCE: say("If nobody says no, it passes on its day."),
    Level.TWO: say("After its day two people who look after the place carry it out."),
}
OBJECTED = say("Somebody says no, so it does not pass by itself: who looks after the place decides.")
# Who may carry a proposal out, and did.
SEALED: Mapping[Level, Saying] = {
    Level.AT_ONCE: NOTHING,
    Level.SILENCE: say("You have said that it is to be carried out. That happens once its day is over."),
    Level.TWO: say(
        "You have said that it is to be carried out. Somebody else has to say so too, once its day is over."
    ),
}


def seal_in_words(found: ProposalView, person_id: UUID | None) -> Saying:
    """Say to somebody who may carry a proposal out what comes of it when they do."""
    if person_id in found.sealed_by:
        return SEALED[found.level]
    return {
        Level.AT_ONCE: say("It touches little: it is carried out at once."),
        Level.SILENCE: say("It is carried out once its day is over, whatever others say until then."),
        Level.TWO: say("Two people have to say so, and its day has to be over: it touches much, or takes a tag away."),
    }[found.level]
