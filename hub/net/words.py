"""What happened to an ask, and how is it mended? For the publisher and the mentor, one plain sentence each."""

from collections.abc import Mapping
from http import HTTPStatus

from hub.net.answers import Failure

_WORDS = {
    Failure.BAD_ADDRESS: (
        "This is not an address we can ask.",
        "Give an address that starts with http:// or https://, without a name or password in it.",
    ),
    Failure.NOT_PUBLIC: (
        "This address is not on the public internet.",
        "Give an address that anybody can open in a browser, on the usual ports.",
    ),
    Failure.NO_SUCH_HOST: (
        "There is no website of that name.",
        "Check the spelling of the address, and whether the domain is still paid for.",
    ),
    Failure.NO_ANSWER: (
        "The website did not answer.",
        "See whether it opens in a browser; if it does, ask its host whether our visits are blocked.",
    ),
    Failure.TIMEOUT: (
        "The website took too long to answer.",
        "See whether it is slow in a browser too; its host can find out why.",
    ),
    Failure.TLS: (
        "No secure connection to the website could be made.",
        "Renew its certificate, and serve the whole chain of it.",
    ),
    Failure.TOO_BIG: (
        "The feed is larger than 5 MB.",
        "Let the feed hold fewer posts: the newest thirty are enough.",
    ),
    Failure.BOMB: (
        "The feed is compressed beyond reason, or twice.",
        "Compress it once with gzip, or not at all.",
    ),
    Failure.TOO_MANY_REDIRECTS: (
        "The address leads from one place to the next without end.",
        "Give the address it should end at, or mend the redirects.",
    ),
    Failure.BROKEN_REPLY: (
        "The website’s answer was broken.",
        "Ask its host to look at how this address is answered.",
    ),
    Failure.OFFLINE: (
        "This hub could not reach the internet just now.",
        "Nothing is wrong with the feed; we try again by ourselves.",
    ),
}
_STATUS_WORDS: Mapping[int, tuple[str, str]] = {
    HTTPStatus.UNAUTHORIZED: (
        "The website wants a password for this feed.",
        "Make the feed public; we cannot sign in.",
    ),
    HTTPStatus.FORBIDDEN: (
        "The website does not let us in.",
        "Allow visitors whose User-Agent starts with “LocalHub” to read the feed.",
    ),
    HTTPStatus.NOT_FOUND: (
        "There is nothing at this address any more.",
        "Find the feed’s new address on the website and give us that one.",
    ),
    HTTPStatus.GONE: (
        "The website says this feed is gone for good.",
        "If there is a new one, give us its address.",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        "The website asks us to come less often.",
        "Nothing needs doing: we wait as long as it asks.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "The website is busy or being mended.",
        "Nothing needs doing: we come back later.",
    ),
}
_CHALLENGED = (
    "Cloudflare asks us to prove that we are a person, which a feed reader cannot do.",
    "In Cloudflare, add a rule that skips the challenge for the feed’s address.",
)


def words(failure: Failure) -> tuple[str, str]:
    """Say what happened and how to mend it.

    >>> words(Failure.OFFLINE)[0]
    'This hub could not reach the internet just now.'
    """
    return _WORDS[failure]


def words_for_status(status: int, headers: Mapping[str, str]) -> tuple[str, str]:
    """Say what an HTTP status means and how to mend it; *headers* have names in lower case.

    >>> words_for_status(502, {})[0]
    'The website has a fault of its own (502).'
    """
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return _CHALLENGED
    return _STATUS_WORDS.get(status) or _words_for_others(status)


def _words_for_others(status: int) -> tuple[str, str]:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"The website has a fault of its own ({status}).", "Its host can find the fault in the server’s log."
    if status >= HTTPStatus.BAD_REQUEST:
        return f"The website refused our visit ({status}).", "See whether the feed opens in a browser."
    return f"The website answered without a feed ({status}).", "Check that the address is the feed’s own."
