"""What services with feeds of tags say, each in its own shape; all of it is invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

POSTS = (
    ("The weir is roaring at Alderford tonight", "Weir"),
    ("Otters below the mill in Alderford", "Otters"),
    ("Alderford market moves to Friday", "Market"),
)


def mastodon(now: datetime, *posts: tuple[str, str]) -> str:
    """Posts under a hashtag, each an account and its words: no title, no author, as a server of Mastodon has them."""
    items = "".join(
        f"<item><guid isPermaLink='true'>https://{_server(who)}/@{_name(who)}/{number}</guid>"
        f"<link>https://{_server(who)}/@{_name(who)}/{number}</link>"
        f"<pubDate>{format_datetime(now - timedelta(hours=number))}</pubDate>"
        f"<description>{escape(f'<p>{words} <a href=x>#Alderford</a></p>')}</description>"
        f"<media:content url='https://files.example/{number}.png' type='image/png' medium='image'/>"
        "<category>alderford</category></item>"
        for number, (who, words) in enumerate(posts, 1)
    )
    return (
        "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><title>#Alderford</title>"
        f"<description>Public posts tagged #Alderford</description><link>https://m.example/tags/a</link>{items}"
        "</channel></rss>"
    )


def flickr(now: datetime, posts: Sequence[tuple[str, str]] = POSTS) -> str:
    """Photos with tags, as Flickr lists them."""
    entries = "".join(
        f"<entry><title>{title}</title><link rel='alternate' type='text/html'"
        f" href='https://www.flickr.com/photos/wilma/{number}/'/><id>tag:flickr.example,2005:/photo/{number}</id>"
        f"<published>{_iso(now, number)}</published><updated>{_iso(now, number)}</updated>"
        f"<content type='html'>{escape(f'<p><a href=x>Wilma Weir</a> posted a photo:</p><p>{words}</p>')}</content>"
        "<author><name>Wilma Weir</name><uri>https://www.flickr.com/people/wilma/</uri></author>"
        "<link rel='enclosure' type='image/jpeg' href='https://live.example/1.jpg'/>"
        "<category term='alderford' scheme='https://www.flickr.com/photos/tags/'/></entry>"
        for number, (words, title) in enumerate(posts, 1)
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Uploads tagged alderford</title>{entries}</feed>"


def reddit(now: datetime, posts: Sequence[tuple[str, str]] = POSTS) -> str:
    """Talk that has some words in it, as Reddit finds it."""
    entries = "".join(
        f"<entry><author><name>/u/otterwatch</name><uri>https://www.reddit.com/user/otterwatch</uri></author>"
        f"<category term='alderford' label='r/alderford'/><content type='html'>{escape(f'<p>{words}</p>')}</content>"
        f"<id>t3_{number}</id><link href='https://www.reddit.com/r/alderford/comments/{number}/x/'/>"
        f"<updated>{_iso(now, number)}</updated><published>{_iso(now, number)}</published>"
        f"<title>{title}</title></entry>"
        for number, (words, title) in enumerate(posts, 1)
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>search results – Alderford</title>{entries}</feed>"


def wordpress(now: datetime, posts: Sequence[tuple[str, str]] = POSTS) -> str:
    """Posts with a tag, as WordPress lists them."""
    items = "".join(
        f"<item><title>{title}</title><link>https://weirside.example/{number}/</link>"
        f"<dc:creator><![CDATA[Wilma]]></dc:creator><pubDate>{format_datetime(now - timedelta(hours=number))}</pubDate>"
        f"<category><![CDATA[alderford]]></category><guid isPermaLink='false'>https://weirside.example/?p={number}</guid>"
        f"<description><![CDATA[<p>{words}</p>]]></description></item>"
        for number, (words, title) in enumerate(posts, 1)
    )
    return (
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Alderford</title>"
        f"<language>en</language>{items}</channel></rss>"
    )


def _iso(now: datetime, hours: int) -> str:
    return (now - timedelta(hours=hours)).isoformat()


def _name(who: str) -> str:
    return who.partition("@")[0]


def _server(who: str) -> str:
    return who.partition("@")[2] or "m.example"
