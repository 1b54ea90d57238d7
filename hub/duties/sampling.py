"""What does one feed say just now? Asked once through the guarded door while somebody waits, and kept nowhere."""

from datetime import datetime
from functools import partial
from http import HTTPStatus

import structlog

from hub.aggregate.adopting.sampled import Refused, Sample
from hub.aggregate.feeds.states import HTTP, trouble_in_words
from hub.aggregate.reading.document import Document, Flaw, Unreadable
from hub.duties.children import read_posts
from hub.duties.eyes import Eyes
from hub.net.answers import Answer, Ask, Failure, NoReply, Reply
from hub.sandbox import Crashed, Stopped

NAME = "a look at a tag"
log = structlog.get_logger()


def sample(eyes: Eyes, url: str, now: datetime) -> Sample | Refused:
    """Return what the feed at *url* says, or why nothing came of it."""
    answer = next((answer for _, answer in eyes.ask([Ask(url, name=NAME)])), None)
    if not isinstance(answer, Reply) or answer.status != HTTPStatus.OK:
        return _refused(answer or NoReply(Failure.TIMEOUT, url))
    read = _read(eyes, answer, now)
    if not isinstance(read, Document):
        return Refused(*trouble_in_words(read.flaw, read.detail))
    return Sample(read.title, read.language, read.entries[::-1])


def _read(eyes: Eyes, reply: Reply, now: datetime) -> Document | Unreadable:
    content_type = reply.headers.get("content-type", "")
    how = partial(read_posts, content_type=content_type, url=reply.url, now=now)
    try:
        return eyes.sandbox.submit(how, reply.body).result(eyes.left)
    except (Stopped, Crashed, TimeoutError):
        return Unreadable(Flaw.TOO_SLOW)
    except Exception:  # the reader stumbled: somebody waits for a page, and hears that
        log.exception("could not be read", feed=reply.url)
        return Unreadable(Flaw.CRASHED)


def _refused(answer: Answer) -> Refused:
    if isinstance(answer, NoReply):
        # Nothing more is told of a host that may not be asked.
        detail = "" if answer.failure is Failure.NOT_PUBLIC else answer.detail
        return Refused(*trouble_in_words(answer.failure.value, detail))
    return Refused(*trouble_in_words(f"{HTTP}{answer.status}", answer.headers.get("cf-mitigated", "")))
