"""What Ben, Ada and Cem do again and again on the way of a blog into the stream."""

import re
from typing import Any, TypedDict

from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Source
from hub.aggregate.registering.models import Registration
from hub.db.engine import reading
from hub.duties.fetching import fetch_round
from hub.duties.tools import Tools
from tests.duties.publisher import Publisher
from tests.neighbours import Neighbour, Page
from tests.site import post

BEN = "ben@hub.example"
HEAD = "<title>Ben writes</title><link rel=alternate type=application/rss+xml href=/feed>"


def found(person: Neighbour, blog: Publisher, address: str = "/register") -> Page:
    """Have a site looked at, and return what was found."""
    return person.fill(person.visit(address), site=f"http://{blog.host}/", place="alderford")


class Sum(TypedDict, total=False):
    """The field of the small sum, where one is asked."""

    sum: str


def sum_in(page: Page) -> Sum:
    """Return the answer to the small sum on a page, as a field; none where who asks is signed in."""
    labels = page.words("//label[@for='sum']")
    return {"sum": str(sum(map(int, re.findall(r"\d+", labels[0]))))} if labels else {}


def registered(ben: Neighbour, blog: Publisher, **fields: Any) -> Page:
    """Have Ben, who is signed in, register his blog."""
    page = found(ben, blog)
    return ben.fill(page, **sum_in(page), **fields)


def suggested(cem: Neighbour, blog: Publisher, many: Engine) -> Page:
    """Have Cem suggest it, and type his code."""
    page = found(cem, blog, "/suggest")
    page = cem.fill(page, **sum_in(page), email="cem@hub.example", note="He knows every bin.")
    return cem.fill(page, code=post.code(many, "cem@hub.example"))


def only(many: Engine) -> Registration:
    """Return the one registration there is."""
    with reading(many) as db:
        return db.exec(select(Registration)).one()


def admitted(ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine) -> str:
    """Have Ben's blog registered and let in; return the address of his page about it."""
    registered(ben, blog)
    ada.post(f"/desk/sources/{only(many).id}", answer="yes")
    return "/you/sources/ben-writes"


def source_of(db: Session) -> Source:
    """Return what became of the blog."""
    return db.exec(select(Source).where(Source.slug == "ben-writes")).one()


def fetch(tools: Tools, blog: Publisher) -> None:
    """Look at what is due of the blog, and at nothing else."""
    fetch_round(tools, lambda db, at: [feed for feed in looks.claim_due(db, at) if blog.host in feed.url])
