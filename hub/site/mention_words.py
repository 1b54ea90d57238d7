"""What became of a mention, and why does it wait? In words for who sent it, and for who reads it."""

from collections.abc import Mapping
from typing import Final

from hub.communicate.mentions.queries import MentionView
from hub.communicate.mentions.rules import Kind, State, Target, Trouble
from hub.kit.saying import NOTHING, Saying, say

STATES: Final[Mapping[State, Saying]] = {
    State.WAITING: say("We are about to look at your page. Come back in a few minutes."),
    State.HELD: say("Your page does mention ours. Somebody here reads it before it appears."),
    State.SHOWN: say("It stands on the page that yours mentions."),
    State.REFUSED: say("Somebody here read it and decided that it does not appear. Sending it again changes nothing."),
    State.FAILED: say("It was not taken. Mend what is said below, and send it again."),
    State.GONE: say("It stood here once. Your page has gone, or mentions ours no more, so it was taken away."),
}
# To whoever sent it.
TROUBLES: Final[Mapping[Trouble, Saying]] = {
    Trouble.NO_LINK: say("There is no link to our page in yours. It has to be the whole address of our page."),
    Trouble.GONE: say("Your site says that the page is gone for good."),
    Trouble.NOT_FOUND: say("Your site says that there is no such page."),
    Trouble.NO_ANSWER: say("Your site did not answer in time, or with an error. We try a few times more."),
    Trouble.NOT_PUBLIC: say("The address of your page is not on the public internet."),
    Trouble.TOO_BIG: say("Your page is larger than a megabyte, so we did not read it."),
    Trouble.UNREADABLE: say("We could not read your page: it is no web page, no text and no JSON."),
    Trouble.OURS: say("The address leads back to a page of this hub."),
    Trouble.FARM: say("Your page has more than a thousand links to other sites."),
    Trouble.BLOCKED: say("Nothing of this site is taken here: a moderator decided so."),
}
# To whoever reads it before it appears.
DOUBTS: Final[Mapping[Trouble, Saying]] = {
    Trouble.STRANGER: say("Nobody has let this site through or refused it before."),
    Trouble.MANY_TARGETS: say("Its page mentions more than ten pages of this hub."),
    Trouble.MANY_LINKS: say("Its page has very many links to other sites, as advertising has."),
    Trouble.NO_WORDS: say("Its page says nothing around the link."),
    Trouble.LANGUAGE: say("It is in a language few people read here."),
    Trouble.CHANGED: say("It was let through once; its words have changed since."),
}
KINDS: Final[Mapping[Kind, Saying]] = {
    Kind.RSVP: say("An answer to an invitation"),
    Kind.REPLY: say("An answer"),
    Kind.REPOST: say("A repost"),
    Kind.LIKE: say("A like"),
    Kind.BOOKMARK: say("A bookmark"),
    Kind.MENTION: say("A mention"),
}
_TAG: Final = say(
    "To have all you write about this stand in the stream and under the tag, register your site: it is free, and you "
    "can leave at any time."
)


def why(mention: MentionView) -> Saying:
    """Say to whoever sent a mention why it is not shown; nothing where that is plain."""
    if mention.state in {State.HELD, State.SHOWN, State.REFUSED}:
        return NOTHING
    return TROUBLES.get(mention.trouble, NOTHING)


def way_on(mention: MentionView) -> Saying:
    """Say what else somebody can do who mentions the page of a tag or of a place: most want to be part of it."""
    is_wider = mention.target_kind in {Target.TAG, Target.PLACE}
    return _TAG if is_wider and mention.item_id is None else NOTHING
