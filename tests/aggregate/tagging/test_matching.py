"""What a rule of a source compares is a plain word or a path, never a pattern."""

from hub.aggregate.tagging.matching import LONGEST, begins, first_part, match_of
from hub.aggregate.tagging.models import RuleKind
from hub.kit.saying import Saying
from hub.kit.text import label_key


def test_a_category_in_use_is_taken_whatever_signs_are_in_it() -> None:
    assert match_of(RuleKind.CATEGORY, "Arts | Culture", {label_key("Arts | Culture")}) == "artsculture"
    assert isinstance(match_of(RuleKind.CATEGORY, "Arts | Culture"), Saying)
    assert match_of(RuleKind.PATH, "/łódź/") == "/łódź/"
    assert isinstance(match_of(RuleKind.PATH, "/" + "x" * LONGEST), Saying)
    assert isinstance(match_of(RuleKind.PATH, "https://[broken/sport"), Saying)


def test_what_is_no_address_has_no_path() -> None:
    assert first_part("https://[broken/sport/") == ""
    assert first_part("") == ""
    assert not begins("https://[broken/sport/", "/sport/")
