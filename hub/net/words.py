"""What happened to an ask, and how is it mended? For the publisher and the mentor, one plain sentence each."""

from collections.abc import Mapping
from http import HTTPStatus

from hub.kit.saying import Saying, say
from hub.net.answers import Failure

_WORDS = {
    Failure.BAD_ADDRESS: (
        say("This is not an address we can ask."),
        say("Give an address that starts with http:// or https://, without a name or password in it."),
    ),
    Failure.NOT_PUBLIC: (
        say("This address is not on the public internet."),
        say("Give an address that anybody can open in a browser, on the usual ports."),
    ),
    Failure.NO_SUCH_HOST: (
        say("There is no website of that name."),
        say("Check the spelling of the address, and whether the domain is still paid for."),
    ),
    Failure.NO_ANSWER: (
        say("The website did not answer."),
        say("See whether it opens in a browser; if it does, ask its host whether our visits are blocked."),
    ),
    Failure.TIMEOUT: (
        say("The website took too long to answer."),
        say("See whether it is slow in a browser too; its host can find out why."),
    ),
    Failure.TLS: (
        say("No secure connection to the website could be made."),
        say("Renew its certificate, and serve the whole chain of it."),
    ),
    Failure.TOO_BIG: (
        say("The feed is larger than 5 MB."),
        say("Let the feed hold fewer posts: the newest thirty are enough."),
    ),
    Failure.BOMB: (
        say("The feed is compressed beyond reason, or twice."),
        say("Compress it once with gzip, or not at all."),
    ),
    Failure.TOO_MANY_REDIRECTS: (
        say("The address leads from one place to the next without end."),
        say("Give the address it should end at, or mend the redirects."),
    ),
    Failure.BROKEN_REPLY: (
        say("The website’s answer was broken."),
        say("Ask its host to look at how this address is answered."),
    ),
    Failure.OFFLINE: (
        say("This hub could not reach the internet just now."),
        say("Nothing is wrong with the feed; we try again by ourselves."),
    ),
}
_STATUS_WORDS: Mapping[int, tuple[Saying, Saying]] = {
    HTTPStatus.UNAUTHORIZED: (
        say("The website wants a password for this feed."),
        say("Make the feed public; we cannot sign in."),
    ),
    HTTPStatus.FORBIDDEN: (
        say("The website does not let us in."),
        say("Allow visitors whose User-Agent starts with “LocalHub” to read the feed."),
    ),
    HTTPStatus.NOT_FOUND: (
        say("There is nothing at this address any more."),
        say("Find the feed’s new address on the website and give us that one."),
    ),
    HTTPStatus.GONE: (
        say("The website says this feed is gone for good."),
        say("If there is a new one, give us its address."),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        say("The website asks us to come less often."),
        say("Nothing needs doing: we wait as long as it asks."),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        say("The website is busy or being mended."),
        say("Nothing needs doing: we come back later."),
    ),
}
_CHALLENGED = (
    say("Cloudflare asks us to prove that we are a person, which a feed reader cannot do."),
    say("In Cloudflare, add a rule that skips the challenge for the feed’s address."),
)


def words(failure: Failure) -> tuple[Saying, Saying]:
    """Say what happened and how to mend it.

    >>> str(words(Failure.OFFLINE)[0])
    'This hub could not reach the internet just now.'
    """
    return _WORDS[failure]


def words_for_status(status: int, headers: Mapping[str, str]) -> tuple[Saying, Saying]:
    """Say what an HTTP status means and how to mend it; *headers* have names in lower case.

    >>> str(words_for_status(502, {})[0])
    'The website has a fault of its own (502).'
    """
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return _CHALLENGED
    return _STATUS_WORDS.get(status) or _words_for_others(status)


def _words_for_others(status: int) -> tuple[Saying, Saying]:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        fault = say("The website has a fault of its own (%(status)s).", status=status)
        return fault, say("Its host can find the fault in the server’s log.")
    if status >= HTTPStatus.BAD_REQUEST:
        refused = say("The website refused our visit (%(status)s).", status=status)
        return refused, say("See whether the feed opens in a browser.")
    odd = say("The website answered without a feed (%(status)s).", status=status)
    return odd, say("Check that the address is the feed’s own.")
