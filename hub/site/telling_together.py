"""Why do posts stand together as one story? Said in a sentence, for its page and for mentors."""

from hub.aggregate.stories.queries import Member
from hub.aggregate.stories.rules import Because
from hub.places.queries import PlaceView
from hub.site.render import web_address
from hub.site.words import gettext


def why_together(member: Member, here: PlaceView, *, is_first: bool = False) -> str:
    """Say why a post is part of a story told in *here*; *is_first* says that nobody told it sooner."""
    if member.because == Because.LEAD:
        return gettext("The first to tell it.") if is_first else gettext("The others were held against this one.")
    if member.because == Because.MENTOR:
        return gettext("Somebody who looks after %(place)s put it here.") % {"place": here.name}
    if member.because == Because.LINK:
        return gettext("It is linked with another one here by a page.")
    return gettext("It shares these words with another one here: %(words)s.") % {"words": member.evidence}


def page_shared(member: Member) -> str:
    """Return the address of the page that links a post with another one of its story; empty where none does."""
    return web_address(member.evidence) if member.because == Because.LINK else ""
