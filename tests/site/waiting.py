"""What waits in a hub that people live in: mails, cases, what was asked, and what lies on a desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from hub.aggregate.adopting.actions import Adoption, adopt
from hub.aggregate.adopting.services import Offer, Reach
from hub.aggregate.importing.actions import Bringing, bring
from hub.aggregate.importing.listed import Line, Listed
from hub.aggregate.importing.queries import rows
from hub.aggregate.notices.models import Notice
from hub.aggregate.registering.models import Registration, RegistrationFeed
from hub.communicate.mentions.models import Mention
from hub.establish.tags.models import Tag
from hub.people.cases import queries
from hub.people.cases.actions import About, Decider, Found, Verdict, decide, report
from hub.people.cases.rules import Measure, Reason, Side, Target, appeal_token
from hub.people.helping import documents
from hub.people.helping.models import DutyTurn, HandoverNote, HelpRequest
from hub.people.helping.safety import Kind as Safety
from hub.people.mail.actions import post
from hub.people.mail.rules import STOP, Letter, stop_token
from hub.people.pending.actions import Wish, put_down
from hub.people.pending.rules import Kind as Waits
from hub.people.rules import Actor, Kind
from hub.people.signin import actions as signin
from hub.people.signin.actions import Ask
from hub.people.signin.rules import Purpose
from hub.secret import key_for
from hub.settings import Settings
from hub.site.codes import key_of
from hub.site.deciding import APPEALS


@dataclass(frozen=True)
class Here:
    """Where somebody keeps something."""

    db: Session
    settings: Settings
    now: datetime
    place_id: UUID
    ben: UUID

    def keep(self, *rows: object) -> None:
        """Add *rows*, one after the other."""
        for row in rows:
            self.db.add(row)
            self.db.flush()


def mailed(here: Here) -> Mapping[str, str]:
    """Have a code mailed to Ben, a deed of his wait for one, and a letter to him be on its way."""
    key = key_of(here.settings)
    code = signin.ask_code(here.db, Ask("ben@hub.example", Purpose.SIGN_IN), key, here.now)
    wish = Wish(Waits.CORRECT, {"words": "Quibblethorpe"}, "ben@hub.example", here.place_id)
    put_down(here.db, wish, here.now)
    signin.ask_code(here.db, Ask("ben@hub.example", Purpose.CONFIRM, str(wish.id)), key, here.now)
    letter = Letter("notice", "ben@hub.example", "Hello", "Hello", "<p>Hello</p>", "sources")
    post(here.db, letter, here.now)
    news = Letter("digest", "ben@hub.example", "Alderford", "Bins", "<p>Bins</p>", "digest")
    post(here.db, news, here.now)
    stop, mute = (stop_token(each.id, key_for(here.settings, STOP)) for each in (letter, news))
    return {
        "code_id": str(code.code_id),
        "deed_id": str(wish.id),
        "/sign-in/link/token": code.link_token,
        "/mail/stop/token": stop,
        "/mail/start/token": stop,
        "/mail/mute/token": mute,
        "/mail/hear/token": mute,
        "/demo/mail/name": f"{here.now:%Y%m%dT%H%M%S}-{letter.id}",
    }


def cases(here: Here, source_id: UUID, people: Mapping[str, UUID]) -> Mapping[str, str]:
    """Have one thing reported, and another decided."""
    open_about = About(Target.SOURCE, source_id.hex, here.place_id, "Mill End Diary", here.ben)
    number = report(here.db, open_about, _found("Wimbleford", here.ben), here.now).number
    decided_about = About(Target.SOURCE, uuid4().hex, here.place_id, "Another diary")
    decided = report(here.db, decided_about, _found("Snodgrove", here.ben), here.now).number
    case_id = queries.case(here.db, decided).id
    verdict = Verdict(Measure.NOTHING, Reason.OTHER, "It is only a diary.")
    made = decide(here.db, Decider(Actor(people["moderator"]), Kind.MODERATOR), case_id, verdict, here.now)
    appeal = appeal_token(made.decision_id, Side.REPORTER, key_for(here.settings, APPEALS))
    return {"case": str(number), "/appeals/token": appeal}


def _found(words: str, person_id: UUID) -> Found:
    return Found(Reason.WRONG, words, person_id.hex, person_id)


def asked(here: Here) -> Mapping[str, str]:
    """Have Ben register a site, ask for help, and pin up a notice, which all wait for somebody."""
    registration = Registration(
        person_id=here.ben,
        place_id=here.place_id,
        is_own=True,
        name="Kiln Post",
        site="http://127.0.0.1/",  # which is never dialled
        note="Pennywhistle",
        token=uuid4().hex,
        state="waiting",
        asked_at=here.now,
    )
    feed = RegistrationFeed(registration_id=registration.id, url="http://127.0.0.1/feed", title="Kiln Post")
    asked = HelpRequest(
        kind="help",
        place_id=here.place_id,
        name="Ben",
        reach="+44 1632 960123",
        words="Snodgrove",
        person_id=here.ben,
        asked_at=here.now,
    )
    notice = Notice(
        place_id=here.place_id,
        person_id=here.ben,
        title="Lost cat",
        words="Pennywhistle",
        ends_on=here.now.date() + timedelta(days=9),
        state="waiting",
        written_at=here.now,
    )
    here.keep(registration, feed, asked, notice)
    return {
        "registration_id": str(registration.id),
        "/register/proof/token": registration.token,
        "question": str(asked.id),
        "notice": str(notice.id),
    }


def tags_that_fetch(here: Here) -> Mapping[str, str]:
    """Have the place adopt the feed of a tag, which is never asked."""
    tag = Tag(slug="otters", name="Otters")
    here.keep(tag)
    offer = Offer("mastodon", "#Otters", "m.example", "http://127.0.0.1/tags/Otters.rss", Reach.PLACE)
    feed_id = adopt(here.db, Adoption(offer, here.place_id, tag.id, 10), here.now)
    return {"feed": str(feed_id)}


def brought(here: Here) -> Mapping[str, str]:
    """Have a list of feeds been brought for the place, with a line that was refused."""
    listed = Listed("Mill End reads", (Line("ftp://127.0.0.1/feed", "Files"),))
    list_id = bring(here.db, Bringing(here.place_id, listed, listed.title), here.now)
    return {"list_id": str(list_id), "row_id": str(rows(here.db, list_id)[0].id)}


def desk(here: Here, people: Mapping[str, UUID]) -> Mapping[str, str]:
    """Have Ada keep a note for the other mentors, and take this week."""
    ada, monday = people["mentor here"], here.now.date() - timedelta(days=here.now.weekday())
    note = HandoverNote(place_id=here.place_id, person_id=ada, words="Pennywhistle", written_at=here.now)
    here.keep(note, DutyTurn(place_id=here.place_id, week=monday, person_id=ada))
    ids = {"note": str(note.id), "person": str(here.ben)}
    return ids | {"/desk/roles/person": str(ada), "/desk/roles/{person}/kind": "mentor"}


def mentioned(here: Here) -> Mapping[str, str]:
    """Have another site mention the place, and somebody let that through."""
    said = {"source_url": "https://joan.example/bins", "source_host": "joan.example", "words": "They are late."}
    aim = {"target_url": "https://hub.example/alderford", "target_kind": "place", "target_id": here.place_id.hex}
    about: dict[str, Any] = said | aim
    mention = Mention(state="shown", kind="mention", asked_at=here.now, place_id=here.place_id, **about)
    here.keep(mention)
    return {"mention": str(mention.id)}


def operators(here: Here, people: Mapping[str, UUID]) -> Mapping[str, str]:
    """Have Ruth publish the terms, and somebody complain."""
    documents.publish(here.db, Actor(people["admin"]), Safety.TERMS, ("{}", "Be kind."), here.now)
    complaint = HelpRequest(
        kind="complaint",
        target_kind="other",
        name="Ben",
        reach="+44 1632 960123",
        words="Wimbleford",
        asked_at=here.now,
        due_at=here.now + timedelta(days=30),
    )
    here.keep(complaint)
    return {"kind": "terms", "version": "1", "complaint": str(complaint.id), "number": complaint.id.hex[:8]}
