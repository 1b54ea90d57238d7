"""Who answered me? Ben’s page of it, the feed of it nobody else can read, and how he wants to be told."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from hub.aggregate.registering import queries as registrations
from hub.communicate.answered import actions
from hub.communicate.following import secret_feed
from hub.communicate.introducing.rules import TOPIC
from hub.errors import NotFound
from hub.kit.clock import now
from hub.kit.saying import say
from hub.people.mail import actions as mail
from hub.people.persons.somebody import somebody
from hub.site import own_answers
from hub.site.deps import Act, Base, Db, Doing, MyDevice
from hub.site.outlets.formats import atom
from hub.site.own_answers import ABOUT
from hub.site.pages.you import SECTIONS
from hub.site.render import form_page, page, path, private, see
from hub.site.typed import FormTyped, Typed, until

router = APIRouter(include_in_schema=False)
OFTEN: Final = (
    ("daily", say("One mail a day at most, when somebody did")),
    ("at-once", say("A mail within minutes of each answer")),
    ("never", say("No mail")),
)
DONE: Final = {
    "seen": say("All of it counts as seen now."),
    "kept": say("It is kept."),
    "ended": say("The address of your feed opens nothing any more."),
}
Key = Annotated[str, Query(max_length=100)]
Done = Annotated[str, Query(max_length=20)]
SECTIONS.append(own_answers.section)


@router.get("/you/answers")
def show_answers(request: Request, device: MyDevice, db: Db, done: Done = "") -> Response:
    """Show somebody who answered their posts, and how often these were read here."""
    typed = Typed(tuple(own_answers.heard_how(db, device.person_id).items()))
    return _answers_page(request, db, device.person_id, typed, done)


@router.post("/you/answers/seen")
def post_seen(doing: Act, typed: FormTyped) -> Response:
    """Count as seen what stood on the page when it was shown."""
    device = doing.must_be_member()
    actions.see(doing.db, device.person_id, until(typed["until"], doing.now))
    return see(path("you", "answers", done="seen"))


@router.post("/you/answers/wish")
def post_wish(request: Request, doing: Act, typed: FormTyped) -> Response:
    """Take how somebody wants to hear of answers, and whether they may be introduced."""
    device = doing.must_be_member()
    if typed["often"] not in dict(OFTEN):
        return _answers_page(request, doing.db, device.person_id, typed.but(often=say("Choose how we tell you.")))
    introduce = typed["introduce"] == "yes"
    actions.prefer(doing.db, device.person_id, at_once=typed["often"] == "at-once", introduce=introduce)
    _mail_about(doing, device.person_id, {ABOUT: typed["often"] != "never", TOPIC: introduce})
    return see(path("you", "answers", done="kept"))


@router.post("/you/answers/feed")
def post_feed(request: Request, doing: Act, typed: FormTyped, base: Base) -> Response:
    """Give somebody's feed a new secret address, or none: the old one opens nothing any more.

    The new one stands in the answer itself, this once: in an address, it would be kept by browsers and in logs.
    """
    device = doing.must_be_member()
    if typed["do"] == "end":
        secret_feed.end(doing.db, device.person_id)
        return see(path("you", "answers", done="ended"))
    key = secret_feed.new_key(doing.db, device.person_id, doing.now)
    return _feed_page(request, base + path("you", "answers.atom", key=key))


@router.get("/you/answers/feed")
def show_feed_address(request: Request, device: MyDevice) -> Response:
    """Tell who comes back that nobody knows the address any more: we keep only what tells whether it is the one."""
    del device
    return _feed_page(request, "")


@router.get("/you/answers.atom")
def show_feed(db: Db, base: Base, key: Key = "") -> Response:
    """Give the feed of answers to whoever has its secret address."""
    person_id = secret_feed.whose(db, key) if key else None
    if person_id is None:
        raise NotFound(say("There is no feed at this address, or no more."))
    body = atom(own_answers.channel(db, person_id, base, now()))
    answer = private(Response(body, media_type="application/atom+xml; charset=utf-8"))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _mail_about(doing: Doing, person_id: UUID, wanted: dict[str, bool]) -> None:
    for key in somebody(doing.db, person_id).keys:
        for topic, may_come in wanted.items():
            if may_come:
                mail.allow_again(doing.db, key, topic)
            else:
                mail.refuse(doing.db, key, topic, doing.now)


def _feed_page(request: Request, address: str) -> Response:
    return private(page(request, "people/own_answers_feed.html", {"address": address}))


def _answers_page(request: Request, db: Session, person_id: UUID, typed: Typed, done: str = "") -> Response:
    found = own_answers.answered(db, person_id, now())
    newest = max((shown.answer.at for each in found for shown in each.answers), default=None)
    values = {
        "posts": found,
        "new": sum(shown.is_new for each in found for shown in each.answers),
        "until": newest.isoformat() if newest else "",
        "owned": registrations.owned(db, person_id),
        "zone": own_answers.zone_of(db, person_id),
        "often": OFTEN,
        "feed_since": own_answers.feed_since(db, person_id),
        "done": DONE.get(done),
    }
    return private(form_page(request, "people/own_answers.html", values, typed))
