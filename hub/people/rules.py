"""Who may do what? Every right of the hub, one function a deed, decided over plain facts.

A role holds for a place and all that lies in it; one for the whole hub holds everywhere. *line* is always the place
something is about and all places it lies in, outwards; empty for what concerns the whole hub.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from hub.places.rules import WHOLE_HUB


class Kind(StrEnum):
    """What somebody does for a place."""

    MENTOR = "mentor"  # tags, feeds and people
    MODERATOR = "moderator"  # cases
    SAFEGUARDING = "safeguarding"  # pairing
    ADMIN = "admin"  # the whole hub


class Deed(StrEnum):
    """What the audit log calls what somebody did."""

    GRANT = "grant"
    WITHDRAW = "withdraw"
    ADMIT = "admit"
    REFUSE = "refuse"
    DECIDE = "decide"
    DECIDE_APPEAL = "decide-appeal"
    WITHHOLD = "withhold"
    RELEASE = "release"
    LET_THROUGH = "let-through"  # what somebody read before it appeared
    ANSWER = "answer"
    ACT_FOR = "act-for"
    HAND_OVER = "hand-over"
    TAKE_TURN = "take-turn"
    SET_ASIDE = "set-aside"  # a label that is no tag here; in older lines alone, now it is a decision about tags
    TAKE_UP = "take-up"  # what was set aside; in older lines alone
    SORT = "sort"  # a source's posts, by a rule
    ADOPT = "adopt"  # the feed of a tag: from now on, or no more, or how much of it
    BRING = "bring"  # what a list of feeds names: sources were made of it, or taken back
    AGREE = "agree"  # on a change of the tags: alone, or by carrying out what was proposed
    SEAL = "seal"  # what was proposed, as who may decide it
    DECLINE = "decline"  # what was proposed
    TAKE_BACK = "take-back"  # a change of the tags
    TELL_APART = "tell-apart"  # an item and the others of a story
    TELL_TOGETHER = "tell-together"  # two items: they tell the same
    THINK_AGAIN = "think-again"  # about what was decided of a story
    SPLIT_TALK = "split-talk"  # a post, and all that answers it, out of a conversation
    JOIN_TALK = "join-talk"  # two posts: they belong to one conversation
    RETHINK_TALK = "rethink-talk"  # what was split or joined
    SPLIT_MEETUPS = "split-meetups"  # what calendars tell: it is another meetup
    JOIN_MEETUPS = "join-meetups"  # two that calendars tell: they are one
    RETHINK_MEETUPS = "rethink-meetups"  # what was split or joined
    PIN_TALK = "pin-talk"  # a conversation at the top of its list, or no more
    CLOSE_TALK = "close-talk"  # a conversation takes no more replies, or takes them again
    SLOW_TALK = "slow-talk"  # a conversation takes replies more slowly, or as ever
    LOOK_AGAIN = "look-again"  # at a feed in trouble
    FOLLOW = "follow"  # a feed to where it seems to have moved
    LEAVE_BE = "leave-be"  # a feed where it is, though another address was proposed
    WRITE = "write"  # to who has gone quiet
    INTRODUCE = "introduce"  # two who write about the same: both are asked
    TAKE_OFFER_BACK = "take-offer-back"  # to introduce two, before anybody was asked
    SUGGEST_FRIENDS = "suggest-friends"  # two who could be Digital Friends: both are asked
    NOTE_TRAINING = "note-training"  # of who offers to be a mentor
    REVIEW_FRIENDS = "review-friends"  # a partnership in which somebody did not feel safe
    LEAVE_UNANSWERED = "leave-unanswered"  # what nobody answered, and nobody needs to
    KEEP_VENUE = "keep-venue"  # add one, change it, retire it, note what it agreed to
    MERGE_VENUE = "merge-venue"  # two are one, or are not
    KEEP_ROUNDS = "keep-rounds"  # of UnMentoring: open one, have them rest, or go on
    REVIEW_UNSAFE = "review-unsafe"  # what somebody said who did not feel safe
    SAY_WHERE = "say-where"  # what a location means, or where a calendar is
    PUBLISH = "publish"  # a safety document
    EXPORT = "export"
    ERASE = "erase"


class Thing(StrEnum):
    """What the audit log says something was done to."""

    PERSON = "person"
    ITEM = "item"
    SOURCE = "source"
    DOMAIN = "domain"
    FEED = "feed"
    LABEL = "label"
    NOTE = "note"
    WEEK = "week"
    NOTICE = "notice"
    REGISTRATION = "registration"
    QUESTION = "help-request"
    DOCUMENT = "safety-document"
    PROPOSAL = "proposal"  # of a change of the tags
    LIST = "feed-list"  # that somebody brought
    STORY = "story"  # told by several items, by its number
    INTRODUCTION = "introduction"  # of two sources
    TALK = "conversation"  # of a place, by its number
    CHANGE = "tag-decision"  # of the tags, by its number
    REPLY = "reply"  # somebody said in a conversation
    MENTION = "mention"  # of a page here, on another site
    MEETUP = "meetup"  # by the id of its event
    HOSTED = "typed-meetup"  # by the id of what was typed
    VENUE = "venue"
    LOCATION = "location"  # that calendars write, by its key: it has no id
    ROUND = "round"  # of UnMentoring
    UNSAFE = "unsafe-report"
    ICEBREAKER = "icebreaker"
    PARTNERSHIP = "partnership"  # of two Digital Friends


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds."""

    kind: Kind
    place_id: UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as far as rights go; nobody has an id but who is signed in."""

    person_id: UUID | None = None
    roles: frozenset[Held] = frozenset()

    @property
    def is_member(self) -> bool:
        """Whether somebody is signed in."""
        return self.person_id is not None

    def has(self, kind: Kind, line: Collection[UUID]) -> bool:
        """Say whether a role of this *kind* holds somewhere on *line*, or in the whole hub."""
        return any(held.kind is kind and held.place_id in {*line, WHOLE_HUB} for held in self.roles)


NOBODY = Actor()
Right = Callable[[Actor, Collection[UUID]], bool]


def may_open_desk(actor: Actor) -> bool:
    """Say whether *actor* has a desk: whoever holds a role anywhere."""
    return bool(actor.roles)


def may_open_here(actor: Actor, line: Collection[UUID]) -> bool:
    """Say whether *actor*'s desk is about a place."""
    return is_admin(actor) or any(held.place_id in {*line, WHOLE_HUB} for held in actor.roles)


def may_tend(actor: Actor, line: Collection[UUID]) -> bool:
    """Say whether *actor* looks after the feeds, the tags and the people of a place."""
    return is_admin(actor) or actor.has(Kind.MENTOR, line)


def may_tend_all(actor: Actor, lines: Collection[Collection[UUID]]) -> bool:
    """Say whether *actor* looks after every one of the places of these *lines*, so the words of the whole hub too."""
    return is_admin(actor) or (bool(lines) and all(may_tend(actor, line) for line in lines))


def may_admit(actor: Actor, lines: Collection[Collection[UUID]], owner_to_be: UUID | None) -> bool:
    """Say whether *actor* lets in what speaks for the places of these *lines*; nobody says that a site is their own."""
    if actor.person_id is not None and actor.person_id == owner_to_be:
        return False
    return is_admin(actor) or any(may_tend(actor, line) for line in lines)


def may_act_for(actor: Actor, line: Collection[UUID]) -> bool:
    """Say whether *actor* may enter something for a resident who told them to."""
    return may_tend(actor, line)


def may_hide(actor: Actor, line: Collection[UUID]) -> bool:
    """Say whether *actor* may hide something at once: who looks after a place must not have to wait for others."""
    return may_decide(actor, line) or may_tend(actor, line)


def may_steer_talk(actor: Actor, line: Collection[UUID]) -> bool:
    """Say whether *actor* pins, splits, joins, closes or slows conversations: who tends a place, or decides cases."""
    return may_tend(actor, line) or may_decide(actor, line)


def may_safeguard(actor: Actor, line: Collection[UUID]) -> bool:
    """Say whether *actor* looks after the safety of who is paired in a place: nobody else, admins neither."""
    return actor.has(Kind.SAFEGUARDING, line)


def may_bring_together(actor: Actor, line: Collection[UUID]) -> bool:
    """Say whether *actor* keeps rounds of UnMentoring and suggests Digital Friends."""
    return may_tend(actor, line) or may_safeguard(actor, line)


def may_decide(actor: Actor, line: Collection[UUID]) -> bool:
    """Say whether *actor* decides cases of a place."""
    return is_admin(actor) or actor.has(Kind.MODERATOR, line)


def may_decide_appeal(actor: Actor, line: Collection[UUID], deciders: Collection[UUID | None]) -> bool:
    """Say whether *actor* decides an appeal: never who was one of the *deciders* before."""
    return may_decide(actor, line) and actor.person_id not in deciders


def may_undo(actor: Actor, line: Collection[UUID], decided_in: Kind) -> bool:
    """Say whether *actor* takes a measure back that was taken in a role: what a moderator decided, only who decides."""
    return may_decide(actor, line) or (decided_in is Kind.MENTOR and may_hide(actor, line))


def role_in(actor: Actor, line: Collection[UUID]) -> Kind | None:
    """Name the strongest role in which *actor* hides or decides something of a place; None where they hold none."""
    if is_admin(actor):
        return Kind.ADMIN
    return next((kind for kind in (Kind.MODERATOR, Kind.MENTOR) if actor.has(kind, line)), None)


def deciding_after(decided_by: Collection[UUID | None]) -> Right:
    """Return the right to decide an appeal that these persons had decided before."""
    return lambda actor, line: may_decide_appeal(actor, line, decided_by)


def may_grant(actor: Actor, _line: Collection[UUID]) -> bool:
    """Say whether *actor* may give roles, or take them away: an admin alone, wherever it is."""
    return is_admin(actor)


def may_read_log(actor: Actor, line: Collection[UUID]) -> bool:
    """Say whether *actor* reads the log with its names; what is public of it anybody reads."""
    return is_admin(actor) or actor.has(Kind.MODERATOR, line) or actor.has(Kind.MENTOR, line)


def may_publish_safety(actor: Actor, _line: Collection[UUID]) -> bool:
    """Say whether *actor* answers for the safety documents."""
    return is_admin(actor)


def may_answer_complaints(actor: Actor, _line: Collection[UUID]) -> bool:
    """Say whether *actor* answers complaints: those about moderators too, so not they."""
    return is_admin(actor)


def may_answer_for_data(actor: Actor, line: Collection[UUID]) -> bool:
    """Say whether *actor* hands out what is here of somebody, or erases them, when they ask by letter."""
    del line  # people are of the whole hub
    return is_admin(actor)


def may_change_own(actor: Actor, owners: Collection[UUID]) -> bool:
    """Say whether something is *actor*'s own: a source, a notice, a session."""
    return actor.person_id is not None and actor.person_id in owners


def is_admin(actor: Actor) -> bool:
    """Say whether *actor* looks after the whole hub."""
    return Held(Kind.ADMIN, WHOLE_HUB) in actor.roles
