"""``hub mentor``: the first people of a hub, by its operator."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer
from sqlmodel import Session

from hub.cli.opening import database
from hub.db.engine import writing
from hub.kit.clock import now
from hub.kit.mailboxes import is_email
from hub.people.persons import actions as persons
from hub.people.rules import NOBODY, Kind
from hub.people.signin.actions import Ask, ask_code
from hub.people.signin.rules import Purpose
from hub.places import queries as places
from hub.places.rules import WHOLE_HUB
from hub.settings import Settings

HOUR = timedelta(hours=1)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(mentor)


def mentor(
    email: Annotated[str, typer.Argument(help="Their e-mail address.")],
    stray: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    place: Annotated[str, typer.Option(help="The slug of the place they look after.")] = "",
    kind: Annotated[Kind, typer.Option(help="What they do; an admin does it for the whole hub.")] = Kind.MENTOR,
) -> None:
    """Let somebody look after a place, and print a code to sign in with."""
    from hub.site.codes import key_of  # noqa: PLC0415 -- other commands start without the web

    if not is_email(email):
        raise typer.BadParameter(f"“{email}” is not an e-mail address.")
    if stray or (kind is not Kind.ADMIN and not place):
        meant = stray[0] if stray else "SLUG"
        raise typer.BadParameter(f"Say which place with --place: hub mentor {email} --place {meant}")
    settings, moment = Settings(), now()
    with database(settings) as engine, writing(engine) as db:
        person_id = persons.welcome(db, email, moment)
        persons.grant(db, NOBODY, person_id, kind, _place_id(db, place, kind), moment)
        sent = ask_code(db, Ask(email, Purpose.SIGN_IN, holds=HOUR), key_of(settings), moment)
    where = "the whole hub" if kind is Kind.ADMIN else place
    print(f"{email} is {kind} of {where} from now on. To sign in, open within the hour")
    print(f"  {settings.base_url}/sign-in/code/{sent.code_id}")
    print(f"and type the code  {sent.code}")


def _place_id(db: Session, slug: str, kind: Kind) -> UUID:
    return WHOLE_HUB if kind is Kind.ADMIN else places.place(db, slug).id
