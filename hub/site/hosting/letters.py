"""What is an organiser written about their meetup? That it is up, waits or did not appear, and where to change it."""

from collections.abc import Sequence

from hub.kit.saying import Saying, say
from hub.meet.hosting.rules import State
from hub.meet.hosting.values import HostedView
from hub.people.mail.actions import post
from hub.people.persons import queries as people
from hub.site.deps import Doing
from hub.site.letters import letter
from hub.site.render import path


def tell_typed(doing: Doing, held: HostedView) -> None:
    """Write to whoever typed a meetup that it is kept, and where they change it or call it off."""
    if held.state is State.SHOWN:
        tell_shown(doing, held)
        return
    waits = say("Somebody who looks after the place reads it before it appears; we write to you then.")
    _tell(doing, held, say("We have your meetup: “%(title)s”", title=held.written.title), [waits, _HOW], _own(held))


def tell_shown(doing: Doing, held: HostedView) -> None:
    """Write to whoever typed a meetup that everybody sees it, and where they change it or call it off."""
    _tell(doing, held, say("Your meetup is up: “%(title)s”", title=held.written.title), [_HOW], _own(held))


def tell_refused(doing: Doing, held: HostedView, words: str) -> None:
    """Write to whoever typed a meetup why it did not appear, and how somebody else looks at it again."""
    title = say("Your meetup did not appear: “%(title)s”", title=held.written.title)
    again = say("You may change it and send it once more. If you think that this is wrong, ask for a second look:")
    said = say("Somebody who looks after the place read it and says:")
    _tell(doing, held, title, [said, words, again], path("complain"))


_HOW = say("Here you change it, call off one date or all, or hold it once more. We ask for a code, no account:")


def _own(held: HostedView) -> str:
    return path("you", "meetups", held.id)


def _tell(doing: Doing, held: HostedView, title: Saying, paragraphs: Sequence[Saying | str], link: str) -> None:
    author = people.people(doing.db, [held.person_id]).get(held.person_id) if held.person_id else None
    if author is None or not author.email:
        return
    told = letter(
        "notice", author.email, author.language, title=title, paragraphs=paragraphs, link=link, action=say("Go there:")
    )
    post(doing.db, told, doing.now)
