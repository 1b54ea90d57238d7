"""What can one take along from here? Feeds, a calendar, paper, a code for the phone, and a frame for one's own site."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.items import queries as items
from hub.establish.tags.queries import TagView
from hub.kit.clock import now
from hub.places.queries import PlaceView
from hub.site import embedding, following
from hub.site.asking.asked import Asked, Question
from hub.site.asking.meant import as_called_now
from hub.site.deps import Base, Db, Here
from hub.site.embedding import Frame, Show, Theme
from hub.site.following import HOURS, OFTEN, WEEKDAYS
from hub.site.headers import policy
from hub.site.kept.known import known
from hub.site.listing import listing
from hub.site.listing.beside import LATELY
from hub.site.listing.narrowing import titled
from hub.site.outlets.calendars import webcal
from hub.site.pages.embeds import title_of
from hub.site.render import form_page
from hub.site.typed import Typed
from hub.site.voices import speaking

router = APIRouter(include_in_schema=False)
MOST_TAGS = 10
COUNTS = (5, 8, 12, 20)


class MoreToFollow(BaseModel):
    """What can be followed by mail beside what a frame can show."""

    thread: str = Field(default="", max_length=100, description="The number of a conversation.")
    meetups: str = Field(default="", max_length=300, description="The filters of meetups, as tag=music&free=1, or all.")


Besides = Annotated[MoreToFollow, Query()]
Holding = Annotated[Frame, Depends(embedding.frame)]


@dataclass(frozen=True, slots=True)
class Part:
    """Of what a frame may hold a part alone: what can be chosen, and what is; empty where all of it is wanted."""

    tags: Sequence[TagView]
    sources: Sequence[SourceView]
    tag: str
    source: str

    @property
    def asked(self) -> Asked:
        """What is asked of the stream."""
        return Asked(tags=(self.tag,) if self.tag else (), sources=(self.source,) if self.source else ())


@router.get("/{place}/follow")
def show_follow(
    request: Request, here: Here, held: Holding, asked: Question, db: Db, base: Base, more: Besides
) -> HTMLResponse:
    """Show everything one can take along from a place, and how."""
    tag, source = next(iter(as_called_now(db, asked).tags), ""), next(iter(asked.sources), "")
    is_frame = "show" in request.query_params  # then these are chosen for a frame, not to be followed
    named = (("tag", tag), ("source", source), ("thread", more.thread), ("meetups", more.meetups))
    typed = following.begun(db, here, () if is_frame else named)
    return shown(request, db, here, (held, asked, base), typed)


def shown(
    request: Request, db: Session, here: PlaceView, frame: tuple[Frame, Asked, str], typed: Typed
) -> HTMLResponse:
    """Return the page, with what was *typed* into the form by which one follows by mail."""
    held, asked, base = frame
    part, calendar = _part(db, here, asked), base + following.calendar_of(here, typed["what"])
    listed = [*(f"tag:{tag.slug}" for tag in part.tags), *(f"source:{source.slug}" for source in part.sources)]
    values = {
        "here": here,
        "tags": part.tags[:MOST_TAGS],
        "calendar": calendar,
        "webcal": webcal(calendar),
        "held": held,
        "part": part,
        "choices": {"show": tuple(Show), "theme": tuple(Theme), "items": COUNTS},
        "mail": {"often": OFTEN.items(), "hours": HOURS, "weekdays": WEEKDAYS},
        "chosen_too": following.more_choice(db, here, typed["what"], listed),
        "fixed": following.fixed(db, here, typed),
    }
    answer = form_page(request, "follow/follow.html", values | _frame(db, here, held, part, base), typed)
    answer.headers["Content-Security-Policy"] = policy(frames="'self'")  # the example of what a frame looks like
    return answer


def _part(db: Session, here: PlaceView, asked: Asked) -> Part:
    tags, sources = _heard_of(db, here), speaking(db, here)
    wanted = as_called_now(db, asked).tags
    tag = next((each.slug for each in tags if each.slug in wanted), "")
    source = next((each.slug for each in sources if each.slug in asked.sources), "")
    return Part(tags, sources, tag, source)


def _frame(db: Session, here: PlaceView, held: Frame, part: Part, base: str) -> dict[str, object]:
    """Return the code of the frame that was chosen, and the frame itself to look at."""
    # Meetups and the list of tags have neither.
    asked = part.asked if held.show is Show.ITEMS else Asked()
    title = titled(title_of(here, held.show), listing.of_place(db, here, asked))
    source = embedding.address(base, here.slug, held, asked.filters)
    return {
        "code": embedding.code(source, title, embedding.WIDTH, embedding.HEIGHT),
        "preview": embedding.address("", here.slug, held, asked.filters),
        "preview_title": title,
    }


def _heard_of(db: Session, here: PlaceView) -> Sequence[TagView]:
    """Return the tags used here lately, the most used first."""
    counts = items.tag_counts(db, here.id, now() - LATELY)
    return known(db).most_used(here, counts)
