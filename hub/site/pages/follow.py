"""What can one take along from here? Feeds, a calendar, paper, a code for the phone, and a frame for one's own site."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.establish.queries import TagView
from hub.kit.clock import now
from hub.places.queries import PlaceView
from hub.site import embedding
from hub.site.deps import Base, Db, Here
from hub.site.embedding import Frame, Show, Theme
from hub.site.headers import policy
from hub.site.kept.known import known
from hub.site.listing.beside import LATELY
from hub.site.pages.embeds import title_of
from hub.site.render import page, path

router = APIRouter(include_in_schema=False)
MOST_TAGS = 10
COUNTS = (5, 8, 12, 20)


@router.get("/{place}/follow")
def show_follow(
    request: Request, here: Here, held: Annotated[Frame, Depends(embedding.frame)], db: Db, base: Base
) -> HTMLResponse:
    """Show everything one can take along from a place, and how."""
    source = embedding.address(base, here.slug, held)
    values = {
        "here": here,
        "tags": _heard_of(db, here),
        "webcal": f"webcal://{base.partition('://')[2]}{path(here.slug, 'meetups.ics')}",
        "held": held,
        "choices": {"show": tuple(Show), "theme": tuple(Theme), "items": COUNTS},
        "code": embedding.code(source, title_of(here, held.show), embedding.WIDTH, embedding.HEIGHT),
        "preview": embedding.address("", here.slug, held),
        "preview_title": title_of(here, held.show),
    }
    answer = page(request, "follow/follow.html", values)
    answer.headers["Content-Security-Policy"] = policy(frames="'self'")  # the example of what a frame looks like
    return answer


def _heard_of(db: Session, here: PlaceView) -> list[TagView]:
    """Return the tags most used here lately."""
    counts = items.tag_counts(db, here.id, now() - LATELY)
    used = [tag for tag in known(db).tags_near(here) if tag.id in counts and tag.place_id is None]
    return sorted(used, key=lambda tag: (-counts[tag.id], tag.name))[:MOST_TAGS]
