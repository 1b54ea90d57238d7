"""In which order are tags told? Each under its broader one, and so many of them on a page. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hub.establish.tags.queries import TagView
from hub.kit.text import fold


@dataclass(frozen=True, slots=True)
class Group:
    """A tag with all that is narrower, at any depth; each tag is in one group alone."""

    head: TagView
    under: tuple[TagView, ...] = ()

    @property
    def tags(self) -> tuple[TagView, ...]:
        """All of them."""
        return (self.head, *self.under)


def grouped(tags: Sequence[TagView], broader: Mapping[UUID, Collection[UUID]]) -> Sequence[Group]:
    """Put each of *tags* under the first by name of its broader ones that is among them, and these in order of name."""
    listed = {tag.id: tag for tag in sorted(tags, key=lambda tag: (fold(tag.name), tag.slug))}
    order = {tag_id: number for number, tag_id in enumerate(listed)}
    inside: dict[UUID | None, list[TagView]] = {}
    for tag in listed.values():
        above = min((each for each in broader.get(tag.id, ()) if each in listed), key=order.__getitem__, default=None)
        inside.setdefault(above, []).append(tag)
    return [Group(head, tuple(_under(head, inside))) for head in inside.get(None, ())]


def paged(groups: Sequence[Group], most: int) -> Sequence[Sequence[Group]]:
    """Cut *groups* into pages of about *most* tags; a group is never torn, and there is one page at least."""
    pages: list[list[Group]] = [[]]
    room = most
    for group in groups:
        if pages[-1] and len(group.tags) > room:
            pages.append([])
            room = most
        pages[-1].append(group)
        room -= len(group.tags)
    return pages


def _under(head: TagView, inside: Mapping[UUID | None, Sequence[TagView]]) -> Iterator[TagView]:
    for tag in inside.get(head.id, ()):
        yield tag
        yield from _under(tag, inside)
