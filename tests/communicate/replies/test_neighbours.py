"""Who is a neighbour: by what others know of them, and only as long as that stands."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from hub.aggregate.feeds.models import Source
from hub.aggregate.notices.models import Notice
from hub.aggregate.registering.models import SourceOwner
from hub.communicate.replies import actions, neighbours
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import Known, is_neighbour
from hub.people.audit.actions import Entry, note
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Target
from hub.people.persons import actions as persons
from hub.people.persons.queries import actor
from hub.people.rules import NOBODY, Actor, Deed, Kind, Thing
from tests.communicate.replies.conftest import Heath, source_of
from tests.town import NOON

HOUR = timedelta(hours=1)


def _has_role(heath: Heath) -> None:
    persons.grant(heath.db, NOBODY, heath.ben, Kind.MENTOR, heath.town.id, NOON)


def _speaks(heath: Heath) -> None:
    heath.db.add(SourceOwner(source_id=source_of(heath.db), person_id=heath.ben, since=NOON))


def _was_entered(heath: Heath) -> None:
    _notice(heath, entered_by=heath.ada)


def _notice_was_read(heath: Heath) -> None:
    notice = _notice(heath)
    note(heath.db, Actor(heath.ada), Entry(Deed.ADMIT, Thing.NOTICE, notice.id, heath.place.id), NOON)


def _reply_was_read(heath: Heath) -> None:
    reply_id = heath.say("One.")
    note(heath.db, Actor(heath.ada), Entry(Deed.LET_THROUGH, Thing.REPLY, reply_id, heath.place.id), NOON)


def _notice(heath: Heath, entered_by: UUID | None = None) -> Notice:
    made = Notice(
        place_id=heath.place.id,
        person_id=heath.ben,
        entered_by=entered_by,
        title="Cat",
        words="Grey",
        ends_on=NOON.date(),
        state="shown",
        written_at=NOON,
    )
    heath.db.add(made)
    heath.db.flush()
    return made


@pytest.mark.parametrize("does", [_has_role, _speaks, _was_entered, _notice_was_read, _reply_was_read])
def test_somebody_is_a_neighbour_by_what_others_know_of_them(heath: Heath, does: Callable[[Heath], None]) -> None:
    assert not is_neighbour(heath.known(heath.ben))
    does(heath)
    heath.db.flush()
    assert is_neighbour(heath.known(heath.ben))
    assert not is_neighbour(heath.known(heath.ada))


def test_who_only_speaks_or_was_read_and_then_taken_down_is_no_neighbour(heath: Heath) -> None:
    heath.say("One.")
    _notice(heath)
    assert not is_neighbour(heath.known(heath.ben))
    _reply_was_read(heath)
    for each in heath.db.exec(select(Reply.id)).all():
        actions.take_down(heath.db, [each])
    assert not is_neighbour(heath.known(heath.ben))
    assert neighbours.known_in(heath.db, NOBODY, [heath.place.id], {heath.place.id}, NOON) == Known()


def _source_retired(heath: Heath) -> None:
    heath.db.get_one(Source, source_of(heath.db)).retired = True


def _withheld(heath: Heath, target: Target, target_id: str, measure: Measure) -> None:
    heath.db.add(Withholding(target_kind=target, target_id=target_id, measure=measure, since=NOON, until=NOON + HOUR))


@pytest.mark.parametrize(
    "falls",
    [
        _source_retired,
        lambda heath: _withheld(heath, Target.SOURCE, source_of(heath.db).hex, Measure.HIDE),
        lambda heath: _withheld(heath, Target.SOURCE, source_of(heath.db).hex, Measure.RESTRICT),
        lambda heath: _withheld(heath, Target.DOMAIN, "council.example", Measure.HIDE),
        lambda heath: _withheld(heath, Target.PERSON, heath.ben.hex, Measure.RESTRICT),
    ],
)
def test_who_speaks_no_more_or_is_read_first_reads_nothing_that_is_for_neighbours(
    heath: Heath, falls: Callable[[Heath], None]
) -> None:
    _speaks(heath)
    falls(heath)
    heath.db.flush()
    assert not is_neighbour(heath.known(heath.ben))


def test_who_was_let_through_once_and_is_read_first_now_is_no_neighbour_until_that_ends(heath: Heath) -> None:
    _reply_was_read(heath)
    _withheld(heath, Target.PERSON, heath.ben.hex, Measure.RESTRICT)
    heath.db.flush()
    assert not is_neighbour(heath.known(heath.ben))
    later = neighbours.known_in(heath.db, actor(heath.db, heath.ben), [], {heath.place.id}, NOON + HOUR)
    assert is_neighbour(later)


def test_a_label_on_ones_source_takes_nothing_from_who_speaks(heath: Heath) -> None:
    _speaks(heath)
    _withheld(heath, Target.SOURCE, source_of(heath.db).hex, Measure.LABEL)
    heath.db.flush()
    assert is_neighbour(heath.known(heath.ben))
