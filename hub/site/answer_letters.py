"""How does somebody hear by mail that a post of theirs was answered? One letter for all that is new."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.items.cards import listed
from hub.communicate.answered.rules import Answer, By
from hub.kit.saying import Saying, say, say_count
from hub.people.mail.actions import post
from hub.people.persons import queries as persons
from hub.people.persons.queries import PersonView
from hub.settings import Settings
from hub.site.letters import Office, letter, writing_from
from hub.site.own_answers import ABOUT, address_of, sentence_of
from hub.site.render import path

MOST_NAMED = 10  # in one letter; the page shows all
Tell = Callable[[Session, Mapping[UUID, Sequence[Answer]], datetime], None]


def teller(settings: Settings) -> Tell:
    """Return what writes to people who answered them."""

    def tell(db: Session, found: Mapping[UUID, Sequence[Answer]], now: datetime) -> None:
        with writing_from(Office.of(settings)):
            for person_id, person in persons.people(db, found).items():
                if person.email:
                    _write(db, person, found[person_id], settings.base_url, now)

    return tell


def _write(db: Session, to: PersonView, found: Sequence[Answer], base: str, now: datetime) -> None:
    ids = {each.item_id for each in found} | {int(each.id) for each in found if each.by is By.POST}
    titles = {card.id: card.title for card in listed(db, sorted(ids))}
    told = [each for each in found if each.item_id in titles and (each.by is not By.POST or int(each.id) in titles)]
    if not told:
        return
    paragraphs = [_line(each, titles, base) for each in told[:MOST_NAMED]]
    if len(told) > MOST_NAMED:
        paragraphs.append(say_count("And %(count)s more.", "And %(count)s more.", len(told) - MOST_NAMED))
    one = sentence_of(told[0], titles[told[0].item_id])
    many = say_count("%(count)s answer to your posts", "%(count)s answers to your posts", len(told))
    action = say("All of them, and how often your mails come:")
    values = {"title": one if len(told) == 1 else many, "link": path("you", "answers"), "action": action}
    post(db, letter("notice", to.email, to.language, ABOUT, paragraphs=paragraphs, **values), now)


def _line(answer: Answer, titles: Mapping[int, str], base: str) -> Saying:
    address = address_of(answer)
    where = address if answer.by is By.MENTION else base + address
    return say("%(what)s: %(url)s", what=sentence_of(answer, titles[answer.item_id]), url=where)
