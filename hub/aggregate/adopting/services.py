"""Where can a tag be asked for? The services that have open feeds of a tag, and how their addresses are made; pure.

One that has none stands here with the reason, so that nobody looks for it in vain. A new one is a function that yields
its addresses, and a line in SERVICES.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import quote, urlencode

from hub.aggregate.feeds.registry import USUALLY_SHOWS
from hub.aggregate.tagging.rules import path_of
from hub.establish.meaning.hashtags import hashtag
from hub.kit.saying import Saying, say
from hub.kit.text import label_key, squeeze
from hub.kit.urls import bare_host

# Where each service is.
SITES: Mapping[str, str] = MappingProxyType(
    {"flickr": "https://www.flickr.com", "wordpress": "https://wordpress.com", "reddit": "https://www.reddit.com"}
)
_OF_MANY = (("flickr", "/photos_public.gne"), ("reddit", "/search.rss"), ("wordpress", "/tag/"))
MOST_SPELLINGS = 3  # of a tag that are asked for
MOST_BLOGS = 20  # registered blogs that are asked for one tag
LEAST_LETTERS = 3  # of what is asked for


class Reach(StrEnum):
    """How far what is asked for reaches."""

    PLACE = "place"  # it names the place
    UNSURE = "unsure"  # it names the place, whose name means other things too
    WORLD = "world"  # it names no place: the whole world uses it
    BLOG = "blog"  # one blog of ours alone


@dataclass(frozen=True, slots=True)
class Blog:
    """A registered source whose platform has a feed for each tag."""

    name: str
    feed: str  # its address
    shows: str = USUALLY_SHOWS  # how much of it its owner allows


@dataclass(frozen=True, slots=True)
class Wanted:
    """A tag to ask for, in a place."""

    names: tuple[str, ...]  # the tag's name, then its other spellings
    places: tuple[str, ...]  # the place's name, then what else it is called
    is_place: bool = False  # the tag is the place's own name
    is_unsure: bool = False  # the place's name is an ordinary word too
    servers: tuple[str, ...] = ()  # of Mastodon: a host, or where one is with its scheme
    blogs: tuple[Blog, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that may be asked for a tag; nothing has been asked yet."""

    service: str
    words: str  # what is asked for, as people write it
    where: str  # the host, or the blog's name
    url: str
    reach: Reach
    shows: str = USUALLY_SHOWS  # how much of what it says may be shown

    @property
    def name(self) -> str:
        """What a source made of it is called."""
        return f"{self.words} · {self.where}"


@dataclass(frozen=True, slots=True)
class Service:
    """A service, and how it is asked for a tag."""

    key: str
    name: str
    about: Saying  # what comes from it, or why nothing does
    offers: Callable[[Wanted], Iterator[Offer]] | None = field(default=None)  # none: it has no feeds of tags


def offers(wanted: Wanted) -> Sequence[Offer]:
    """Return every feed that may be asked for a tag, what names the place first, each address once."""
    made = (offer for each in SERVICES.values() if each.offers for offer in each.offers(wanted))
    once = {offer.url: offer for offer in made}
    order = list(Reach)
    return sorted(once.values(), key=lambda offer: order.index(offer.reach))


def many_write(url: str, servers: Sequence[str] = ()) -> bool:
    """Say whether a feed is that of a tag on a service where anybody writes: nobody can say that it is theirs.

    >>> many_write("https://www.reddit.com/search.rss?q=weir"), many_write("https://ben.example/tags/weir.rss")
    (True, False)
    >>> many_write("https://m.example/tags/weir.rss", ["m.example"])
    True
    """
    where, path = bare_host(url), path_of(url)
    if where in {bare_host(_base(server)) for server in servers} and path.startswith("/tags/"):
        return True
    return any(where == bare_host(SITES[key]) and found in path for key, found in _OF_MANY)


def narrower(wanted: Wanted) -> str:
    """Return what to ask for in place of a word the whole world uses: the place, and the word."""
    return f"{wanted.places[0]} {wanted.names[0]}"


def _phrases(wanted: Wanted) -> Iterator[tuple[str, Reach]]:
    """Yield what to ask for, in words: the place and the tag together, the place's own name, and the tag alone."""
    named = Reach.UNSURE if wanted.is_unsure else Reach.PLACE
    told: dict[str, tuple[str, Reach]] = {}
    if wanted.is_place:
        pairs = [(name, named) for name in wanted.names]
    else:
        here = wanted.places[0]
        # Both words together are sure, even where one of them alone is not.
        pairs = [(f"{here} {name}", Reach.PLACE) for name in wanted.names]
        pairs += [(name, Reach.PLACE if _names_place(name, wanted) else Reach.WORLD) for name in wanted.names]
    for phrase, reach in pairs:
        key = label_key(phrase)
        if len(key) >= LEAST_LETTERS:
            told.setdefault(key, (squeeze(phrase), reach))
    found = [each for each in told.values() if each[1] is not Reach.WORLD][:MOST_SPELLINGS]
    yield from found
    yield from [each for each in told.values() if each[1] is Reach.WORLD][:1]


def _names_place(name: str, wanted: Wanted) -> bool:
    key = label_key(name)
    return any(len(place) >= LEAST_LETTERS and place in key for place in map(label_key, wanted.places))


def _mastodon(wanted: Wanted) -> Iterator[Offer]:
    for phrase, reach in _phrases(wanted):
        written = hashtag(phrase)
        for server in wanted.servers if written else ():
            base = _base(server)
            url = f"{base.rstrip('/')}/tags/{quote(written.removeprefix('#'))}.rss"
            yield Offer("mastodon", written, bare_host(base), url, reach)


def _base(server: str) -> str:
    return server if "://" in server else f"https://{server}"


def _flickr(wanted: Wanted) -> Iterator[Offer]:
    for phrase, reach in _phrases(wanted):
        tags = _apart(phrase, wanted)
        asked = urlencode({"tags": ",".join(tags), "tagmode": "all", "format": "atom"}, safe=",")
        url = f"{SITES['flickr']}/services/feeds/photos_public.gne?{asked}"
        yield Offer("flickr", phrase, "flickr.com", url, reach)


def _wordpress(wanted: Wanted) -> Iterator[Offer]:
    for phrase, reach in _phrases(wanted):
        yield Offer(
            "wordpress", phrase, "wordpress.com", f"{SITES['wordpress']}/tag/{quote(_slug(phrase))}/feed/", reach
        )


def _reddit(wanted: Wanted) -> Iterator[Offer]:
    for phrase, reach in _phrases(wanted):
        asked = urlencode({"q": f'"{phrase}"' if wanted.is_place else phrase, "sort": "new"})
        yield Offer("reddit", phrase, "reddit.com", f"{SITES['reddit']}/search.rss?{asked}", reach)
    sub = label_key(wanted.places[0])
    if not wanted.is_place and sub.isascii() and len(sub) >= LEAST_LETTERS:
        asked = urlencode({"q": wanted.names[0], "restrict_sr": "1", "sort": "new"})
        yield Offer("reddit", wanted.names[0], f"r/{sub}", f"{SITES['reddit']}/r/{sub}/search.rss?{asked}", Reach.PLACE)


def _blogs(wanted: Wanted) -> Iterator[Offer]:
    for blog in wanted.blogs[:MOST_BLOGS]:
        home, is_blogger = platform(blog.feed)
        if home:
            name = wanted.names[0]
            below = (
                f"/feeds/posts/default/-/{quote(name, safe='')}" if is_blogger else f"/tag/{quote(_slug(name))}/feed/"
            )
            yield Offer("blogs", name, blog.name, home + below, Reach.BLOG, blog.shows)


def platform(feed: str) -> tuple[str, bool]:
    """Return where a blog with feeds of tags begins, told by the address of its own, and whether Blogger has it.

    >>> platform("https://ben.blogspot.example/feeds/posts/default")
    ('https://ben.blogspot.example', True)
    >>> platform("https://ben.example/blog/feed/"), platform("https://ben.example/rss.xml")
    (('https://ben.example/blog', False), ('', False))
    """
    bare = feed.partition("?")[0].rstrip("/")
    blogger = "/feeds/posts/default"
    if bare.endswith(blogger):
        return bare.removesuffix(blogger), True
    # Other systems answer there too; whether this one does is seen in the preview.
    return (bare.removesuffix("/feed"), False) if bare.endswith("/feed") else ("", False)


def _apart(phrase: str, wanted: Wanted) -> Sequence[str]:
    """Return a phrase as tags of photos, each of them without a space."""
    here = wanted.places[0]
    rest = phrase.removeprefix(f"{here} ")
    parts = (here, rest) if rest != phrase else (phrase,)
    return [quote(label_key(part)) for part in parts if label_key(part)]


def _slug(phrase: str) -> str:
    return "-".join(filter(None, map(label_key, phrase.split())))


# In the order people see them.
SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        each.key: each
        for each in (
            Service(
                "mastodon",
                "Mastodon",
                say("Short posts under a hashtag, as far as this server has heard of them."),
                _mastodon,
            ),
            Service("flickr", "Flickr", say("Photos people gave these tags."), _flickr),
            Service(
                "reddit", "Reddit", say("Talk that has these words in it. Reddit often refuses: that passes."), _reddit
            ),
            Service("wordpress", "WordPress.com", say("Posts of blogs there that carry this tag."), _wordpress),
            Service("blogs", "Blogs", say("One tag of a blog that is registered here already."), _blogs),
            Service(
                "youtube",
                "YouTube",
                say("It has no feed of a tag or a search any more, only one for each channel: register that."),
            ),
            Service(
                "bluesky",
                "Bluesky",
                say("It has no feed of a hashtag, only one for each person: who lives here may register theirs."),
            ),
        )
    }
)
