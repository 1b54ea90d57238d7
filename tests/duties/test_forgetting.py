"""Everything kept about somebody can be told, and who leaves is in no row."""

import json
from uuid import uuid4

from sqlmodel import Session, col, select

from hub import tables
from hub.aggregate.items.models import Item
from hub.aggregate.registering.models import Departure, SourceOwner
from hub.db import search
from hub.db.personal import By, Fate, Reference, Somebody, references_in
from hub.db.personal import erase as erase_rows
from hub.db.personal import told as told_rows
from hub.db.sought import Sought
from hub.duties import forgetting
from hub.kit.question import parse
from hub.people.audit.models import AuditEntry
from hub.people.cases.models import Decision
from hub.people.helping.models import HelpRequest
from hub.people.persons.models import Erasure, Person
from hub.site import telling
from tests.duties.traces import ADDRESS, DAY, NAME, WORDS, fill, somebody
from tests.town import NOON

# --- the walk over the schema ---


def test_every_reference_to_a_person_has_a_rule_of_what_becomes_of_it() -> None:
    assert set(references_in(tables.metadata)) - forgetting.covered() == set()


def test_every_table_is_spoken_for_or_said_to_be_about_nobody() -> None:
    spoken_for = {name.partition(".")[0] for name in forgetting.covered()}
    assert set(tables.metadata.tables) == spoken_for | forgetting.ABOUT_NOBODY
    assert spoken_for & forgetting.ABOUT_NOBODY == set()


def test_no_rule_speaks_of_what_is_not_there() -> None:
    for name in forgetting.covered():
        table, column = name.split(".")
        assert column in tables.metadata.tables[table].columns, name
    for each in forgetting.references():
        assert {*each.shows, *each.empties} <= set(each.table.columns.keys()), each.name


def test_what_parts_can_be_emptied() -> None:
    for each in forgetting.references():
        if each.fate is Fate.PARTS and each.by is By.ID:
            assert each.table.c[each.column].nullable, each.name


def test_what_goes_by_a_key_goes_before_the_person_it_points_at(db: Session) -> None:
    order = [room.__name__ for room in forgetting.ROOMS]
    assert order[-1] == "hub.people.persons.privacy"


# --- telling ---


def test_everything_about_somebody_is_told_and_nothing_about_others(db: Session) -> None:
    ben, _cem = fill(db), fill(db, "cem@other.example", "Cem Othman", "wombatology")
    told = json.dumps(forgetting.everything_about(db, ben), default=str)
    assert WORDS in told
    assert ADDRESS in told
    assert "wombatology" not in told
    assert "cem@other.example" not in told


def test_every_rule_tells_something_of_who_left_a_trace_everywhere(db: Session) -> None:
    ben = fill(db)
    told = {name: rows for room in forgetting.everything_about(db, ben).values() for name, rows in room.items()}
    own = {each.table.name for each in forgetting.references() if each.fate is Fate.GOES}
    own -= {"outbox_mail", "mail_refusal"}  # mail has words of its own for them
    own -= {"round_stop"}  # that somebody was reported is told to nobody
    assert own <= {name for name, rows in told.items() if rows}


def test_no_secret_is_told(db: Session) -> None:
    told = json.dumps(forgetting.everything_about(db, fill(db)), default=str)
    for secret in ("hash", '"token"'):
        assert secret not in told


def test_everything_told_has_a_heading_people_understand(db: Session) -> None:
    told = forgetting.everything_about(db, fill(db))
    assert {name for room in told.values() for name in room} == set(telling.HEADINGS)


def test_who_is_not_here_is_told_nothing(db: Session) -> None:
    told = forgetting.everything_about(db, uuid4())
    assert not any(rows for room in told.values() for rows in room.values())


# --- erasing ---


def test_who_is_erased_is_in_no_row_but_that_of_the_erasure_and_ids_of_the_log(db: Session) -> None:
    ben = fill(db)
    forgetting.erase(db, ben, NOON)
    left = " ".join(
        str(tuple(row)) for table in tables.metadata.sorted_tables for row in db.execute(table.select()).all()
    )
    for trace in (ADDRESS, ADDRESS.casefold(), NAME, "z.example"):
        assert trace not in left, trace
    assert left.count(WORDS) == 1  # of a safety document’s kind in this test, which is the hub’s
    assert [row.person_id for row in db.exec(select(Erasure))] == [ben]
    assert db.exec(select(AuditEntry.actor_id)).one() == ben


def test_words_of_others_stay_as_they_were(db: Session) -> None:
    cem = fill(db, "cem@other.example", "Cem Othman", "wombatology")
    before = forgetting.everything_about(db, cem)
    forgetting.erase(db, fill(db), NOON)
    assert forgetting.everything_about(db, cem) == before
    assert db.exec(select(Decision.words)).all() == ["So it is."] * 2


def test_the_site_of_who_leaves_goes_and_nobody_else_brings_it_back(db: Session) -> None:
    ben = fill(db)
    forgetting.erase(db, ben, NOON)
    assert db.exec(select(Item.title)).all() == []
    assert len(db.exec(select(Departure)).all()) == 1
    assert search.newest(db, Sought(parse(WORDS)), 10) == []


def test_a_site_somebody_else_speaks_for_too_stays(db: Session) -> None:
    ben = fill(db)
    source_id = db.exec(select(SourceOwner.source_id)).one()
    db.add(SourceOwner(source_id=source_id, person_id=somebody(db, "cem@other.example", "Cem"), since=NOON))
    db.flush()
    forgetting.erase(db, ben, NOON)
    assert db.exec(select(Item.source_id)).all() == [source_id]


def test_erasing_twice_is_erasing_once(db: Session) -> None:
    ben = fill(db)
    forgetting.erase(db, ben, NOON)
    forgetting.erase(db, ben, NOON + DAY)
    assert forgetting.erased(db) == {ben: NOON}


def test_who_has_no_address_is_found_by_their_id_alone(db: Session) -> None:
    cem = fill(db, "cem@other.example", "Cem Othman", "wombatology")
    told = forgetting.everything_about(db, cem)
    db.add(Person(name="Resident", joined_at=NOON, reach="knock twice"))
    db.add(HelpRequest(kind="help", reach="", words="Whose is this?", asked_at=NOON))
    db.flush()
    resident = db.exec(select(Person.id).where(Person.name == "Resident")).one()
    assert forgetting.everything_about(db, resident)["helping"]["help_request"] == []
    forgetting.erase(db, resident, NOON)
    assert forgetting.everything_about(db, cem) == told
    assert db.exec(select(HelpRequest.words).where(col(HelpRequest.reach) == "")).all() == ["Whose is this?"]


def test_an_address_is_found_however_it_was_capitalised(db: Session) -> None:
    db.add(HelpRequest(kind="help", reach="CEM@other.example", words="Hello", asked_at=NOON))
    db.flush()
    rules = (Reference(HelpRequest, "reach", Fate.PARTS, By.ADDRESS, empties={"words": ""}),)
    cem = Somebody(uuid4(), ("cem@other.example",))
    assert [row["words"] for row in told_rows(db, rules, cem)["help_request"]] == ["Hello"]
    erase_rows(db, rules, cem)
    assert db.exec(select(HelpRequest.words, HelpRequest.reach)).one() == ("", "")
