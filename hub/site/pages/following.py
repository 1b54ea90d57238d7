"""What does somebody follow, how often are they told, and what have they muted? Looked at, changed, and undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from hub.communicate.following import actions, queries
from hub.communicate.following.actions import Wish
from hub.communicate.following.rules import AT_ONCE, DIGEST, Hushed, Rhythm, When
from hub.kit.clock import now
from hub.kit.mailboxes import email_key
from hub.kit.saying import NOTHING, Saying, say
from hub.people.mail import actions as mail
from hub.people.mail import queries as mails
from hub.people.persons import queries as people
from hub.people.signin.queries import SessionView
from hub.site import following, muting
from hub.site.deps import Act, Db, MyDevice
from hub.site.following import HOURS, WEEKDAYS
from hub.site.pages.you import SECTIONS
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
Told = Annotated[str, Query(max_length=20, description="What somebody has just done.")]
Gone = Annotated[str, Query(max_length=400, description="What somebody follows no more.")]
RHYTHMS: Mapping[str, Saying] = {
    Rhythm.DAILY: say("every day"),
    Rhythm.WEEKLY: say("every week"),
    Rhythm.NEVER: say("only what I asked for at once"),
}
TOLD: Mapping[str, Saying] = {
    "followed": say("You follow it. The first mail comes when there is something new."),
    "joined": say("You follow it. It comes with the one mail you get already; below you change when that comes."),
    "gone": say("It is there no longer. Choose something else."),
    "kept": say("It is kept."),
    "heard": say("You hear of it again."),
    "mailed": say("You get this mail again."),
}
TOPICS = (DIGEST, AT_ONCE)


@router.get("/you/following")
def show_following(request: Request, device: MyDevice, db: Db, told: Told = "", gone: Gone = "") -> Response:
    """Show somebody what they follow, when their mail comes, and what they have muted."""
    plan = queries.plan(db, device.person_id)
    when = plan.when if plan else When()
    typed = Typed((("often", when.rhythm), ("hour", str(when.hour)), ("weekday", str(when.weekday))))
    return _page(request, db, device, typed, (TOLD.get(told, NOTHING), gone))


@router.post("/you/following")
def post_plan(request: Request, doing: Act, typed: FormTyped) -> Response:
    """Have one's mail come at another time."""
    device = doing.must_be_member()
    plan, checked = queries.plan(doing.db, device.person_id), _checked(typed)
    if checked.wrong:
        return _page(request, doing.db, device, checked, (NOTHING, ""))
    if plan:
        chosen = When(Rhythm(checked["often"]), int(checked["hour"]), int(checked["weekday"]), plan.when.zone)
        actions.change_plan(doing.db, device.person_id, chosen, doing.now)
    return see(path("you", "following", told="kept"))


@router.post("/you/following/stop")
def post_stop(doing: Act, typed: FormTyped) -> Response:
    """Follow something no more; it can be undone."""
    person_id, what = doing.must_be_member().person_id, following.read(typed["what"])
    if what is None:
        return see(path("you", "following"))
    actions.unfollow(doing.db, person_id, what)
    return see(path("you", "following", gone=following.written(what)))


@router.post("/you/following/start")
def post_start(doing: Act, typed: FormTyped) -> Response:
    """Follow something again that was let go just now."""
    person_id, what = doing.must_be_member().person_id, following.read(typed["what"])
    if what is None or not following.is_there(doing.db, what):
        return see(path("you", "following", told="gone"))
    following.count(doing)
    zone = following.zone_of(doing.db, what.place_id)
    actions.follow(doing.db, person_id, Wish(what, When(zone=zone)), doing.now)
    return see(path("you", "following", told="followed"))


@router.post("/you/following/hear")
def post_hear(doing: Act, typed: FormTyped) -> Response:
    """Hear of something at once, or with the digest."""
    person_id, what = doing.must_be_member().person_id, following.read(typed["what"])
    if what:
        actions.hear(doing.db, person_id, what, doing.now, at_once=typed["how"] == AT_ONCE)
    return see(path("you", "following", told="kept"))


@router.post("/you/following/unmute")
def post_unmute(doing: Act, typed: FormTyped) -> Response:
    """Hear again of something that was muted."""
    person_id = doing.must_be_member().person_id
    if typed["kind"] in set(Hushed):
        actions.unmute(doing.db, person_id, Hushed(typed["kind"]), typed["target"])
    return see(path("you", "following", told="heard"))


@router.post("/you/following/mail")
def post_mail_again(doing: Act, typed: FormTyped) -> Response:
    """Get mail again that was stopped by its link."""
    person = people.person(doing.db, doing.must_be_member().person_id)
    if typed["topic"] in TOPICS:
        mail.allow_again(doing.db, email_key(person.email), typed["topic"])
    return see(path("you", "following", told="mailed"))


def my_following(db: Session, person_id: UUID, _moment: datetime) -> tuple[str, Mapping[str, object]]:
    """Return how much somebody follows, for their own page."""
    return "communicate/you_following.html", {"followed": len(queries.follows(db, person_id))}


SECTIONS.append(my_following)


def _checked(typed: Typed) -> Typed:
    if typed["often"] not in RHYTHMS:
        typed = typed.but(often=say("Choose how often you want to be told."))
    return following.with_right_time(typed)


def _page(request: Request, db: Session, device: SessionView, typed: Typed, told: tuple[Saying, str]) -> Response:
    said, gone = told
    let_go = following.read(gone)
    person = people.person(db, device.person_id)
    plan = queries.plan(db, device.person_id)
    follows = queries.follows(db, device.person_id)
    values = {
        "told": said,
        "let_go": (gone, following.thing(db, let_go)) if let_go else None,
        "follows": [(following.written(each.what), following.thing(db, each.what), each) for each in follows],
        "plan": plan,
        "email": person.email,
        "mutes": [
            (each, muting.name_of(db, person.id, each.kind, each.target_id)) for each in queries.mutes(db, person.id)
        ],
        "mute_kinds": muting.KINDS,
        "rhythms": RHYTHMS.items(),
        "hours": HOURS,
        "weekdays": WEEKDAYS,
        "stopped": [each for each in TOPICS if mails.has_refused(db, email_key(person.email), each)],
        "topics": muting.topics_in_words(),
        "now": now(),
    }
    return private(form_page(request, "communicate/following.html", values, typed))
