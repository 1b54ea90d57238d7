"""How often may something be done here? Every count of the site is sealed, and says when one may again."""

from fastapi import Request
from limits import RateLimitItemPerDay, RateLimitItemPerHour

from hub.kit.mailboxes import email_key
from hub.people.signin.often import ALL, Tally
from hub.secret import key_for
from hub.site.deps import Doing, chosen, network_of

KEY = "counts"  # the purpose of the key that seals whom is counted
# Mail to an address nobody has shown to be theirs: whoever types strangers' addresses must not fill their mailboxes.
THANKS_OF_NETWORK = RateLimitItemPerHour(5, namespace="thanks-network")
THANKS_OF_ADDRESS = RateLimitItemPerDay(5, namespace="thanks-address")
THANKS_OF_ALL = RateLimitItemPerHour(100, namespace="thanks")


def tally(doing: Doing) -> Tally:
    """Return the counts, as at this deed."""
    return Tally(doing.db, key_for(chosen(doing.db), KEY), doing.now)


def may_thank(request: Request, doing: Doing, email: str) -> bool:
    """Count a mail that says something arrived; False where it is not to be sent."""
    counts = tally(doing)
    return (
        counts.hit(THANKS_OF_NETWORK, network_of(request))
        and counts.hit(THANKS_OF_ADDRESS, email_key(email))
        and counts.hit(THANKS_OF_ALL, ALL)
    )
