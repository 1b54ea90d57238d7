"""Who hears of a reply? The sites it leads to, and whom it names; and that it was changed, or is gone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from uuid import UUID

from limits import RateLimitItemPerDay
from sqlmodel import Session

from hub.aggregate.items import withholding
from hub.aggregate.registering.owners import owners
from hub.communicate.following.hushing import is_thread_hushed
from hub.communicate.following.speakers import is_hushed
from hub.communicate.links.rules import links_in
from hub.communicate.mentions import sending
from hub.communicate.replies import queries
from hub.communicate.replies.queries import ReplyView
from hub.communicate.replies.rules import NAMED_A_DAY, State, is_own, named_in, strangers_in
from hub.communicate.replies.writing import said
from hub.communicate.threads import queries as threads
from hub.kit.saying import Saying, say
from hub.kit.text import excerpt
from hub.people.mail.actions import post
from hub.people.persons import queries as people
from hub.people.persons.queries import PersonView
from hub.site import limits, listening
from hub.site.deps import Doing, chosen
from hub.site.letters import letter
from hub.site.render import path

TOPIC = "named"
NAMED = RateLimitItemPerDay(NAMED_A_DAY, namespace="named")
LONGEST_GIST = 300  # letters of what was said


def tell(doing: Doing, reply_ids: Iterable[UUID]) -> None:
    """Have the sites that replies lead to told, as far as everybody sees them; else that they are gone."""
    for reply_id in reply_ids:
        reply, url = queries.reply(doing.db, reply_id), _address(doing, reply_id)
        if reply.state is State.SHOWN and not reply.is_local:
            page = sending.Page(url, blake2s(reply.html.encode(), digest_size=8).hexdigest(), reply.id)
            sending.ask(doing.db, page, [page_answered(doing.db, reply), *links_in(reply.html)], doing.now)
        else:
            sending.take_back(doing.db, url, doing.now)


def tell_named(doing: Doing, reply_id: UUID, before: str = "") -> None:
    """Write to whom a reply names that is shown now, unless it named them *before* it was changed."""
    reply = queries.reply(doing.db, reply_id)
    if reply.state is not State.SHOWN or "@" not in reply.words:
        return
    told = queries.thread_told(doing.db, reply.thread_id)
    known = _known_by_name(doing.db, told.place_id, told.id)
    new = set(named_in(reply.words, known)) - set(named_in(before, known))
    for person_id in {each for name in new for each in known[name]}:
        if not is_own(reply.person_id, person_id):
            _write(doing, reply, person_id, told.place_id)


@dataclass(frozen=True, slots=True)
class Named:
    """Whom words name: voices of the conversation, and what no voice there is called."""

    known: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def named(db: Session, place_id: UUID, thread_id: int | None, words: str) -> Named:
    """Return whom *words* name in a thread, by names that stand there for everybody: whose they are nobody learns."""
    parts = threads.parts_of(db, place_id, [thread_id]).get(thread_id, ()) if thread_id else ()
    names = {part.name for part in parts} | set(queries.speakers(db, thread_id) if thread_id else ())
    return Named(named_in(words, names), strangers_in(words, names))


def _known_by_name(db: Session, place_id: UUID, thread_id: int) -> dict[str, Collection[UUID]]:
    """Return who may be named in a thread: those who speak in it, and those who own the sources of its posts."""
    found: dict[str, Collection[UUID]] = {}
    for part in threads.parts_of(db, place_id, [thread_id]).get(thread_id, ()):
        if ids := owners(db, part.head.source_id):
            found |= {part.name: ids, **{name: [each] for each, name in people.called(db, ids).items()}}
    return found | {name: [each] for name, each in queries.speakers(db, thread_id).items()}


def _write(doing: Doing, reply: ReplyView, person_id: UUID, place_id: UUID) -> None:
    named = people.people(doing.db, [person_id]).get(person_id)
    if named is None or not named.email or not _may_hear(doing, reply, named, place_id):
        return
    link = path("you", "conversations", reply.thread_id) if reply.is_local else path("replies", reply.id)
    gist: Sequence[Saying | str] = (
        [say("It is for neighbours alone, so its words do not stand in this mail.")]
        if reply.is_local
        else [say("This was said:"), excerpt(said(reply.html), LONGEST_GIST)]
    )
    title = say("%(name)s names you in a conversation", name=reply.name or say("A neighbour"))
    told = letter(
        "notice",
        named.email,
        named.language,
        TOPIC,
        title=title,
        paragraphs=gist,
        link=link,
        action=say("Read it, and answer if you like:"),
    )
    post(doing.db, told, doing.now)


def _may_hear(doing: Doing, reply: ReplyView, named: PersonView, place_id: UUID) -> bool:
    """Say whether somebody reads what they are told of, wants to, and was not told of too much today."""
    if is_thread_hushed(doing.db, named.id, reply.thread_id):
        return False
    if reply.person_id and is_hushed(doing.db, named.id, reply.person_id):
        return False
    if reply.is_local and not listening.is_known(doing.db, people.actor(doing.db, named.id), place_id):
        return False
    return limits.tally(doing).hit(NAMED, named.id.hex)


def page_answered(db: Session, reply: ReplyView) -> str:
    """Return the page of the post a reply was said at; empty where it has none, or is withheld."""
    if reply.item_id is None:
        return ""
    told = withholding.subject(db, reply.item_id)
    is_out = withholding.holds(db, [reply.item_id]).keep_out(reply.item_id, told.source_id, told.link)
    return "" if is_out else told.link


def _address(doing: Doing, reply_id: UUID) -> str:
    """Return the address of a reply in no language: what other sites are told must not change with who says it."""
    return f"{chosen(doing.db).base_url}/replies/{reply_id}"
