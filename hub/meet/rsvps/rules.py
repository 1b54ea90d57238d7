"""Who has a seat, who moves up, and when is somebody reminded? Pure: parties and moments in, decisions out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from hub.kit.saying import NOTHING, Saying, say, say_count
from hub.kit.zones import wall

DAY = timedelta(days=1)
MOST_GUESTS = 5  # whom one person brings along
MOST_OPEN = 20  # dates ahead one person may have a seat or wait at
REMINDER_AT = time(17)  # at the wall clock, the day before
DECENT_FROM, DECENT_UNTIL = time(8), time(21)  # when a mail may come that nobody waits for
FRESH = timedelta(hours=6)  # whom we wrote to so lately still knows
AT_REST = timedelta(minutes=3)  # an organiser who changes three things in a row writes one mail
LONG_REST = timedelta(hours=2)  # of one who changes it again and again
MOST_IN_A_ROW = 3  # letters before it; the first says that they have a seat
TOO_SOON = timedelta(hours=1)  # to wait for anything
KEPT = timedelta(days=90)  # after the date; then only a count stays


class State(StrEnum):
    """Where somebody stands who said that they come."""

    COMING = "coming"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """What has become of a date."""

    ON = "on"
    CANCELLED = "cancelled"
    GONE = "gone"  # this hub no longer knows or shows it: whether it takes place, nobody here can say


@dataclass(frozen=True, slots=True)
class Party:
    """One person and whom they bring, in the queue of a date."""

    id: UUID
    queue: int  # who asked first has the smallest number
    seats: int
    state: State


@dataclass(frozen=True, slots=True)
class Facts:
    """What people are told of a date."""

    title: str
    starts_at: datetime
    location: str
    zone: str  # by whose clock it is said
    standing: Standing
    all_day: bool = False


def seats_taken(parties: Iterable[Party]) -> int:
    """Return how many seats are taken."""
    return sum(each.seats for each in parties if each.state is State.COMING)


def seats_left(parties: Iterable[Party], capacity: int | None) -> int | None:
    """Return how many seats are free, none where more were promised than there are; None without a limit."""
    return None if capacity is None else max(0, capacity - seats_taken(parties))


def most_guests(capacity: int | None) -> int:
    """Return how many people one can bring at most: never more than there are other seats."""
    return MOST_GUESTS if capacity is None else min(MOST_GUESTS, capacity - 1)


def is_promised(parties: Iterable[Party], capacity: int | None) -> bool:
    """Say whether what seats are left are kept for somebody who waits; not for who needs more than there are at all."""
    waiting = (each for each in parties if each.state is State.WAITING)
    return any(capacity is None or each.seats <= capacity for each in waiting)


def reason_to_wait(seats: int, left: int | None, *, promised: bool) -> Saying:
    """Say why who needs so many *seats* has to wait, of what is left (None: no limit); nothing where they need not."""
    if left is None or (seats <= left and not promised):
        return NOTHING
    if not left:
        return say("Every seat is taken.")
    if promised:
        return say("Those who asked before you wait for the seats that are left.")
    return say_count(
        "There is %(count)s seat left, and you need %(seats)s.",
        "There are %(count)s seats left, and you need %(seats)s.",
        left,
        seats=seats,
    )


def moving_up(parties: Sequence[Party], capacity: int | None) -> Sequence[UUID]:
    """Return who of those waiting gets a seat now, in the order of the queue.

    Nobody is overtaken: where the first needs two seats and one is free, it stays free for them. Only who needs more
    seats than there are at all is passed over, for they would hold up everybody for ever. Nobody who has a seat loses
    it, however few there are.
    """
    free, found = seats_left(parties, capacity), list[UUID]()
    for each in sorted((each for each in parties if each.state is State.WAITING), key=lambda each: each.queue):
        if capacity is None or free is None:
            found.append(each.id)
        elif each.seats <= capacity:
            free -= each.seats
            if free < 0:
                break
            found.append(each.id)
    return found


def may_grow(parties: Sequence[Party], party: Party, seats: int, capacity: int | None) -> bool:
    """Say whether *party* may have so many *seats* and keep its place in the queue.

    Fewer always; more while waiting up to all there are; more with a seat only where they are free and nobody waits.
    """
    if seats <= party.seats or capacity is None:
        return True
    if party.state is not State.COMING:
        return seats <= capacity
    return not is_promised(parties, capacity) and seats - party.seats <= capacity - seats_taken(parties)


def is_over(starts_at: datetime, ends_at: datetime | None, now: datetime, *, all_day: bool) -> bool:
    """Say whether it is too late to come: it has begun; of what has whole days, that they are over."""
    return now >= ((ends_at or starts_at + DAY) if all_day else starts_at)


def reminder_at(starts_at: datetime, starts_on: date, zone: str) -> datetime:
    """Return when those who come are reminded, in UTC: late in the afternoon of the day before, where it is."""
    clock = ZoneInfo(zone)
    eve = starts_on - DAY
    due = datetime.combine(eve, REMINDER_AT, clock).astimezone(UTC)
    return min(due, starts_at)


def is_decent(now: datetime, zone: str) -> bool:
    """Say whether a mail that nobody waits for may come at this hour of a place."""
    return DECENT_FROM <= wall(now, ZoneInfo(zone)).time() < DECENT_UNTIL


def is_to_be_reminded(due: datetime, starts_at: datetime, told_at: datetime, now: datetime) -> bool:
    """Say whether somebody is reminded now of what starts at *starts_at*, whom we last wrote to at *told_at*."""
    return due <= now < starts_at and told_at <= due - FRESH


def is_news(told: Facts, facts: Facts, now: datetime) -> bool:
    """Say whether people must hear of what has become of a date: not of what is past either way."""
    if max(told.starts_at, facts.starts_at) <= now:
        return False
    if facts.standing is not Standing.ON or told.standing is not Standing.ON:
        # Where a date was called off, nobody needs to know when it would have been, nor what became of it since.
        return told.standing not in {facts.standing, Standing.CANCELLED} or facts.standing is Standing.ON
    return (told.starts_at, told.location) != (facts.starts_at, facts.location)


def is_at_rest(changed_at: datetime | None, starts_at: datetime, now: datetime, letters: int = 0) -> bool:
    """Say whether what changed may be told to who got so many *letters* of it lately.

    Its organiser seems to be done, or it begins too soon to wait. Of one who changes it again and again, people hear
    less often: as long as there is time.
    """
    ahead = starts_at - now
    if changed_at is None or ahead <= TOO_SOON:
        return True
    is_patient = letters >= MOST_IN_A_ROW and ahead > LONG_REST + TOO_SOON
    return now - changed_at >= (LONG_REST if is_patient else AT_REST)
