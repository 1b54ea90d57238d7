"""What is an organiser written about their meetup? That it is up, waits or did not appear, and where to change it."""

from collections.abc import Sequence

from hub.kit.saying import NOTHING, Dated, Saying, say
from hub.meet.events.repeats import repeats_in_words
from hub.meet.hosting import queries
from hub.meet.hosting.rules import State
from hub.meet.hosting.values import HostedView
from hub.people.mail.actions import post
from hub.people.persons import queries as people
from hub.site.deps import Doing, chosen
from hub.site.hosting.inviting import address_of
from hub.site.letters import letter
from hub.site.render import path


def tell_typed(doing: Doing, held: HostedView) -> None:
    """Write to whoever typed a meetup that it is kept, and where they change it or call it off."""
    if held.state is State.SHOWN:
        tell_shown(doing, held)
        return
    waits = say("Somebody who looks after the place reads it before it appears; we write to you then.")
    title = say("We have your meetup: “%(title)s”", title=held.written.title)
    _tell(doing, held, title, [waits, _when(held)], (_own(held), _HOW))


def tell_shown(doing: Doing, held: HostedView) -> None:
    """Write to whoever typed a meetup that everybody sees it, and where they change it or call it off."""
    now_shown = queries.hosted(doing.db, held.id)  # what was handed on may be from before it had a page
    seen = say("Everybody sees it here: %(url)s", url=chosen(doing.db).base_url + address_of(doing.db, now_shown))
    title = say("Your meetup is up: “%(title)s”", title=held.written.title)
    _tell(doing, held, title, [_when(held), seen], (_own(held), _HOW))


def tell_refused(doing: Doing, held: HostedView, words: str) -> None:
    """Write to whoever typed a meetup why it did not appear, and how somebody else looks at it again."""
    title = say("Your meetup did not appear: “%(title)s”", title=held.written.title)
    again = say(
        "You may change it and send it once more, by “Hold it once more” on its page: %(url)s",
        url=chosen(doing.db).base_url + _own(held),
    )
    said = say("Somebody who looks after the place read it and says:")
    wrong = say("If you think that this is wrong, ask for a second look:")
    _tell(doing, held, title, [said, words, again], (path("complain"), wrong))


_HOW = say("Change it, call off one date or all, or hold it once more (we ask for a code, no account):")


def _when(held: HostedView) -> Saying:
    """Say when it is, or begins, and how often."""
    day, often = Dated(held.written.day), repeats_in_words(held.written.rule) if held.written.rule else NOTHING
    when = (
        say("%(day)s, %(clock)s", day=day, clock=held.written.clock) if held.written.clock else say("%(day)s", day=day)
    )
    return say("When: %(when)s; %(often)s", when=when, often=often) if often else say("When: %(when)s", when=when)


def _own(held: HostedView) -> str:
    return path("you", "meetups", held.id)


def _tell(
    doing: Doing, held: HostedView, title: Saying, paragraphs: Sequence[Saying | str], way: tuple[str, Saying]
) -> None:
    """Write to whoever typed a meetup; *way*: where they go from there, and what it is for."""
    author = people.people(doing.db, [held.person_id]).get(held.person_id) if held.person_id else None
    if author is None or not author.email:
        return
    values = {"title": title, "paragraphs": paragraphs, "link": way[0], "action": way[1]}
    told = letter("notice", author.email, author.language, "", **values)
    post(doing.db, told, doing.now)
