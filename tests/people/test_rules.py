"""Which role somebody acts in, and who takes back what was decided in it."""

from uuid import UUID, uuid4

from hub.people.rules import Actor, Held, Kind, may_decide_appeal, may_tend_all, may_undo, role_in
from hub.places.rules import WHOLE_HUB

TOWN, ELSEWHERE = uuid4(), uuid4()


def actor(*held: tuple[Kind, UUID]) -> Actor:
    return Actor(uuid4(), frozenset(Held(kind, place_id) for kind, place_id in held))


def test_somebody_acts_in_the_strongest_role_they_hold_there() -> None:
    both = actor((Kind.MENTOR, TOWN), (Kind.MODERATOR, ELSEWHERE))
    assert role_in(both, [TOWN]) is Kind.MENTOR
    assert role_in(both, [ELSEWHERE]) is Kind.MODERATOR
    assert role_in(both, [TOWN, ELSEWHERE]) is Kind.MODERATOR
    assert role_in(both, ()) is None
    assert role_in(actor((Kind.ADMIN, WHOLE_HUB)), ()) is Kind.ADMIN


def test_only_who_decides_takes_back_what_was_decided() -> None:
    mentor, moderator = actor((Kind.MENTOR, TOWN)), actor((Kind.MODERATOR, TOWN))
    assert may_undo(mentor, [TOWN], Kind.MENTOR)
    assert not may_undo(mentor, [ELSEWHERE], Kind.MENTOR)
    for decided_in in (Kind.MODERATOR, Kind.ADMIN):
        assert not may_undo(mentor, [TOWN], decided_in)
        assert may_undo(moderator, [TOWN], decided_in)


def test_nobody_who_decided_before_decides_the_appeal() -> None:
    first, second = actor((Kind.MODERATOR, TOWN)), actor((Kind.MODERATOR, TOWN))
    assert may_decide_appeal(second, [TOWN], [first.person_id, None])
    assert not may_decide_appeal(first, [TOWN], [second.person_id, first.person_id])


def test_who_tends_every_town_tends_the_words_of_the_whole_hub() -> None:
    lines = [[TOWN], [ELSEWHERE]]
    assert may_tend_all(actor((Kind.ADMIN, WHOLE_HUB)), ())
    assert may_tend_all(actor((Kind.MENTOR, TOWN), (Kind.MENTOR, ELSEWHERE)), lines)
    assert may_tend_all(actor((Kind.MENTOR, WHOLE_HUB)), lines)
    assert not may_tend_all(actor((Kind.MENTOR, TOWN)), lines)
    assert not may_tend_all(actor((Kind.MENTOR, TOWN)), ())
