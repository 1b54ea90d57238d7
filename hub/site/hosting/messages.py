"""What may an organiser write to those who come, and how often? Not before somebody read it, where that must be."""

from limits import RateLimitItemPerDay

from hub.kit.saying import Saying, say
from hub.meet.hosting.values import HostedView
from hub.net.leads import leads
from hub.people.cases import queries as cases
from hub.site import limits, pinning
from hub.site.deps import Doing
from hub.site.typed import too_long

LONGEST = 2_000  # letters
MOST_LINKS = 2
OF_MEETUP = RateLimitItemPerDay(3, namespace="coming-messages")
OF_PERSON = RateLimitItemPerDay(9, namespace="coming-messages-person")


def words_fault(doing: Doing, words: str) -> Saying | None:
    """Say what is wrong with what who acts writes: it reaches everybody at once, before anybody read it."""
    if not words:
        return say("Write what they are to know.")
    if cases.is_restricted(doing.db, doing.must_be_member().person_id, doing.now):
        return say(
            "What you say is read first for now, and nobody reads a mail before it goes. Change the meetup instead."
        )
    return too_long(words, LONGEST) or _links_fault(doing, words)


def often_fault(doing: Doing, held: HostedView) -> Saying | None:
    """Count a mail to those who come to a meetup; say so where it is one too many, of it or of its organiser."""
    counts = limits.tally(doing)
    if not counts.hit(OF_MEETUP, held.id.hex):
        return say("Three mails a day to those who come are enough. Keep this, and send it later.")
    if not counts.hit(OF_PERSON, doing.must_be_member().person_id.hex):
        return say("You wrote to those who come very often today. Keep this, and send it tomorrow.")
    return None


def _links_fault(doing: Doing, words: str) -> Saying | None:
    if len(leads(words)) > MOST_LINKS:
        return say("Two links are enough in a mail that nobody asked for.")
    unseen = pinning.unseen(doing.db, words)
    if not unseen:
        return None
    sites = ", ".join(unseen)
    return say("This leads to sites nobody here has led to yet: %(sites)s. Leave them out.", sites=sites)
