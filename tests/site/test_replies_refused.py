"""What is no reply, who decides nothing about one, and what happens when two decide at once."""

from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.items.models import Item
from hub.aggregate.registering.models import SourceOwner
from hub.communicate.replies import actions
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads.actions import for_tag
from hub.communicate.threads.models import ThreadItem
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.rules import NOBODY, Kind
from hub.places.actions import bump_hub
from hub.places.models import Place
from hub.settings import Settings
from hub.site import listening, talking
from hub.site.conversing.titles import title
from hub.site.kept.known import known
from tests import town
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford, signed_in
from tests.site.replied import again, item_called, known_well, last, let_appear, person_of, said, speak
from tests.site.storied import told_by

CEM = "cem@hub.example"
BEN = "ben@hub.example"


@pytest.fixture
def bins(many: Engine, alderford: Alderford) -> str:
    """Where one replies to what the council says of bins."""
    return f"/items/{item_called(many, 'Bins on Tuesday')}/reply"


def test_something_is_said_at_a_story_and_stands_with_the_post_that_leads_it(
    ben: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    known_well(many, "Ben")
    with writing(many) as db:
        items = {each.title: each for each in db.exec(select(Item))}
        story = told_by(db, alderford.place, items["The bridge is shut"], items["Bins on Tuesday"])
    address = f"/alderford/stories/{story}/reply"
    assert "The bridge is shut" in ben.visit(address).text
    speak(ben, address, "Since Monday.")
    assert last(many).item_id == item_called(many, "The bridge is shut")
    assert cem.visit("/alderford/stories/999/reply").status == 404


def test_a_conversation_about_a_tag_is_called_as_the_tag_is(
    ben: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    known_well(many, "Ben")
    speak(ben, "/alderford/tags/bins-and-recycling/reply", "Which bin is for glass?")
    form = cem.visit(f"/alderford/conversations/{last(many).thread_id}/reply")
    assert form.links[f"/alderford/conversations/{last(many).thread_id}"] == "About Bins & recycling"
    assert cem.visit("/mill-end/conversations/1/reply").status == 404
    with writing(many) as db:
        lost = for_tag(db, alderford.place.id, town.tag(db, "Lost").id, now())
        assert title(db, lost) == "About Lost"


def test_nothing_is_said_at_what_is_in_no_place_or_to_what_nobody_said(
    cem: Neighbour, many: Engine, alderford: Alderford, bins: str
) -> None:
    with writing(many) as db:
        stray = town.item(db, alderford.council, "Nowhere at all", []).id
    assert cem.visit(f"/items/{stray}/reply").status == 404
    for parent in ("garbage", str(uuid4())):
        assert cem.post(bins, words="Hello.", parent=parent, step="look").status == 404


def test_signs_in_a_name_that_nobody_sees_are_sent_back(ben: Neighbour, bins: str) -> None:
    page = speak(ben, bins, "Hello.", name="Be\u200bn")
    assert page.status == 422
    assert "signs in it that nobody sees" in page.text


def test_who_has_too_many_codes_mailed_keeps_what_they_typed(cem: Neighbour, bins: str) -> None:
    asked = (speak(cem, bins, "Still there?", email=CEM) for _ in range(50))
    refused = next(page for page in asked if page.status != 303)
    assert refused.status == 422
    assert "Too many codes were asked for" in refused.text
    assert refused.words("//textarea") == ["Still there?"]


def test_who_names_themselves_hears_nothing_and_who_owns_the_source_does(
    ada: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford, bins: str
) -> None:
    known_well(many, "Ada", "Ben")
    with writing(many) as db:
        owned = SourceOwner(source_id=alderford.council.source_id, person_id=person_of(many, "Ben"), since=now())
        db.add(owned)
    assert ben.name == "Ben"
    speak(ada, bins, "@Ada says to @Alderford Council: when?")
    told = post.letters(many, BEN)
    assert len([each for each in told if "Ada names you" in each]) == 1
    assert not [each for each in post.letters(many, "ada@hub.example") if "names you" in each]


@pytest.mark.usefixtures("alderford")
def test_nobody_is_a_neighbour_where_there_is_no_place(many: Engine) -> None:
    with reading(many) as db:
        assert not listening.is_known(db, NOBODY, uuid4())


def test_mentors_of_elsewhere_decide_nothing_about_a_reply(
    ben: Neighbour, cem: Neighbour, many: Engine, settings: Settings, bins: str
) -> None:
    speak(ben, bins, "One.")
    reply_id = last(many).id
    with writing(many) as db:
        far = town.place(db, "Far Away")
    with signed_in("Eli", settings, many, Kind.MENTOR, far.id) as eli:
        assert eli.visit(f"/desk/replies/{reply_id}").status == 404
        assert eli.visit(f"/replies/{reply_id}/hide").status == 404
        assert eli.post("/desk/replies", do="admit", row=str(reply_id)).status < 400
    assert cem.visit(f"/replies/{reply_id}").status == 404
    assert again(many, reply_id).state == State.WAITING


def test_what_was_decided_or_taken_back_is_not_decided_again(
    ben: Neighbour, ada: Neighbour, mo: Neighbour, many: Engine, bins: str
) -> None:
    speak(ben, bins, "One.")
    reply_id = last(many).id
    assert ada.post(f"/desk/replies/{reply_id}", say="no", words="It is an advertisement.").status == 303
    letters = len(post.letters(many, BEN))
    for say in ("yes", "no"):
        assert mo.post(f"/desk/replies/{reply_id}", say=say, words="Late.").status == 303
    assert (again(many, reply_id).state, len(post.letters(many, BEN))) == (State.REFUSED, letters)
    known_well(many, "Ben")
    speak(ben, bins, "Two.")
    second = last(many).id
    for _ in range(2):
        assert ben.post(f"/you/replies/{second}/withdraw").status == 303
    assert mo.visit(f"/replies/{second}/hide").status == 404


def test_a_reply_of_somebody_who_has_left_is_let_through_all_the_same(
    ben: Neighbour, ada: Neighbour, many: Engine, bins: str
) -> None:
    speak(ben, bins, "One.")
    with writing(many) as db:
        db.get_one(Reply, last(many).id).person_id = None
    assert let_appear(ada, last(many).id).status == 303
    assert last(many).state == State.SHOWN


def test_of_two_changes_the_one_that_comes_too_late_tells_nobody(
    ben: Neighbour, many: Engine, bins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "One.")
    monkeypatch.setattr(actions, "edit", lambda *_args, **_more: None)
    assert ben.post(f"/you/replies/{last(many).id}", words="Two.", step="say").status == 303
    assert last(many).words == "One."


def test_the_pages_of_a_place_that_has_none_any_more_are_gone(
    ben: Neighbour, cem: Neighbour, many: Engine, bins: str, alderford: Alderford
) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "One.")
    reply = last(many)
    with writing(many) as db:
        db.get_one(Place, alderford.place.id).retired = True
        bump_hub(db)
    assert cem.visit(f"/replies/{reply.id}").status == 404
    assert ben.visit(f"/you/conversations/{reply.thread_id}").status == 404


def test_a_conversation_of_which_nothing_stands_is_not_among_ones_own(ben: Neighbour, many: Engine, bins: str) -> None:
    known_well(many, "Ben")
    speak(ben, bins, "One.")
    thread_id = last(many).thread_id
    assert f"/you/conversations/{thread_id}" in ben.visit("/you/conversations").links
    with writing(many) as db:
        for each in db.exec(select(ThreadItem).where(ThreadItem.thread_id == thread_id)):
            db.delete(each)
    assert f"/you/conversations/{thread_id}" not in ben.visit("/you/conversations").links


@pytest.mark.usefixtures("alderford")
def test_what_is_talked_about_a_tag_is_read_once_for_each_version(many: Engine) -> None:
    with reading(many) as db:
        here, tag = known(db).place("alderford"), known(db).tag("bins-and-recycling")
        first = talking.talk_of_tag(db, here, tag, now())
        assert talking.talk_of_tag(db, here, tag, now()) is first


def test_the_page_of_a_conversation_hears_when_others_spoke(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, many: Engine, bins: str
) -> None:
    known_well(many, "Ada", "Ben")
    speak(ben, bins, "One.")
    address = f"/you/conversations/{last(many).thread_id}/moments"
    assert len(ben.visit(address).json["items"]) == 1  # the post; of one’s own words one knows
    speak(ada, bins, "Between us: two.", who="neighbours")
    assert len(ben.visit(address).json["items"]) == 1  # nobody knows Ben yet
    assert len(ada.visit(address).json["items"]) == 2
    assert ada.visit(address).headers["cache-control"] == "no-store"
    assert cem.visit(address).status == 303


def test_what_goes_on_in_two_places_is_one_row_of_ones_conversations(
    ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    bridge, who = item_called(many, "The bridge is shut"), person_of(many, "Ben")
    with writing(many) as db:
        for place in (alderford.mill_end, alderford.place):
            said(db, place, bridge, who, "Since Monday.")
    page = ben.visit("/you/conversations")
    (row,) = page.words("//ul[contains(@class,'devices')]/li")
    assert row.startswith("The bridge is shut Alderford")
    assert "also in Mill End" in row
