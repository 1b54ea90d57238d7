"""What do a source's posts mean by where they stand there? Its rules, for a mentor to add to and take from."""

from dataclasses import dataclass, replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.tagging import retagging, source_rules
from hub.aggregate.tagging.carrying import changed
from hub.aggregate.tagging.matching import match_of
from hub.aggregate.tagging.models import RuleKind
from hub.aggregate.tagging.source_rules import RuleView, Wanted
from hub.errors import NotFound
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.site.deps import Doing
from hub.site.desk.reach import Acting, Looking, places
from hub.site.kept.offering import names_offered
from hub.site.proposing.board import board
from hub.site.render import form_page, path, private, see
from hub.site.typed import FormTyped, Typed

router = APIRouter(include_in_schema=False)
KINDS = {
    RuleKind.ALWAYS: say("Everything of theirs"),
    RuleKind.CATEGORY: say("What they file under"),
    RuleKind.PATH: say("Addresses whose path begins"),
}


def wished(kind: str = "", match: str = "", tag: str = "", look: str = "") -> Typed:
    """Return the rule somebody thinks of, as it stands in an address; *look*: they ask what it would do."""
    return Typed((("kind", kind), ("match", match), ("tag", tag), ("look", look)))


Wished = Annotated[Typed, Depends(wished, scope="function")]


@router.get("/desk/sources/{source}/tags")
def show_source_tags(request: Request, source: str, asked: Looking, typed: Wished, done: str = "") -> HTMLResponse:
    """Show the rules of a source, and what the one asked for would touch."""
    told, here = _tended(asked, source)
    if not typed["look"]:
        return _page(request, asked, _Shown(told, here, done=done), typed)
    wanted, wrong = _read(asked, told, here, typed)
    return _page(request, asked, _Shown(told, here, wanted=wanted), typed.but(**wrong))


@router.post("/desk/sources/{source}/tags")
def post_source_rule(request: Request, source: str, act: Acting, typed: FormTyped) -> Response:
    """Make a rule: its source's items mean a tag from now on, the old ones too."""
    told, here = _tended(act, source)
    wanted, wrong = _read(act, told, here, typed)
    if wanted is None or typed.wrong:
        return _page(request, act, _Shown(told, here), typed.but(**wrong))
    if source_rules.add(act.db, wanted) is None:
        there = say("This rule is there already, or the source has as many as one can keep in mind.")
        return _page(request, act, _Shown(told, here), typed.but(match=there))
    _settled(act, told, here, wanted, made=True)
    return see(path("desk", "sources", told.slug, "tags", done="made"))


@router.get("/desk/sources/{source}/tags/{rule}/remove")
def show_rule_leaving(request: Request, source: str, rule: UUID, asked: Looking) -> HTMLResponse:
    """Ask whether a rule is to go, and say what it touches."""
    told, here = _tended(asked, source)
    leaving = source_rules.rule_of(asked.db, told.id, rule)
    return _page(request, asked, _Shown(told, here, leaving=leaving), Typed())


@router.post("/desk/sources/{source}/tags/{rule}/remove")
def post_rule_removed(source: str, rule: UUID, act: Acting) -> Response:
    """Take a rule away."""
    told, here = _tended(act, source)
    found = source_rules.rule_of(act.db, told.id, rule)
    source_rules.drop(act.db, found.id)
    _settled(act, told, here, found.wanted, made=False)
    return see(path("desk", "sources", told.slug, "tags", done="gone"))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page is about."""

    told: SourceView
    here: PlaceView
    wanted: Wanted | None = None  # to be made
    leaving: RuleView | None = None  # to be taken away
    done: str = ""


def _tended(asked: Doing, slug: str) -> tuple[SourceView, PlaceView]:
    """Return a source with the widest of its places who acts looks after; NotAllowed where they look after none."""
    told = feeds.source(asked.db, slug)
    here = next((each for each in places(asked.db, asked.actor, rules.may_tend) if each.id in told.place_ids), None)
    if here is None:
        asked.must(rules.may_tend, next(iter(sorted(told.place_ids)), None))
        raise NotFound(say("This source speaks for no place, so no tag counts for it."))
    return told, here


def _read(asked: Doing, told: SourceView, here: PlaceView, typed: Typed) -> tuple[Wanted | None, dict[str, Saying]]:
    """Return the rule that was asked for, or what is wrong with it, field by field."""
    if typed["kind"] not in set(RuleKind):
        return None, {"kind": say("Choose what the rule looks at.")}
    kind = RuleKind(typed["kind"])
    match = match_of(kind, typed["match"], source_rules.keys_of(asked.db, told.id))
    tag = board(asked.db, here).tag(typed["tag"]) or say("Choose one of the tags of %(place)s.", place=here.name)
    wrong = {name: value for name, value in (("match", match), ("tag", tag)) if isinstance(value, Saying)}
    if isinstance(match, Saying) or isinstance(tag, Saying):
        return None, wrong
    shown = "" if kind is RuleKind.ALWAYS else match if kind is RuleKind.PATH else typed["match"]
    return Wanted(told.id, kind, match, shown, tag.id), {}


def _settled(act: Doing, told: SourceView, here: PlaceView, rule: Wanted, *, made: bool) -> None:
    facts = {"rule": rule.kind.value, "match": rule.match, "tag": rule.tag_id.hex}
    entry = Entry(Deed.SORT, Thing.SOURCE, told.id, here.id)
    note(act.db, act.actor, replace(entry, after=facts) if made else replace(entry, before=facts), act.now)
    retagging.ask_of_source(act.db, told.id, act.now)
    changed(act.db, act.now)


def _page(request: Request, asked: Doing, shown: _Shown, typed: Typed) -> HTMLResponse:
    told, rule = shown.told, shown.leaving.wanted if shown.leaving else shown.wanted
    tags = board(asked.db, shown.here).tags
    values = {
        "source": told,
        "here": shown.here,
        "rules": source_rules.of_source(asked.db, told.id),
        "wanted": shown.wanted,
        "leaving": shown.leaving,
        "touched": source_rules.touched(asked.db, rule) if rule else None,
        "tag_name": next((each.name for each in tags if rule and each.id == rule.tag_id), ""),
        "names": names_offered(asked.db, shown.here),
        "labels": source_rules.labels_of(asked.db, told.id),
        "paths": source_rules.paths_of(asked.db, told.id),
        "kinds": [(kind.value, words) for kind, words in KINDS.items()],
        "done": shown.done,
    }
    return private(form_page(request, "establish/desk_source_tags.html", values, typed))
