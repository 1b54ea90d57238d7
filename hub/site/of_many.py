"""Is a feed somebody's own? That of a tag on a service where anybody writes is nobody's."""

from hub.aggregate.adopting.services import many_write
from hub.kit.saying import Saying, say
from hub.site.deps import Doing, chosen
from hub.site.typed import Typed


def many_fault(doing: Doing, typed: Typed) -> Saying | None:
    """Say that a feed that was picked is written by many; None where none is."""
    if not any(many_write(url, chosen(doing.db).mastodon_servers) for url in typed.all("feed")):
        return None
    return say("Many people write this feed, so it is nobody’s own. Ask a mentor to adopt the tag instead.")
