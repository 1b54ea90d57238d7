"""What may one choose from who proposes a change of the tags in a place? Its tags, and where a word may count."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from uuid import UUID

from sqlmodel import Session

from hub.establish.tags.described import Spelt, spelt
from hub.establish.tags.queries import TagView, slugs_elsewhere
from hub.kit.saying import Saying, say
from hub.kit.text import label_key, numbered, slugify
from hub.places.queries import PlaceView
from hub.places.rules import WHOLE_HUB
from hub.site.kept.known import known
from hub.site.kept.offering import names_offered

EVERYWHERE = "*"  # stands for the whole hub where a form asks for a place; no slug has such a sign


@dataclass(frozen=True, slots=True)
class Board:
    """A place, the tags that count there, and the places around it."""

    here: PlaceView
    tags: Sequence[TagView]
    around: Sequence[PlaceView]  # what it lies in, the nearest first
    spelled: Sequence[Spelt] = field(default=())  # of the tag one has chosen already
    offering: Callable[[], Sequence[str]] = tuple  # asked only where something is offered
    elsewhere: Callable[[], Collection[str]] = tuple  # slugs of tags of other places; asked only for a new one

    def tag(self, typed: str) -> TagView | None:
        """Return the tag somebody means who *typed* its slug or its name; None where there is none."""
        key = label_key(typed)
        by_slug = next((tag for tag in self.tags if tag.slug == typed), None)
        return by_slug or next((tag for tag in self.tags if key and label_key(tag.name) == key), None)

    def new_slug(self, name: str) -> str:
        """Return the slug of a new tag: with a number where a tag of another place has that of its *name* already."""
        taken = self.elsewhere()
        return next(slug for slug in numbered(slugify(name)) if slug not in taken)

    def scope(self, chosen: str) -> UUID | None:
        """Return where a word is to count, as it was *chosen*; None where nobody may choose that here."""
        found = {place.slug: place.id for place in (self.here, *self.around)} | {EVERYWHERE: WHOLE_HUB}
        return found.get(chosen)

    @property
    def scopes(self) -> Sequence[tuple[str, Saying]]:
        """Where a word may count, narrowest first, as a form offers it."""
        places = (self.here, *self.around)
        named = [(place.slug, say("In %(place)s", place=place.name)) for place in places]
        return [*named, (EVERYWHERE, say("In every place of this hub"))]

    @property
    def names(self) -> Sequence[str]:
        """The names of the tags that mean one thing here, to be suggested while one types."""
        return self.offering()


def board(db: Session, here: PlaceView, typed: str = "") -> Board:
    """Return what one may choose from in *here*, once the tag one *typed* is chosen."""
    held = known(db)
    above = held.tree.above(here.id)[::-1]
    made = Board(
        here,
        held.tags_near(here),
        above,
        offering=partial(names_offered, db, here),
        elsewhere=partial(slugs_elsewhere, db, held.around(here)),
    )
    chosen = made.tag(typed) if typed else None
    if chosen is None:
        return made
    return replace(made, spelled=spelt(db, [chosen.id]).get(chosen.id, ()))
