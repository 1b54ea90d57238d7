"""What are deeds, roles and things called? Words for the log, and for what somebody did in a month."""

from collections.abc import Mapping

from hub.kit.saying import Saying, say
from hub.people.rules import Deed, Kind, Thing

# What somebody did, after their name.
DEEDS: Mapping[Deed, Saying] = {
    Deed.GRANT: say("gave a role"),
    Deed.WITHDRAW: say("took a role away"),
    Deed.ADMIT: say("let something in"),
    Deed.REFUSE: say("refused something"),
    Deed.DECIDE: say("decided a case"),
    Deed.DECIDE_APPEAL: say("decided an appeal"),
    Deed.WITHHOLD: say("took something down"),
    Deed.RELEASE: say("put something back"),
    Deed.LET_THROUGH: say("let something appear"),
    Deed.ANSWER: say("answered a question"),
    Deed.ACT_FOR: say("acted for somebody"),
    Deed.HAND_OVER: say("left or finished a note"),
    Deed.TAKE_TURN: say("took or gave away a week"),
    Deed.SET_ASIDE: say("set a label aside"),
    Deed.TAKE_UP: say("took a label up again"),
    Deed.AGREE: say("changed the tags"),
    Deed.SEAL: say("said that a proposal is to be carried out"),
    Deed.DECLINE: say("declined a proposal"),
    Deed.TAKE_BACK: say("took a change of the tags back"),
    Deed.SORT: say("gave or took a rule for the posts of a source"),
    Deed.ADOPT: say("decided about a feed of a tag"),
    Deed.BRING: say("took feeds of a list, or took them back"),
    Deed.TELL_APART: say("took a post out of a story"),
    Deed.TELL_TOGETHER: say("put posts together as one story"),
    Deed.THINK_AGAIN: say("took back what was decided of a story"),
    Deed.SPLIT_TALK: say("took a post out of a conversation"),
    Deed.JOIN_TALK: say("put posts together in one conversation"),
    Deed.RETHINK_TALK: say("took back what was decided of a conversation"),
    Deed.SPLIT_MEETUPS: say("said that these are two meetups"),
    Deed.JOIN_MEETUPS: say("put meetups together as one"),
    Deed.RETHINK_MEETUPS: say("took back what was decided of meetups"),
    Deed.PIN_TALK: say("pinned a conversation, or took it down from the top"),
    Deed.CLOSE_TALK: say("closed a conversation, or opened it again"),
    Deed.SLOW_TALK: say("slowed a conversation down, or let it go on as ever"),
    Deed.LOOK_AGAIN: say("had a feed looked at again"),
    Deed.FOLLOW: say("followed a feed to its new address"),
    Deed.LEAVE_BE: say("left a feed where it is"),
    Deed.WRITE: say("wrote to somebody"),
    Deed.INTRODUCE: say("offered to introduce two who write"),
    Deed.TAKE_OFFER_BACK: say("took back an offer to introduce two who write"),
    Deed.LEAVE_UNANSWERED: say("said that something need not be answered"),
    Deed.KEEP_VENUE: say("changed a venue"),
    Deed.MERGE_VENUE: say("said that two venues are one, or are not"),
    Deed.KEEP_ROUNDS: say("opened a round of UnMentoring, or had rounds rest or go on"),
    Deed.REVIEW_UNSAFE: say("reviewed a report of somebody who did not feel safe"),
    Deed.SUGGEST_FRIENDS: say("asked two whether they want to be Digital Friends"),
    Deed.NOTE_TRAINING: say("wrote down what training and checks somebody has"),
    Deed.REVIEW_FRIENDS: say("reviewed Digital Friends of whom one did not feel safe"),
    Deed.SAY_WHERE: say("said where something takes place"),
    Deed.PUBLISH: say("published a document"),
    Deed.EXPORT: say("took out what is here of somebody"),
    Deed.ERASE: say("erased somebody"),
}
# Where one deed is done and undone: which of the facts after it tells so, what was done where it is so, and where not.
EITHER: Mapping[Deed, tuple[str, Saying, Saying]] = {
    Deed.PIN_TALK: ("pinned", say("pinned a conversation"), say("took a conversation down from the top")),
    Deed.CLOSE_TALK: ("closed", say("closed a conversation"), say("opened a conversation again")),
    Deed.SLOW_TALK: ("slow", say("slowed a conversation down"), say("let a conversation go on as ever")),
}
ROLES: Mapping[Kind, Saying] = {
    Kind.MENTOR: say("Mentor"),
    Kind.MODERATOR: say("Moderator"),
    Kind.SAFEGUARDING: say("Safeguarding"),
    Kind.ADMIN: say("Admin"),
}
DUTIES: Mapping[Kind, Saying] = {
    Kind.MENTOR: say("looks after the feeds, the tags and the people of a place"),
    Kind.MODERATOR: say("decides about reports and appeals"),
    Kind.SAFEGUARDING: say("looks after the safety of people who are drawn together, and reads what they report"),
    Kind.ADMIN: say("looks after the whole hub, and gives roles"),
}
# What something was done to.
THINGS: Mapping[Thing, Saying] = {
    Thing.PERSON: say("somebody"),
    Thing.ITEM: say("an item"),
    Thing.SOURCE: say("a source"),
    Thing.DOMAIN: say("a domain"),
    Thing.FEED: say("a feed"),
    Thing.LABEL: say("a label"),
    Thing.NOTE: say("a note"),
    Thing.WEEK: say("a week"),
    Thing.NOTICE: say("a notice"),
    Thing.REGISTRATION: say("a registration"),
    Thing.QUESTION: say("a question"),
    Thing.DOCUMENT: say("a document"),
    Thing.PROPOSAL: say("a proposal"),
    Thing.CHANGE: say("a change of the tags"),
    Thing.STORY: say("a story"),
    Thing.INTRODUCTION: say("an introduction"),
    Thing.TALK: say("a conversation"),
    Thing.REPLY: say("a reply"),
    Thing.MEETUP: say("a meetup"),
    Thing.HOSTED: say("a meetup somebody typed"),
    Thing.MENTION: say("a mention on another site"),
    Thing.LIST: say("a list of feeds"),
    Thing.VENUE: say("a venue"),
    Thing.ROUND: say("a round of UnMentoring"),
    Thing.UNSAFE: say("a report to safeguarding"),
    Thing.ICEBREAKER: say("a question to begin with"),
    Thing.LOCATION: say("a location"),
    Thing.PARTNERSHIP: say("a pair of Digital Friends"),
}


def done(deed: Deed, after: Mapping[str, object]) -> Saying:
    """Say what somebody did, after their name, as far as the facts *after* it tell."""
    fact, so, not_so = EITHER.get(deed, ("", DEEDS[deed], DEEDS[deed]))
    if fact not in after:
        return DEEDS[deed]
    return so if after[fact] else not_so
