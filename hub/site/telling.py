"""How is somebody told what the hub knows of them? As parts of a page in words, and as a file to take along."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fastapi import Request, Response

from hub.duties.forgetting import Told
from hub.kit.saying import Saying, say
from hub.site import facts
from hub.site.render import iso, private, rendered

Fact = tuple[Saying | str, Saying | str]  # a name, and what it is
FILE = "everything-about-me"
# What is told, as people call it, in the order of the page.
HEADINGS: Mapping[str, Saying] = {
    "person": say("You"),
    "role": say("What you do here"),
    "role.granted_by": say("Roles you gave to others"),
    "consent": say("What you agreed to"),
    "consent.recorded_by": say("What others agreed to, as you wrote it down"),
    "person.vouched_by": say("People you entered"),
    "erasure": say("That you were erased"),
    "sign_in_session": say("Where you are signed in"),
    "sign_in_code": say("Codes mailed to you"),
    "mails": say("Mails to you"),
    "no_more_mail_about": say("What you get no more mail about"),
    "pending_deed": say("What waits for a code"),
    "following": say("What you follow"),
    "digest_plan": say("When your mail of news comes"),
    "mute": say("What you have muted"),
    "private_feed": say("Your own feed"),
    "source_owner": say("Sources that are yours"),
    "answer_wish": say("How you want to hear of answers"),
    "answer_told": say("Of which answers we mailed you"),
    "friend_offer": say("What you offered as a Digital Friend, or wished"),
    "friend_invitation": say("Whom you asked to be your Digital Friend"),
    "partnership.mentor_id": say("Whose Digital Friend you are"),
    "partnership.mentee_id": say("Who is your Digital Friend"),
    "partnership_report.person_id": say("That you did not feel safe with a Digital Friend"),
    "partnership_report.reviewed_by": say("What you decided of Digital Friends who did not feel safe"),
    "partnership.suggested_by": say("Digital Friends you brought together"),
    "partnership_goal": say("Your goals with a Digital Friend"),
    "partnership_step": say("Your steps with a Digital Friend"),
    "partnership_session.logged_by": say("When you met a Digital Friend"),
    "partnership_check": say("What you answered about your time with a Digital Friend"),
    "enrolment": say("Rounds of UnMentoring you joined"),
    "pairing_member": say("What you answered to whom you were drawn with"),
    "relayed_message": say("What you wrote to those you were drawn with"),
    "never_match": say("Whom you never want to be drawn with"),
    "round_reminder": say("Where we mail you when a round opens"),
    "unsafe_report.person_id": say("That you did not feel safe with whom you were drawn with"),
    "unsafe_report.reviewed_by": say("What you decided where somebody did not feel safe"),
    "icebreaker": say("Questions to begin with that you suggested"),
    "introduction.offered_by": say("Introductions you offered"),
    "introduction.one_by": say("What you answered to an introduction"),
    "introduction.other_by": say("What you answered to another introduction"),
    "registration": say("Sites you registered or suggested"),
    "registration_feed": say("Feeds you picked"),
    "feed_list.person_id": say("Lists of feeds you brought"),
    "registration.decided_by": say("Registrations you decided"),
    "notice": say("Your notices"),
    "notice.entered_by": say("Notices you entered for others"),
    "help_request": say("What you asked, corrected or complained about"),
    "help_request.taken_by": say("What you answered"),
    "proposal.by_id": say("What you proposed for the tags"),
    "proposal.ended_by": say("Proposals for the tags you ended"),
    "voice.person_id": say("What you said to proposals for the tags"),
    "tag_decision.by_id": say("What you decided about the tags"),
    "handover_note": say("Your notes to other mentors"),
    "duty_turn": say("Your turns"),
    "reply": say("What you said in conversations"),
    "sending": say("Which sites were told of what you said"),
    "read_mark": say("How far you have read conversations"),
    "hosted": say("Meetups you invite to"),
    "rsvp": say("Meetups you said you come to"),
    "coming_message": say("What you wrote to those who come to your meetups"),
    "safety_document.made_by": say("Documents you published"),
    "report": say("What you reported"),
    "appeal": say("Your appeals"),
    "reported_case": say("Cases about what you published"),
    "decision": say("What was decided about what you published"),
    "decision.decided_by": say("What you decided"),
    "audit_entry": say("What you did as a mentor, a moderator or an admin"),
    "audit_entry.for_id": say("What was done on your behalf"),
    "audit_entry.target_id": say("What was decided about you"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One sort of thing the hub knows about somebody; each row as names and words."""

    heading: Saying
    rows: tuple[tuple[Fact, ...], ...]


def as_file(request: Request, told: Told, moment: datetime) -> Response:
    """Hand out what is told as a file with a page to read and JSON for programs."""
    html = rendered(request, "people/own_data_file.html", {"parts": list(parts(told)), "moment": moment})
    body = _packed({f"{FILE}.html": html, f"{FILE}.json": _as_json(told)}, moment)
    headers = {"Content-Disposition": f'attachment; filename="{FILE}.zip"'}
    return private(Response(body, media_type="application/zip", headers=headers))


def parts(told: Told) -> Iterator[Part]:
    """Yield what is told as headings and rows; what there is nothing of is left out."""
    found = {name: rows for room in told.values() for name, rows in room.items()}
    for name in sorted(found, key=list(HEADINGS).index):
        rows = tuple(filter(None, (_row(row) for row in _listed(found[name]))))
        if rows:
            yield Part(HEADINGS[name], rows)


def _listed(rows: object) -> list[object]:
    return list(rows) if isinstance(rows, (list, tuple)) else [rows]


def _row(row: object) -> tuple[Fact, ...]:
    if not isinstance(row, Mapping):
        return (("", str(row)),)
    named = ((str(name), value) for name, value in row.items())
    return tuple((facts.name_of(name), facts.value_of(name, value)) for name, value in named if _says(value))


def _says(value: object) -> bool:
    return value is not None and value not in ("", [], {})


def _as_json(told: Told) -> str:
    def plainly(value: object) -> object:
        return iso(value) if isinstance(value, datetime) else list(value) if isinstance(value, tuple) else str(value)

    return json.dumps(told, ensure_ascii=False, indent=2, default=plainly)


def _packed(files: Mapping[str, str], moment: datetime) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(ZipInfo(name, moment.timetuple()[:6]), text, ZIP_DEFLATED)
    return packed.getvalue()
