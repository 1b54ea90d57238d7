"""What else is done on the hub by the town's people, and for them? Answers from elsewhere, mail, readers, meeting.

Repeatable at any moment: what was done is not done again, and what somebody changed since stays changed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zlib import crc32

from sqlmodel import Session, col, func, select

from hub.aggregate.feeds.models import Source
from hub.aggregate.registering.models import SourceOwner
from hub.communicate.following import actions as following
from hub.communicate.following.models import DigestPlan
from hub.communicate.following.rules import Followed, Kind, Rhythm, When
from hub.communicate.introducing import actions as introducing
from hub.communicate.introducing import queries as meeting
from hub.communicate.introducing.models import Introduction
from hub.communicate.introducing.rules import THINKING
from hub.communicate.mentions import actions as mentions
from hub.communicate.mentions.models import Mention
from hub.communicate.mentions.rules import Kind as Does
from hub.communicate.mentions.rules import Seen, State, Target, Trouble, Verdict
from hub.communicate.reads import actions as reads
from hub.communicate.reads.models import ItemReads
from hub.communicate.replies.models import Reply
from hub.demo.answers import BEYOND
from hub.demo.content import wherrybridge
from hub.demo.lines import Guest, newest, talk
from hub.demo.people import TOWN, address_of
from hub.demo.talking import heard_posts
from hub.demo.timeline import Post, latest
from hub.people.persons.queries import by_email
from hub.places import queries as places

SUBSCRIBERS: Mapping[str, When] = {"ada": When(Rhythm.DAILY), "ben": When(Rhythm.WEEKLY)}
_SINCE = timedelta(days=9)  # so long they have followed, when the hub meets them: a first mail is due at once
_TALK = 10  # replies
_DAYS_READ = 7  # after a post came
_MOST_READERS = 40  # of a post on a day


def answer_from_elsewhere(db: Session, url: str, hub: str, now: datetime) -> int:
    """Have those who write elsewhere answer the town at *url*, and say so; return how many did."""
    return sum(_answer(db, url, hub, guest, now) for guest in talk().guests)


def _answer(db: Session, url: str, hub: str, guest: Guest, now: datetime) -> bool:
    post = newest(wherrybridge(), guest.at, now - timedelta(hours=1))
    item_id = heard_posts(db, url, [post]).get(post.key)
    if item_id is None:
        return False
    source = f"http://{guest.slug}.localhost:{urlsplit(url).port}/{BEYOND}/{guest.slug}/items/{item_id}"
    if db.exec(select(Mention.id).where(Mention.source_url == source)).first():
        return False
    place_id = places.place(db, TOWN).id
    told = mentions.Told(source, f"{hub}/items/{item_id}", Target.ITEM, str(item_id), place_id)
    mention_id = mentions.receive(db, told, now)
    seen = Seen(Does.REPLY, guest.author, title=guest.title, words=guest.words, published_at=_said_at(post, now))
    mentions.settle(db, mention_id, Verdict(State.HELD, Trouble.STRANGER), seen)
    if guest.shown:
        mentions.admit(db, mention_id, now)
    return True


def _said_at(post: Post, now: datetime) -> datetime:
    return min(post.at + timedelta(hours=20), now)


def subscribe(db: Session, now: datetime) -> int:
    """Have Ada and Ben follow the town by mail once there is talk to be told of; return how many began."""
    if db.exec(select(func.count()).select_from(Reply)).one() < _TALK:
        return 0
    place_id, begun = places.place(db, TOWN).id, now - _SINCE
    new = [each for each in SUBSCRIBERS if _never_followed(db, each)]
    for slug in new:
        person = by_email(db, address_of(slug))
        if person:
            wish = following.Wish(Followed(Kind.PLACE, place_id), when=SUBSCRIBERS[slug])
            following.follow(db, person.id, wish, begun)
    return len(new)


def _never_followed(db: Session, slug: str) -> bool:
    person = by_email(db, address_of(slug))
    return person is not None and db.get(DigestPlan, person.id) is None


def read(db: Session, url: str, now: datetime) -> int:
    """Have each post of the town at *url* be read in the days after it came, once; return how many were."""
    posts = [latest(wherrybridge(), writing, now) for writing in wherrybridge().slow]
    heard = heard_posts(db, url, posts)
    known = set(db.exec(select(ItemReads.item_id).where(col(ItemReads.item_id).in_(heard.values())).distinct()))
    unread = [post for post in posts if post.key in heard and heard[post.key] not in known]
    for ahead in range(_DAYS_READ):
        _read_on(db, [post for post in unread if post.at + timedelta(days=ahead) <= now], heard, ahead)
    return len(unread)


def _read_on(db: Session, posts: Sequence[Post], heard: Mapping[str, int], ahead: int) -> None:
    for post in posts:
        readers = crc32(f"{post.writing.slug}-{ahead}".encode()) % (_MOST_READERS >> ahead or 1)
        if readers:
            reads.add(db, {heard[post.key]: readers}, (post.at + timedelta(days=ahead)).date())


def introduce(db: Session, now: datetime) -> int:
    """Have Ada introduce Ben to somebody who writes about the same, once; return how many offers she made."""
    town_id = places.place(db, TOWN).id
    for slug, source in talk().owners.items():
        _own(db, slug, source, now)
    if db.exec(select(Introduction.id)).first():
        return 0
    askable = (each for each in meeting.candidates(db, town_id, now) if each.can_be_asked)
    found = [each for each in askable if {each.one.slug, each.other.slug} == talk().introduced]
    for each in found[:1]:
        ada = by_email(db, address_of("ada"))
        offered = introducing.Offering(town_id, each.pair, talk().introduction, ada.id if ada else None)
        introducing.offer(db, offered, now - THINKING)
    return len(found[:1])


def _own(db: Session, slug: str, source: str, now: datetime) -> None:
    person, source_id = by_email(db, address_of(slug)), db.exec(select(Source.id).where(Source.slug == source)).first()
    if person and source_id and db.get(SourceOwner, (source_id, person.id)) is None:
        db.add(SourceOwner(source_id=source_id, person_id=person.id, since=now))
        db.flush()
