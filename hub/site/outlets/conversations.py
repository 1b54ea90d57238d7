"""How do conversations leave the house? As posts of a feed: each conversation once, or one of them word by word."""

from collections.abc import Iterable
from uuid import uuid5

from hub.communicate.mentions.queries import MentionView
from hub.communicate.replies.queries import ReplyView
from hub.kit import markup
from hub.places.queries import PlaceView
from hub.site.conversing.listed import Listed
from hub.site.conversing.rows import Row
from hub.site.outlets.formats import Channel, Outlet, Post
from hub.site.outlets.posts import of_cards
from hub.site.render import path
from hub.site.talking import Line, Talk
from hub.site.words import gettext


def of_place(here: PlaceView, found: Listed, outlet: Outlet, base: str) -> Channel:
    """Return what a place talks about: each conversation is one post, which is new again when somebody speaks."""
    values = {"place": here.name, "tag": found.tag.name if found.tag else ""}
    title = gettext("Conversations about %(tag)s in %(place)s") if found.tag else gettext("Conversations in %(place)s")
    return Channel(
        title=title % values,
        page=base + found.first,
        itself=base + _with_suffix(found.itself, outlet),
        posts=tuple(_of_row(here, row, base) for row in found.rows),
        next=base + _with_suffix(found.older, outlet) if found.older else "",
    )


def of_talk(here: PlaceView, talk: Talk, outlet: Outlet, base: str) -> Channel:
    """Return one conversation, the newest words first."""
    return Channel(
        title=gettext("%(title)s: the conversation in %(place)s") % {"title": talk.title, "place": here.name},
        page=base + talk.address,
        itself=f"{base}{talk.address}.{outlet}",
        posts=tuple(_of_lines(reversed(talk.lines), talk, base)),
    )


def _of_row(here: PlaceView, row: Row, base: str) -> Post:
    who = " · ".join(role.words for role in row.roles)
    return Post(
        urn=uuid5(here.id, f"conversation-{row.id}").urn,
        title=row.title,
        link=base + row.address,
        page=base + row.address,
        updated=row.last_at,
        published=row.last_at,
        author=here.name,
        summary=f"{who}. {row.why}" if who else row.why,
        language=row.language,
    )


def _of_lines(lines: Iterable[Line], talk: Talk, base: str) -> Iterable[Post]:
    for line in lines:
        if line.post:
            yield from of_cards([line.post.card], base, line.at)
        elif line.reply and not line.reply.is_quiet:
            yield _of_reply(line.reply, talk, base)
        elif line.mention:
            yield _of_mention(line.mention, talk, base, line.anchor)


def _of_reply(reply: ReplyView, talk: Talk, base: str) -> Post:
    page = base + path("replies", reply.id)
    named = gettext("%(name)s replied to “%(title)s”") % {"name": reply.name, "title": talk.title}
    return Post(
        urn=reply.id.urn,
        title=named if reply.name else gettext("A reply to “%(title)s”") % {"title": talk.title},
        link=page,
        page=page,
        updated=reply.edited_at or reply.said_at,
        published=reply.said_at,
        author=reply.name,
        summary=markup.plain(reply.html),
    )


def _of_mention(mention: MentionView, talk: Talk, base: str, anchor: str) -> Post:
    title = gettext("%(name)s writes about “%(title)s”") % {"name": mention.name, "title": talk.title}
    return Post(
        urn=mention.id.urn,
        title=mention.title or title,
        link=mention.source_url,
        page=f"{base}{talk.address}#{anchor}",
        updated=mention.at,
        published=mention.at,
        author=mention.name,
        summary=mention.words,
    )


def _with_suffix(address: str, outlet: Outlet) -> str:
    where, asks, question = address.partition("?")
    return f"{where}.{outlet}{asks}{question}"
