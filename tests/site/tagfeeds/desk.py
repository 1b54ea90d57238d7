"""What Ada does at her desk with tags that fetch, again and again."""

from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.adopting.models import AdoptedFeed
from hub.db.engine import reading
from tests.neighbours import Neighbour, Page
from tests.site.tagfeeds.conftest import Elsewhere

TAG = "/desk/tags/feeds/alderford/alderford"
SHELF = "/desk/neighbours"


def keys(page: Page) -> list[str]:
    return [str(box.get("value")) for box in page.all("//input[@name='row']")]


def feed_page(many: Engine) -> str:
    with reading(many) as db:
        return f"{SHELF}/{db.exec(select(AdoptedFeed.feed_id)).one()}"


def looked_at(ada: Neighbour, elsewhere: Elsewhere, path: str) -> Page:
    return ada.post(f"{TAG}/look", feed=f"http://{elsewhere.publisher.host}{path}")
