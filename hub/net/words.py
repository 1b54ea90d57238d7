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
    Failure.REFUSED: (
        say("Nobody answers at this address: the connection was refused."),
        say("See whether the website runs; if it opens in a browser, ask its host whether our visits are blocked."),
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
        say("The feed is compressed beyond reason."),
        say("Compress it once with gzip, or not at all."),
    ),
    Failure.STACKED: (
        say("The feed is compressed twice over."),
        say("Let one program alone compress it: the website’s own, or the one in front of it."),
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
# What the system says of a certificate, and what it means; an unknown issuer is mostly a chain with a link missing.
_CERTIFICATES = (
    (
        "has expired",
        say("The website’s certificate has expired."),
        say("Renew the certificate; most hosts do that by themselves once it is switched on."),
    ),
    (
        "not yet valid",
        say("The website’s certificate is not valid yet."),
        say("Set the clock of the server, or have the certificate made anew."),
    ),
    (
        "mismatch",
        say("The website’s certificate is made out to another name."),
        say("Have the name in this address added to it, or give us the address with the name that is on it."),
    ),
    (
        "self-signed",
        say("The website signed its certificate itself, so nobody can tell whose it is."),
        say("Get a certificate from an authority that browsers know; Let’s Encrypt gives them free of charge."),
    ),
    (
        "issuer",
        say("Nobody we know has signed the website’s certificate."),
        say("Serve the whole chain of the certificate, the ones between it and its authority too."),
    ),
)
_DETAILS = {
    "it ends in the middle": say("it ends in the middle"),
    "it comes in crumbs": say("it comes in crumbs"),
    "it says it is gzip and is not": say("it says it is gzip and is not"),
    "it is made of too many parts": say("it is made of too many parts"),
    "more comes than belongs to it": say("more comes than belongs to it"),
}
_STATUS_WORDS: Mapping[int, tuple[Saying, Saying]] = {
    HTTPStatus.NOT_MODIFIED: (
        say("The website says that nothing has changed, though we asked for everything."),
        say("A cache in front of it answers wrongly: ask its host to let it send the whole feed to who asks for that."),
    ),
    HTTPStatus.UNAUTHORIZED: (
        say("The website wants a password for this feed."),
        say("Make the feed public; we cannot sign in."),
    ),
    HTTPStatus.FORBIDDEN: (
        say("The website does not let us in."),
        say("Allow visitors whose User-Agent starts with “LocalHub” to read the feed."),
    ),
    HTTPStatus.NOT_FOUND: (
        say("There is nothing at this address."),
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


def words(failure: Failure, detail: str = "") -> tuple[Saying, Saying]:
    """Say what happened and how to mend it; *detail* is what net.client noted of it.

    >>> str(words(Failure.OFFLINE)[0])
    'This hub could not reach the internet just now.'
    """
    if failure is Failure.TLS:
        wrong = detail.lower().replace("self signed", "self-signed")
        known = next(((sentence, mend) for sign, sentence, mend in _CERTIFICATES if sign in wrong), None)
        if known:
            return known
    sentence, mend = _WORDS[failure]
    return beside(sentence, detail), mend


def beside(sentence: Saying, detail: str) -> Saying:
    """Return a sentence with a detail in brackets behind it, where there is one."""
    return (
        say("%(sentence)s (%(detail)s)", sentence=sentence, detail=_DETAILS.get(detail, detail)) if detail else sentence
    )


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
