"""What follows when a site was let in, or was not? Whoever registered it is told, in their language."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.feeds.queries import Named
from hub.aggregate.registering import actions
from hub.aggregate.registering import queries as registrations
from hub.aggregate.registering.found import FoundSite
from hub.aggregate.registering.owners import owners
from hub.aggregate.registering.queries import RegistrationView
from hub.aggregate.registering.rules import Claim, proof
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.people.mail.actions import post
from hub.people.persons import queries as persons
from hub.people.rules import Actor
from hub.settings import Settings
from hub.site.deps import Doing, line
from hub.site.letters import Office, letter, writing_from
from hub.site.render import path


def link_of(told: RegistrationView, base_url: str) -> str:
    """Return where a link with rel=me has to lead, to show whose a site is."""
    return base_url + path("register", "proof", told.token)


def admit(db: Session, actor: Actor, told: RegistrationView, why: str, now: datetime) -> bool:
    """Let a site in by a mentor's yes, and tell who registered it; False when somebody was faster."""
    source_id = actions.admit(db, actor, told.id, why, now)
    return _welcome(db, told, source_id, say("A mentor of the place said yes."), now)


def refuse(db: Session, actor: Actor, told: RegistrationView, words: str, now: datetime) -> bool:
    """Say no, and tell who registered it why; False when somebody was faster."""
    if not actions.refuse(db, actor, told.id, words, now):
        return False
    title = say("“%(name)s” was not taken into the stream", name=told.name)
    if told.is_claim:
        title = say("You do not speak for “%(name)s” here", name=told.name)
    paragraphs: list[Saying | str] = [say("The reason:"), words, say("If that can be mended, you may send it again.")]
    _write(db, told.person_id, title, paragraphs, path("you", "registrations", told.id), now)
    return True


def admit_if_proved(db: Session, told: RegistrationView, found: FoundSite, base_url: str, now: datetime) -> bool:
    """Let a site in that shows now whose it is, and tell its owner; False when it does not, or was decided."""
    claim = Claim(told.site, told.urls, told.token, link_of(told, base_url))
    shown = proof(found, claim)
    if shown is None:
        return False
    source_id = actions.prove(db, told.id, shown, now)
    return _welcome(db, told, source_id, say("Your site shows that it is yours."), now)


def _welcome(db: Session, told: RegistrationView, source_id: UUID | None, how: Saying, now: datetime) -> bool:
    if source_id is None:
        return False
    name = feeds.named(db, [source_id])[source_id]
    title = say("“%(name)s” is in the stream", name=name.name)
    what = say("It is looked at now; its posts appear within a minute or so.")
    if told.is_claim:
        title = say("You speak for “%(name)s” from now on", name=name.name)
        what = say("It was in the stream already. Its posts stay, and you say how much of them is shown.")
    paragraphs = [how, what]
    link = path("you", "sources", name.slug) if told.is_own else path("you", "registrations", told.id)
    _write(db, told.person_id, title, paragraphs, link, now)
    if told.is_claim and told.is_own:
        _tell_others(db, told.person_id, source_id, name, now)
    return True


def _tell_others(db: Session, person_id: UUID, source_id: UUID, name: Named, now: datetime) -> None:
    """Tell those who speak for a source already that somebody else does too."""
    title = say("Somebody else speaks for “%(name)s” too from now on", name=name.name)
    what = say("No more of it is shown than each of you allows.")
    if_not = say("If they should not speak for it, tell a mentor of the place.")
    for other in set(owners(db, source_id)) - {person_id}:
        _write(db, other, title, [what, if_not], path("you", "sources", name.slug), now)


def _write(  # noqa: PLR0913, PLR0917 -- a letter is to whom, about what, and leads where
    db: Session, person_id: UUID, title: Saying, paragraphs: Sequence[Saying | str], link: str, now: datetime
) -> None:
    to = persons.person(db, person_id)
    if to.email:
        action = say("See how it stands:")
        told = letter("notice", to.email, to.language, title=title, paragraphs=paragraphs, link=link, action=action)
        post(db, told, now)


def known_again(db: Session, told: RegistrationView) -> bool:
    """Say whether an owner took one of its feeds out of the hub: then a mentor's yes is not enough."""
    return bool(registrations.known_as(db, told.urls).departed)


def why_not(doing: Doing, told: RegistrationView) -> Saying | None:
    """Say why who acts cannot say yes to a registration, as things stand at this moment; None where they can."""
    if known_again(doing.db, told):
        return say("Its owner took it out of this hub: only the site itself can prove that they are back.")
    return _why_not_they(doing, told)


def _why_not_they(doing: Doing, told: RegistrationView) -> Saying | None:
    heard = registrations.claimed(doing.db, told.urls)
    if len(heard) > 1:
        return say("These belong to different sources here. Register one of them at a time.")
    homes = heard[0].homes if heard else {told.place_id}
    owner_to_be = told.person_id if told.is_own else None
    if rules.may_admit(doing.actor, [line(doing.db, each) for each in homes], owner_to_be):
        return None
    if doing.actor.person_id == owner_to_be:
        return say("You sent this yourself: another mentor says yes, or your site proves that it is yours.")
    return say("It is in the stream already, and speaks for a place you do not look after: its mentors decide this.")


def prover(settings: Settings) -> Callable[[Session, RegistrationView, FoundSite, datetime], bool]:
    """Return what lets a site in that proves itself while nobody asks, and tells its owner."""

    def settle(db: Session, told: RegistrationView, found: FoundSite, now: datetime) -> bool:
        with writing_from(Office.of(settings)):
            return admit_if_proved(db, told, found, settings.base_url, now)

    return settle
