"""What a voice's feed looks like in the dialect of its platform."""

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hub.demo.content import Voice
from hub.demo.pictures import SILENCE
from hub.demo.views import Shown, site

_RSS, _ATOM = "application/rss+xml; charset=utf-8", "application/atom+xml; charset=utf-8"
CONTENT_TYPES = {
    "atom03": _ATOM,
    "blogger": _ATOM,
    "diary": "text/calendar; charset=utf-8",
    "jekyll": _ATOM,
    "json": "application/feed+json; charset=utf-8",
    "rss10": "application/rdf+xml; charset=utf-8",
    "school": "text/xml; charset=utf-8",  # as cheap hosting says it
}


def content_type(voice: Voice) -> str:
    """Return how the platform labels its feed."""
    return CONTENT_TYPES.get(voice.dialect, _RSS)


def feed(voice: Voice, posts: Sequence[Shown], url: str) -> bytes:
    """Write the feed of *voice* with *posts*, newest first; the same posts give the same bytes."""
    if voice.dialect == "json":
        return _json_feed(voice, posts, url)
    facts = {"voice": voice, "posts": posts, "url": url, "site": site(voice, url), "audio_length": len(SILENCE)}
    whole = page(f"feeds/{_template(voice)}.xml", **facts)
    # The residents' home-made script dies half-way through its output, every time.
    return whole[: len(whole) * 3 // 4] if voice.dialect == "cutoff" else whole


def page(template: str, **facts: object) -> bytes:
    """Fill in a template of the town."""
    return _environment().get_template(template).render(facts).encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("hub.demo"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"rfc822": _rfc822, "gmt": _gmt, "cdata": _cdata, "ours": Markup}
    return environment


def _template(voice: Voice) -> str:
    return "wordpress" if voice.dialect == "cutoff" else voice.dialect


def _json_feed(voice: Voice, posts: Sequence[Shown], url: str) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": voice.name,
        "description": voice.about,
        "home_page_url": site(voice, url),
        "feed_url": url + voice.path,
        "language": "en-GB",
        "authors": [{"name": voice.author}],
        "items": [_json_item(post) for post in posts],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _json_item(post: Shown) -> dict[str, Any]:
    item = {
        "id": post.url,
        "url": post.url,
        "title": post.title,
        "content_html": post.html,
        "summary": post.summary,
        "date_published": post.at.isoformat(),
        "tags": list(post.labels),
    }
    return item | ({"image": post.image} if post.image else {})


def _rfc822(at: datetime) -> str:
    return format_datetime(at)


def _gmt(at: datetime) -> str:
    return format_datetime(at, usegmt=True)


def _cdata(text: str) -> Markup:
    inside = text.replace("]]>", "]]]]><![CDATA[>")
    return Markup("<![CDATA[{}]]>").format(Markup(inside))  # noqa: S704 our own invented posts, and CDATA escapes them
