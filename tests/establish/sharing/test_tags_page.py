"""docs/tags.md shows a file that can be loaded, and addresses that are there."""

import re
from pathlib import Path

from hub.establish.tags.registry import KEYS, parse_tags
from hub.establish.tags.ruled import STANDS, parse_words
from hub.kit.yaml import read_yaml
from hub.site.pages import ROUTERS

PAGE = (Path(__file__).parents[3] / "docs" / "tags.md").read_text("utf-8")


def test_the_file_it_shows_is_read_without_a_fault() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    faults: list[str] = []
    cell = read_yaml(example, "tags.yaml", faults)
    parse_tags(cell.at("tags"), ["kings-heath", "moseley"])
    parse_words(cell.at("words"), ["kings-heath"])

    assert faults == []
    assert [key for key in (*KEYS, *STANDS) if f"{key}:" not in example] == ["place", "scope"]


def test_every_address_it_names_is_there() -> None:
    known = {getattr(route, "path", "") for router in ROUTERS for route in router.routes}
    named = re.findall(r"`(/[^`\s]+)`", PAGE)

    assert len(named) > 5
    assert set(named) <= known
