"""Which pages has the site, and what does a browser see and complain about when it opens one?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2
from lxml import html
from playwright.sync_api import Page, Request

HEIGHT = 800
FIXED = {
    "places": "/",
    "about": "/about",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "terms": "/terms",
    "api docs": "/api/docs",
    "keyboard": "/keyboard",
    "offline": "/offline",
    "share": "/share",
    "styleguide": "/styleguide",
    "place found": "/?find=TV",
    "no place found": "/?find=Timbuktu",
    "welsh front": "/cy",
    "no such page": "/no-such-place/nor-page",
}
# How to find one example of each page that depends on what the town said: the page to look on, and the link to take.
EXAMPLES = {
    "tag": ("tags", "//main//a[contains(@href, '/tags/')]/@href"),
    "source": ("sources", "//main//a[contains(@href, '/sources/')]/@href"),
    "meetup": ("meetups", "//main//article//a[contains(@href, '/meetups/')]/@href"),
    "venue": ("venues", "//main//a[contains(@href, '/venues/')]/@href"),
    "conversation": ("conversations", "//main//article//a[contains(@href, '/conversations/')]/@href"),
    "item": ("stream", "//article//a[starts-with(@href, '/items/')]/@href"),
}
# Below the widest place.
BELOW = {
    "tags": "tags",
    "sources": "sources",
    "meetups": "meetups",
    "meetups today": "meetups?view=today",
    "meetups this weekend": "meetups?view=weekend",
    "meetups this week": "meetups?view=week",
    "month of meetups": "meetups?view=month",
    "narrowed meetups": "meetups?step_free=1&free=1",
    "no meetup fits": "meetups?online=1&children=1&step_free=1",
    "map of meetups": "meetups/map",
    "new meetup": "meetups/new",
    "venues": "venues",
    "unmentoring": "unmentoring",
    "icebreakers": "icebreakers",
    "digital friends": "digital-friends",
    "shared steps": "digital-friends/steps",
    "conversations": "conversations",
    "conversations about": "conversations?tag=flooding",
    "follow": "follow",
}
# Where people take part: below the place, below an item or a source of it, and for each who may see it in the demo.
TAKING_PART = {
    "Cem": (
        *("/sign-in", "/register", "/suggest", "/help/feeds", "/log", "/complain", "/safety", "/demo/mail"),
        *("{stream}/join", "{stream}/ask", "{stream}/notices/new", "{stream}/log", "{item}/report", "{item}/correct"),
        *("{source}/report", "{source}/correct", "/cy/register", "/cy{stream}/join"),
        *("{conversation}/reply", "{item}/reply", "/webmention"),
        *("{meetup}/report", "{venue}/correct", "{meetups}/new", "{unmentoring}", "{digital friends}"),
        *("/you/coming", "/you/unmentoring", "/you/friends"),
    ),
    "Ben": (
        *("/you/conversations", "/you{conversation alone}", "/you/answers", "/you/following"),
        *("/you", "/you/address", "/you/data", "/you/erase", "/you/sources/kilnpost"),
        *(f"{{stream}}/proposals/new/{wish}" for wish in ("new", "spelling", "split", "bond", "word")),
    ),
    "Ada": (
        *("/desk/tags/import", "/desk/conversations", "/desk{desk conversation}", "/desk/introductions"),
        *("/desk/mentions", "/desk/replies", "/desk/unanswered"),
        *("/desk/meetups", "/desk/same", "/desk/same{stream}", "/desk/unmentoring", "/desk/unmentoring{stream}"),
        *("/desk/digital-friends", "/desk/venues{stream}", "/desk/venues{stream}/new"),
    ),
    "Mo": ("/desk", "/desk/cases", "{item}/hide", "{source}/hide", "{meetup}/hide"),
    "Ruth": ("/desk/safety", "/desk/safety/terms", "/desk/roles", "/desk/log", "/desk/people/new"),
}
# What nobody else may open is found as its owner finds it: from a page, by links whose addresses have these in them.
LEADING_ON = {
    "Ben": (
        ("/you/meetups", "/you/meetups/"),
        ("/you/meetups", "/you/meetups/", "/change"),
        ("/you/meetups", "/you/meetups/", "/coming"),
        ("/you/unmentoring", "/you/unmentoring/"),
        ("/you/unmentoring", "/you/unmentoring/", "/unsafe"),
        ("/you/friends", "/you/friends/"),
        ("/you/friends", "/you/friends/", "/steps/new"),
    ),
    "Cem": (("/you/friends", "/you/friends/", "/steps/"),),
    "Ada": (("/desk/venues{stream}", "/calendars/"), ("/desk/venues{stream}", "/desk/venues{stream}/")),
}
PAGES = (
    *FIXED,
    *("stream", "filtered", "nothing fits", "bad question", "welsh stream"),
    *("search", "found", "most relevant", "not understood", "nothing found"),
    *("tags", "sources", "meetups", "welsh meetups", "about the place"),
    *("meetups today", "meetups this weekend", "meetups this week", "month of meetups", "welsh month of meetups"),
    *("narrowed meetups", "no meetup fits", "map of meetups", "new meetup", "welsh new meetup", "venues"),
    *("unmentoring", "welsh unmentoring", "icebreakers", "digital friends", "shared steps"),
    *("conversations", "conversations about", "welsh conversations"),
    *("follow", "noticeboard", "large noticeboard", "embed", "embedded meetups"),
    *("how to tag", "draft", "embedded tags", "meetup poster", "large meetup poster"),
    *("proposals", "what to propose", "decisions"),
    *EXAMPLES,
)
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_RUN_AXE = """
rules => axe.run(document, {resultTypes: ["violations"], selectors: false, ...(rules.length ? {runOnly: rules} : {})})
"""
_LEFT = "Transition was aborted"  # of a page that was left while it still faded in: nothing is wrong with it
STATUS = {"no such page": 404, "bad question": 400}


@dataclass(frozen=True)
class Site:
    """A running hub: its address, and the path of one page of each sort."""

    address: str
    pages: Mapping[str, str]

    @classmethod
    def explore(cls, client: httpx2.Client, enough: int) -> Self | None:
        """Find one page of each sort; None while the stream of the widest place has fewer than *enough* items."""
        places = client.get("/api/v1/places").json()["places"]
        here = max(places, key=lambda place: int(place["inside"]), default={"slug": "none-yet"})["slug"]
        if len(_seen(client, f"/{here}", "//article")) < enough:
            return None
        pages = _of_place(here)
        examples = {name: _seen(client, pages[on], link) for name, (on, link) in EXAMPLES.items()}
        if not all(examples.values()):
            return None
        pages |= {name: found[0] for name, found in examples.items()}
        alone = pages["conversation"].removeprefix(f"/{here}")
        pages |= {
            "conversation alone": alone,
            "desk conversation": alone.replace("/conversations", f"/conversations/{here}"),
        }
        return cls(str(client.base_url).rstrip("/"), pages)


@dataclass
class Visit:
    """One page, opened: the page itself and everything the browser complained about."""

    page: Page
    status: int = 0
    complaints: list[str] = field(default_factory=list)
    third_parties: list[str] = field(default_factory=list)

    @classmethod
    def to(cls, page: Page, site: Site, path: str) -> Self:
        """Open *path* and keep what the browser says meanwhile."""
        visit = cls(page)
        own = urlsplit(site.address).netloc

        def note(request: Request) -> None:
            parts = urlsplit(request.url)
            if parts.scheme not in {"data", "blob"} and parts.netloc != own:
                visit.third_parties.append(request.url)

        page.on("request", note)
        page.on(
            "console", lambda said: visit.complaints.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: visit.complaints.append(str(error)) if _LEFT not in str(error) else None)
        reply = page.goto(site.address + path)
        assert reply is not None
        visit.status = reply.status
        return visit

    def resize(self, width: int) -> None:
        """Make the window *width* pixels wide."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than its window, once it is all there."""
        self.page.wait_for_load_state()  # a click comes back when the next page has begun: it may have no root yet
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def barriers(self) -> list[str]:
        """Return what axe finds to hinder people, by day and in the dark, each with the elements concerned."""
        self.page.wait_for_load_state()
        in_the_dark = self.faint(color_scheme="dark")  # nothing but colours depends on the light
        self.page.emulate_media(color_scheme="light")
        return [f"in the dark, {each}" for each in in_the_dark] + self._violations([])

    def faint(self, **wishes: Any) -> list[str]:
        """Return what axe finds hard to tell from its ground for a reader with *wishes* (see emulate_media)."""
        self.page.emulate_media(**wishes)
        return self._violations(["color-contrast"])

    def _violations(self, rules: list[str]) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_axe())  # by the browser itself: the page's policy need not allow it
        found: dict[str, Any] = self.page.evaluate(_RUN_AXE, rules)
        return [
            f"{each['id']}: {each['help']}: {[node['html'][:120] for node in each['nodes'][:3]]}"
            for each in found["violations"]
        ]


@cache
def _axe() -> str:
    return AXE.read_text()


def _of_place(here: str) -> dict[str, str]:
    """Return the addresses that are known before anything of the town is."""
    below = {name: f"/{here}/{rest}" for name, rest in BELOW.items()}
    more = {
        "stream": f"/{here}",
        "filtered": f"/{here}?kind=council",
        "folded": f"/{here}?tag=planning",
        "search": f"/{here}/search",
        "found": f"/{here}/search?q=library",
        "most relevant": f"/{here}/search?q=river+kind:blog&order=relevant",
        "not understood": f"/{here}/search?q=librery+kind:nobody+since:monday",
        "nothing found": f"/{here}/search?q=xyzzyxyzzy",
        "nothing fits": f"/{here}?kind=council&kind=press&since=2001-01-01&until=2001-01-02",
        "bad question": f"/{here}?before=garbage",
        "welsh conversations": f"/cy/{here}/conversations",
        "about the place": f"/{here}/about",
        "noticeboard": f"/{here}/noticeboard",
        "large noticeboard": f"/{here}/noticeboard?size=large",
        "meetup poster": f"/{here}/meetups/poster",
        "large meetup poster": f"/{here}/meetups/poster?size=large",
        "embed": f"/{here}/embed",
        "embedded meetups": f"/{here}/embed?show=meetups",
        "embedded tags": f"/{here}/embed?show=tags",
        "how to tag": f"/{here}/how-to-tag",
        "draft": f"/{here}/draft",
        "proposals": f"/{here}/proposals",
        "what to propose": f"/{here}/proposals/new",
        "decisions": f"/{here}/decisions",
        "welsh stream": f"/cy/{here}",
        "welsh meetups": f"/cy/{here}/meetups",
        "welsh month of meetups": f"/cy/{here}/meetups?view=month",
        "welsh new meetup": f"/cy/{here}/meetups/new",
        "welsh unmentoring": f"/cy/{here}/unmentoring",
    }
    return FIXED | below | more


def _seen(client: httpx2.Client, path: str, xpath: str) -> list[Any]:
    reply = client.get(path)
    found = html.document_fromstring(reply.text).xpath(xpath) if reply.is_success else []
    return found if isinstance(found, list) else []
