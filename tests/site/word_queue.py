"""What Ada does at the queue of words, and what is seen of it: for the tests of its pages."""

from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.items.models import Item, ItemLabel
from hub.aggregate.tagging import counting
from hub.db.engine import reading, writing
from hub.establish.deciding import queries as deciding
from hub.establish.tags.models import Ruling
from hub.kit.text import label_key
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford

QUEUE = "/desk/words"
DECIDE = "/desk/words/alderford/decide"
WORD = "Fly tipping"


def file(db: Session, items: list[Item], *labels: str) -> None:
    """File *items* under each of these labels."""
    for item in items:
        for label in labels:
            db.add(ItemLabel(item_id=item.id or 0, key=label_key(label), label=label))
    db.flush()


def words_of(page: Page) -> list[str]:
    """Return the words that wait on a page."""
    return page.words("//article/h2")


def look_at(person: Neighbour, do: str, **more: str) -> Page:
    """Press one of the buttons of a word."""
    query = "&".join(f"{name}={value}" for name, value in {"word": "Fly+tipping", "do": do, "at": "0", **more}.items())
    return person.visit(f"{DECIDE}?{query}")


def do(person: Neighbour, look: Page, step: str = "do", **fields: str) -> Page:
    """Press the button under what a choice would change."""
    (form,) = look.all("//form[@id='decide']")
    sent: dict[str, Any] = {**dict(form.form_values()), **fields, "step": step}
    return person.post(DECIDE, follow=True, **sent)


def rulings(many: Engine) -> list[tuple[str, str]]:
    """Return which words mean no tag, and how that stands."""
    with reading(many) as db:
        return [(each.key, each.stand) for each in db.exec(select(Ruling).order_by(Ruling.key))]


def decisions(many: Engine) -> list[tuple[str, UUID | None]]:
    """Return the reasons of all decisions and who made them, the newest first."""
    with reading(many) as db:
        return [(each.reason, each.by_id) for each in deciding.decisions(db, None, None, 9)]


def file_words(town_of_tests: Alderford, engine: Engine) -> Alderford:
    """Have the council file two posts under “Fly tipping” and “Bins & recyclin”, and one under “once”."""
    with writing(engine) as db:
        items = list(db.exec(select(Item).where(Item.feed_id == town_of_tests.council.id).order_by(Item.title)).all())
        file(db, items, WORD, "Bins & recyclin")
        file(db, items[:1], "once", "refuse")
        counting.count(db)
    return town_of_tests
