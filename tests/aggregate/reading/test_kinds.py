"""What can be read of an address: every kind has a list in the registry file and a reader."""

from hub.aggregate.reading.kinds import KINDS, LISTED
from hub.duties.readers import READERS


def test_every_kind_has_a_reader_and_a_list_of_its_own() -> None:
    assert set(READERS) == {kind.reads for kind in KINDS}
    assert len(LISTED) == len(KINDS)
