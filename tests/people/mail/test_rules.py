"""When a mail is tried again, and whose links stop it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hub.people.mail.rules import BACK_OFF, is_too_late, mail_stopped_by, next_try, stop_token

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
KEY = b"a key of ours"


def test_a_mail_is_tried_again_later_and_later_and_then_given_up() -> None:
    tries = [next_try(count, NOON) for count in range(1, len(BACK_OFF) + 2)]
    assert tries[0] == NOON + timedelta(minutes=1)
    assert tries[:-1] == sorted(each for each in tries if each)
    assert tries[-1] is None
    assert timedelta(days=3) < sum(BACK_OFF, timedelta()) < timedelta(days=6)


def test_a_code_that_has_ended_is_not_mailed_any_more() -> None:
    a_quarter = timedelta(minutes=15)
    assert not is_too_late("code", NOON, NOON + a_quarter - timedelta(seconds=1))
    assert is_too_late("code", NOON, NOON + a_quarter)
    assert not is_too_late("notice", NOON, NOON + timedelta(days=5))


@given(st.uuids())
def test_a_link_we_sealed_names_its_mail(mail_id: UUID) -> None:
    token = stop_token(mail_id, KEY)
    assert mail_stopped_by(token, KEY) == mail_id
    assert mail_stopped_by(token, b"a key of theirs") is None
    assert token.isascii()
    assert "=" not in token


@given(st.text(max_size=60))
def test_a_link_somebody_made_up_names_none(token: str) -> None:
    assert mail_stopped_by(token, KEY) is None


@given(st.uuids(), st.integers(0, 41), st.sampled_from("AZaz09-_"))
def test_a_link_that_was_changed_names_none(mail_id: UUID, at: int, sign: str) -> None:
    token = stop_token(mail_id, KEY)
    changed = token[:at] + sign + token[at + 1 :]
    assert mail_stopped_by(changed, KEY) == (mail_id if changed == token else None)
