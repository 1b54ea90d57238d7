"""Each tag stands under its broader one, once, and no page is much too long."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hub.establish.tags.queries import TagView
from hub.kit.text import fold
from hub.site.wordbook.grouping import grouped, paged

_NAMES = st.lists(st.text(min_size=1, max_size=6), min_size=0, max_size=12)
_BONDS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20)


def views(names: Sequence[str]) -> list[TagView]:
    """Make a tag of each name."""
    return [TagView(UUID(int=number + 1), f"tag-{number}", name, "", None, None) for number, name in enumerate(names)]


def acyclic(tags: Sequence[TagView], pairs: Sequence[tuple[int, int]]) -> Mapping[UUID, set[UUID]]:
    """Let tags be part of others, always of one made earlier."""
    broader: dict[UUID, set[UUID]] = {}
    for one, other in pairs:
        if other < one < len(tags):
            broader.setdefault(tags[one].id, set()).add(tags[other].id)
    return broader


@given(names=_NAMES, pairs=_BONDS)
def test_every_tag_is_told_exactly_once(names: Sequence[str], pairs: Sequence[tuple[int, int]]) -> None:
    tags = views(names)
    groups = grouped(tags, acyclic(tags, pairs))

    assert sorted(tag.slug for group in groups for tag in group.tags) == sorted(tag.slug for tag in tags)


@given(names=_NAMES, pairs=_BONDS)
def test_heads_are_in_no_other_and_come_by_name(names: Sequence[str], pairs: Sequence[tuple[int, int]]) -> None:
    tags = views(names)
    broader = acyclic(tags, pairs)
    heads = [group.head for group in grouped(tags, broader)]

    assert not [head for head in heads if broader.get(head.id)]
    assert [fold(head.name) for head in heads] == sorted(fold(head.name) for head in heads)


@given(names=_NAMES, pairs=_BONDS, most=st.integers(1, 5))
def test_pages_hold_all_groups_in_order_and_only_a_large_group_is_longer(
    names: Sequence[str], pairs: Sequence[tuple[int, int]], most: int
) -> None:
    tags = views(names)
    groups = grouped(tags, acyclic(tags, pairs))
    pages = paged(groups, most)

    assert [group for page in pages for group in page] == list(groups)
    assert all(len(page) == 1 or sum(len(group.tags) for group in page) <= most for page in pages if page)
    assert pages


def test_a_tag_whose_broader_one_does_not_count_here_stands_for_itself() -> None:
    (ponds,) = views(["Ponds"])

    assert [group.head for group in grouped([ponds], {ponds.id: {UUID(int=99)}})] == [ponds]
