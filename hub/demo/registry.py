"""What the town's mentors would write into feeds.yaml and tags.yaml."""

from collections.abc import Mapping
from typing import Any

import yaml

from hub.demo.content import Voice, Written, wherrybridge
from hub.demo.views import site


def registry(url: str) -> tuple[Mapping[str, Any], list[Mapping[str, Any]], Mapping[str, Any]]:
    """Return places, sources and tags of the town whose server is at *url*, in the shape of the registry files."""
    written = wherrybridge()
    sources = [_source(written, voice, url) for voice in written.voices.values() if voice.listed]
    return written.places, sources, written.tags


def feeds_yaml(url: str) -> str:
    """Write the town's feeds.yaml."""
    places, sources, _ = registry(url)
    return _dump({"places": places, "sources": sources})


def tags_yaml() -> str:
    """Write the town's tags.yaml: only its own words, the hub-wide topics are everybody's."""
    return _dump({"tags": wherrybridge().tags, "words": wherrybridge().words})


def _source(written: Written, voice: Voice, url: str) -> Mapping[str, Any]:
    reads = "calendars" if voice.slug in written.diaries else "feeds"
    usual = {"slug": voice.slug, "name": voice.name, "kind": voice.kind, "site": site(voice, url)}
    facts: dict[str, Any] = usual | {"places": list(voice.places), reads: [url + voice.old_path]}
    if voice.only_when_mentioned:
        facts["only_when_mentioned"] = True
    if voice.licence:
        facts["licence"] = voice.licence
    return facts | {"shows": voice.shows}


def _dump(document: Mapping[str, Any]) -> str:
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
