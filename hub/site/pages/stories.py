"""Who tells a story, and why do they stand together? Its page, which keeps its address."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from hub.aggregate.items.cards import listed
from hub.aggregate.stories import queries
from hub.aggregate.stories.rules import Because
from hub.communicate.mentions.queries import shown_together
from hub.communicate.mentions.rules import Target
from hub.communicate.threads import queries as threads
from hub.site.asking.asked import number
from hub.site.deps import Db, Here
from hub.site.listing import fragments
from hub.site.render import page, path
from hub.site.telling_together import page_shared, why_together

router = APIRouter(include_in_schema=False)


@router.get("/{place}/stories/{story}")
def show_story(request: Request, here: Here, story: str, db: Db) -> Response:
    """Show all that tell a story, oldest first, each with why it stands there."""
    heir = queries.heir(db, here.id, number(story))
    if heir is not None:
        return RedirectResponse(path(here.slug, "stories", heir), HTTPStatus.MOVED_PERMANENTLY)
    members = queries.story(db, here.id, number(story))
    cards = fragments.of(db, here, [each.head for each in members])
    told = [
        (
            Markup(cards[each.head.item_id].card.decode()),  # noqa: S704 -- rendered and escaped
            why_together(each, here, is_first=each is members[0]),
            page_shared(each),
        )
        for each in members
        if each.head.item_id in cards
    ]
    lead = next((each for each in members if each.leads), members[0])
    (card,) = listed(db, [lead.head.item_id])
    by_words = all(each.because in {Because.LEAD, Because.WORDS} for each in members)
    thread_id = threads.of_item(db, here.id, lead.head.item_id)
    values = {"told": told, "title": card.title, "story": story, "by_words": by_words, "thread_id": thread_id}
    numbers = queries.all_numbers(db, here.id, number(story))
    values["mentions"] = shown_together(db, Target.STORY, [str(each) for each in numbers])
    return page(request, "aggregate/story.html", {"here": here, **values})
