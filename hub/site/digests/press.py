"""How is a digest printed? Each block once for everybody who gets it, each mail once for all of one taste."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import uuid4

from markupsafe import Markup
from sqlmodel import Session

from hub.communicate.following.rules import AT_ONCE, DIGEST, Kind, is_time_to_say_so
from hub.communicate.following.values import Block, Chat, Taste
from hub.duties.digesting import Edition, Job, Write
from hub.kit.clock import now
from hub.people.mail.rules import Letter, stop_token
from hub.places.queries import PlaceView
from hub.settings import Settings
from hub.site import words
from hub.site.digests.beside import MOST_MEETUPS, MOST_OF_MEETUPS, MOST_SILENCES, Beside
from hub.site.digests.shown import HOLE, Facts, subject_of
from hub.site.letters import Office, plain_environment, topic_in_words
from hub.site.render import environment, path

_TEMPLATES = {
    "voice": ("mail/digest_voice.txt", "mail/digest_voice.html"),
    "chat": ("mail/digest_chat.txt", "mail/digest_chat.html"),
}
_Values = Mapping[str, object]
_Block = tuple[str, str]  # in words, and in HTML


@dataclass(frozen=True, slots=True)
class Printed:
    """A mail that lacks nothing but the token of its one reader."""

    subject: str
    text: str
    html: str

    def for_one(self, to: str, topic: str, key: bytes) -> Letter:
        """Return the letter to one address, with the links that are its reader's."""
        mail_id = uuid4()
        token = stop_token(mail_id, key)
        text, html = self.text.replace(HOLE, token), self.html.replace(HOLE, token)
        return Letter(topic, to, self.subject, text, html, topic, mail_id)


@dataclass(frozen=True, slots=True)
class Sort:
    """Which mail of several somebody of a taste gets."""

    language: str
    until: datetime | None  # meetups that begin before it stand in it
    is_weekly: bool  # it tells of who is silent too
    may_be_empty: bool  # nothing came for so long that it says so


@dataclass(slots=True)
class Press:
    """Prints the mails of one round."""

    office: Office
    at: datetime
    edition: Edition
    topic: str = DIGEST
    facts: Facts = field(init=False)
    beside: Beside = field(init=False)
    _mails: dict[tuple[Taste, Sort], Printed | None] = field(default_factory=dict)
    _blocks: dict[tuple[str, Block | Chat], _Block | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin without having read of any post."""
        places = self.edition.tree.places
        self.facts = Facts(self.office.base_url, self.at, places)
        self.beside = Beside(self.edition.tree, self.at)

    def __call__(self, db: Session, jobs: Sequence[Job]) -> Sequence[Letter]:
        """Return the letters to be sent; whom there is nothing to tell gets none."""
        self.facts.read(db, (job.picked for job in jobs))
        letters = []
        for job in jobs:
            printed = self.edition.for_one(job.reader.plan.person_id, partial(self._printed, db, job))
            if printed is not None:
                letters.append(printed.for_one(job.reader.email, self.topic, self.office.key))
        return letters

    def _printed(self, db: Session, job: Job) -> Printed | None:
        key = (job.taste, self._sort(job))
        if key not in self._mails:
            with words.speaking(words.LANGUAGES.get(key[1].language, words.LANGUAGES["en"])):
                self._mails[key] = self._print(db, job, key[1])
        return self._mails[key]

    def _sort(self, job: Job) -> Sort:
        plan, language = job.reader.plan, job.reader.language
        if self.topic == AT_ONCE:
            return Sort(language, None, is_weekly=False, may_be_empty=False)
        last = plan.wrote_at or min((each.since for each in job.reader.follows), default=self.at)
        until = plan.when.next(self.at)
        return Sort(language, until, plan.when.says_more(self.at), is_time_to_say_so(self.at, last))

    def _print(self, db: Session, job: Job, sort: Sort) -> Printed | None:
        chats = [block for each in job.picked.chats if (block := self._block("chat", each))]
        voices = [block for each in job.picked.blocks if (block := self._block("voice", each))]
        on = self.beside.on(db, job.taste, sort.until) if sort.until else ()
        silences = self.beside.silences(db, job.taste) if sort.is_weekly or sort.may_be_empty else ()
        if not (chats or voices or on or sort.may_be_empty):
            return None
        place, most = self._place(job.taste), _most_on(job.taste)
        given = {
            "on": [self.facts.meeting(each) for each in on[:most]],
            "more_on": max(0, len(on) - most),
            "silences": [self.facts.silence(each) for each in silences[:MOST_SILENCES]],
            "more": job.picked.more,
            "place": place,
            "is_digest": self.topic == DIGEST,
        }
        subject = subject_of(place.name, self.facts.first_title(job.picked), job.picked.count, has_on=bool(on))
        return self._whole(given, {"chats": chats, "voices": voices}, subject)

    def _whole(self, given: _Values, blocks: Mapping[str, Sequence[_Block]], subject: str) -> Printed:
        """Place the blocks of a mail, which templates that escape have rendered."""
        values = {
            **given,
            "about": topic_in_words(self.topic),
            "subject": subject,
            "settings": self.facts.address("you", "following"),
            "stop": self.facts.address("mail", "stop", HOLE),
            "home": self.office.base_url + path(),
            "base_url": self.office.base_url,
        }
        plain = {name: [text for text, _ in several] for name, several in blocks.items()}
        rich = {name: [Markup(html) for _, html in several] for name, several in blocks.items()}  # noqa: S704 -- see above
        return Printed(
            subject,
            plain_environment().get_template("mail/digest.txt").render(values | plain),
            environment().get_template("mail/digest.html").render(values | rich),
        )

    def _block(self, name: str, each: Block | Chat) -> _Block | None:
        """Return a block in words and in HTML; None where there is nothing left of it."""
        key = (words.language(), each)
        if key not in self._blocks:
            shown = self.facts.voice(each) if isinstance(each, Block) else self.facts.conversation(each)
            self._blocks[key] = _rendered(name, shown) if shown else None
        return self._blocks[key]

    def _place(self, taste: Taste) -> PlaceView:
        first = next((each.what.place_id for each in taste.wants if each.what.kind is Kind.PLACE), None)
        return self.facts.places[first or taste.wants[0].what.place_id]


def printer(settings: Settings, topic: str = DIGEST) -> Callable[[Edition], Write]:
    """Return what prints the mails of a round, from its edition; no key is made before there is one."""
    return lambda edition: Press(Office.of(settings), now(), edition, topic)


def _most_on(taste: Taste) -> int:
    asked_for = any(want.what.kind is Kind.MEETUPS for want in taste.wants)
    return MOST_OF_MEETUPS if asked_for else MOST_MEETUPS


def _rendered(name: str, shown: object) -> _Block:
    plain, rich = _TEMPLATES[name]
    given = {name: shown}
    return plain_environment().get_template(plain).render(given), environment().get_template(rich).render(given)
