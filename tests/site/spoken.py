"""Words in the conversations of a hub that people live in: of Ben for everybody, of Mo for neighbours alone."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from hub.communicate.replies import actions
from hub.communicate.replies.actions import Said
from hub.communicate.replies.rules import State
from hub.communicate.threads.actions import for_item
from hub.kit.clock import now
from hub.places.models import Place


def spoken(db: Session, place: Place, item_id: int, people: Mapping[str, UUID]) -> Mapping[str, str]:
    """Have Ben and Mo speak at a post, and something of Ben’s wait to be read; return the ids of all that."""
    moment = now()
    thread_id = for_item(db, place.id, item_id, moment)
    public = actions.say(db, people["member"], Said(thread_id, "Ours were emptied.", "Ben", item_id), moment)
    local = Said(thread_id, "The key of the shed is at Tiddlesworth.", "Mo", item_id, public, is_local=True)
    actions.say(db, people["moderator"], local, moment)
    waits = Said(thread_id, "Look at Snodgrove.", "Ben", item_id)
    waiting = actions.say(db, people["member"], waits, moment, state=State.WAITING)
    return {"thread": str(thread_id), "reply": str(public), "/desk/replies/reply": str(waiting)}
