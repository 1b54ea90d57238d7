"""Who answered the posts of somebody, and how often were they read here? As their own page and feed tell it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session

from hub.aggregate.items.cards import Card, listed
from hub.aggregate.registering import queries as registrations
from hub.communicate.answered import queries
from hub.communicate.answered.rules import Answer, By, is_new
from hub.communicate.following import secret_feed
from hub.communicate.introducing.rules import TOPIC
from hub.communicate.reads.queries import Opened, opened
from hub.kit.saying import Saying, say
from hub.kit.text import excerpt, visible
from hub.kit.zones import USUAL_ZONE
from hub.people.mail.queries import has_refused
from hub.people.persons.somebody import somebody
from hub.site.kept.known import known
from hub.site.outlets.formats import Channel, Post
from hub.site.render import path
from hub.site.words import gettext, said

NEWEST = 20  # posts on the page that nobody answered: how often they were read
LONGEST_WORDS = 280  # letters of what was said
ABOUT = "linked"  # the topic of mail about answers, which one may stop
_UNKNOWN: Final = say("Somebody")
_DID: Mapping[By, Saying] = {
    By.POST: say("%(who)s linked to it"),
    By.REPLY: say("%(who)s replied here"),
    By.MENTION: say("%(who)s mentions it on another site"),
}
_DID_TO: Mapping[By, Saying] = {
    By.POST: say("%(who)s linked to “%(post)s”"),
    By.REPLY: say("%(who)s replied to “%(post)s”"),
    By.MENTION: say("%(who)s mentions “%(post)s”"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as its page shows it."""

    answer: Answer
    sentence: Saying  # who did what
    title: str
    words: str
    address: str  # of ours, or of a page elsewhere
    is_new: bool

    @property
    def is_elsewhere(self) -> bool:
        """Whether its address leads out of this hub."""
        return self.answer.by is By.MENTION


@dataclass(frozen=True, slots=True)
class Answered:
    """A post of somebody's, who answered it, and how often it was opened here."""

    card: Card
    opened: Opened
    answers: tuple[Shown, ...]


def answered(db: Session, person_id: UUID, now: datetime) -> Sequence[Answered]:
    """Return somebody's newest posts, and all that were answered in the last year, the newest first."""
    answers = _by_post(queries.answers_of(db, person_id, now))
    ids = dict.fromkeys([*answers, *queries.newest_of(db, person_id, NEWEST)])
    shown, often = _cards(db, ids), opened(db, ids, now.date())
    told, seen_at = _cards(db, _posts_in(answers)), queries.wish(db, person_id).seen_at
    found = [
        Answered(card, often.get(card.id, Opened()), _shown(answers.get(card.id, ()), told, seen_at))
        for card in shown.values()
    ]
    return sorted(found, key=lambda each: (each.card.sort_at, each.card.id), reverse=True)


def section(db: Session, person_id: UUID, now: datetime) -> tuple[str, Mapping[str, object]]:
    """Return what somebody's own page says of answers: how many are new, where they have something to be answered."""
    owned = registrations.owned(db, person_id)
    seen_at = queries.wish(db, person_id).seen_at
    found = queries.answers_of(db, person_id, now) if owned else ()
    number = sum(is_new(each.at, seen_at) for each in found)
    return "people/own_answers_section.html", {"answers_of": bool(owned), "answers_new": number}


def channel(db: Session, person_id: UUID, base: str, now: datetime) -> Channel:
    """Return the answers somebody got as a feed of their own."""
    found = [(each, shown) for each in answered(db, person_id, now) for shown in each.answers]
    newest = sorted(found, key=lambda pair: (pair[1].answer.at, pair[1].answer.key), reverse=True)
    posts = tuple(_post(each.card, shown, base) for each, shown in newest)
    return Channel(
        gettext("Who answered you"), base + path("you", "answers"), base + path("you", "answers.atom"), posts
    )


def heard_how(db: Session, person_id: UUID) -> Mapping[str, str]:
    """Return what somebody wants of mails about answers and introductions, as the form has it."""
    kept, keys = queries.wish(db, person_id), somebody(db, person_id).keys
    often = "at-once" if kept.at_once else "daily"
    stopped = any(has_refused(db, key, ABOUT) for key in keys)
    shy = not kept.introduce or any(has_refused(db, key, TOPIC) for key in keys)
    return {"often": "never" if stopped else often, "introduce": "" if shy else "yes"}


def feed_since(db: Session, person_id: UUID) -> datetime | None:
    """Return since when somebody's feed of answers has its secret address; None where it has none."""
    return secret_feed.since(db, person_id)


def sentence_of(answer: Answer, post: str) -> Saying:
    """Say who did what to which post."""
    message = _DID_TO[answer.by]
    return say(message.message, who=_who(answer), post=excerpt(visible(post), LONGEST_WORDS))


def address_of(answer: Answer) -> str:
    """Return where an answer is read: here, or on the page that mentions it."""
    match answer.by:
        case By.POST:
            return path("items", answer.id)
        case By.REPLY:
            return path("replies", answer.id)
        case By.MENTION:
            return answer.url


def _who(answer: Answer) -> Saying | str:
    return visible(answer.who).strip() or _UNKNOWN


def _by_post(found: Sequence[Answer]) -> Mapping[int, Sequence[Answer]]:
    grouped = defaultdict[int, list[Answer]](list)
    for each in found:
        grouped[each.item_id].append(each)
    return dict(grouped)


def _posts_in(answers: Mapping[int, Sequence[Answer]]) -> Sequence[int]:
    return [int(each.id) for found in answers.values() for each in found if each.by is By.POST]


def _cards(db: Session, ids: Sequence[int] | Mapping[int, object]) -> Mapping[int, Card]:
    return {card.id: card for card in listed(db, list(ids))}


def _shown(found: Sequence[Answer], told: Mapping[int, Card], seen_at: datetime | None) -> tuple[Shown, ...]:
    """Return answers as they are shown; a post that was taken down is left out."""
    return tuple(
        Shown(
            each,
            say(_DID[each.by].message, who=_who(each)),
            told[int(each.id)].title if each.by is By.POST else visible(each.title),
            excerpt(visible(each.words), LONGEST_WORDS),
            address_of(each),
            is_new(each.at, seen_at),
        )
        for each in found
        if each.by is not By.POST or int(each.id) in told
    )


def _post(card: Card, shown: Shown, base: str) -> Post:
    where = shown.address if shown.is_elsewhere else base + shown.address
    return Post(
        urn=uuid5(NAMESPACE_URL, f"{base}/{card.id}/{shown.answer.key}").urn,
        title=said(sentence_of(shown.answer, card.title)),
        link=where,
        page=base + path("you", "answers"),
        updated=shown.answer.at,
        published=shown.answer.at,
        author=str(shown.answer.who),
        summary=": ".join(part for part in (shown.title, shown.words) if part),
    )


def zone_of(db: Session, person_id: UUID) -> str:
    """Return at which wall clock somebody's page writes its times: that of a place they write for."""
    tree = known(db).tree
    homes = (tree.places.get(each) for each in queries.homes_of(db, person_id))
    return next((home.timezone for home in homes if home), USUAL_ZONE)
