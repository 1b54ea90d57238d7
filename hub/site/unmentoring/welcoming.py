"""What does who joined a round read at once? When it is drawn, what they said, and a link by which they leave it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from hub.kit.saying import Dated, Saying, say
from hub.kit.zones import wall
from hub.meet.rounds import queries
from hub.meet.rounds.queries import EnrolmentView, RoundView
from hub.meet.rounds.rules import LEAST
from hub.people.mail.actions import post
from hub.people.mail.rules import stop_token
from hub.people.persons import queries as persons
from hub.secret import key_for
from hub.site.deps import Doing, chosen
from hub.site.kept.known import known
from hub.site.letters import letter
from hub.site.render import path
from hub.site.unmentoring import wording

KEY = "leaving-rounds"  # the purpose of the key that seals the links by which somebody leaves a round


def tell_joined(doing: Doing, found: RoundView, person_id: UUID) -> None:
    """Write to somebody who has just joined a round."""
    mine = queries.enrolment(doing.db, found.id, person_id)
    to = persons.people(doing.db, [person_id]).get(person_id)
    here = known(doing.db).tree.places[found.place_id]
    if mine is None or to is None or not to.email:
        return
    draw = say(
        "It is drawn on %(when)s. Then we write to you whom you meet.", when=when(found.closes_at, here.timezone)
    )
    few = say("It takes %(least)s: if fewer have joined by then, it waits a week longer.", least=LEAST)
    told = {
        "title": say("You have joined UnMentoring in %(place)s", place=here.name),
        "paragraphs": [draw, few, *_said(mine), _way_out(doing, mine)],
        "link": path(here.slug, "unmentoring"),
        "action": say("Change what you said:"),
    }
    post(doing.db, letter("notice", to.email, to.language, "", **told), doing.now)


def when(moment: datetime, zone: str) -> Saying:
    """Say when something is, by the clocks of a place."""
    there = wall(moment, ZoneInfo(zone))
    return say("%(day)s, %(time)s", day=Dated(there.date()), time=there.time())


def _said(mine: EnrolmentView) -> Sequence[Saying]:
    """Say back what somebody said of themselves, and who sees it."""
    told = [
        say("You want to be called %(name)s.", name=mine.name),
        say("You like: %(likes)s", likes=" ".join(mine.likes.split())),
        *filter(None, [wording.own_times(mine.times), wording.own_ways(mine.ways)]),
    ]
    if mine.organisation:
        told.append(say("Where you work or help, which nobody sees: %(organisation)s", organisation=mine.organisation))
    seen_by = say(
        "Who you are drawn with reads your name and what you like; nobody else does, "
        "unless one of you says that they did not feel safe."
    )
    return [*told, seen_by]


def _way_out(doing: Doing, mine: EnrolmentView) -> Saying:
    settings = chosen(doing.db)
    address = settings.base_url + path("mail", "round", stop_token(mine.id, key_for(settings, KEY)))
    return say("If you would rather not after all, leave the round with one press: %(url)s", url=address)
