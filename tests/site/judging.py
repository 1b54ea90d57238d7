"""Was an odd text taken as it was typed, or is a sentence beside its field? The tests of forms and the soak ask."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from urllib.parse import unquote_plus

from hub.kit.text import squeeze
from tests.neighbours import Page
from tests.site.forms import OK, Form
from tests.site.house import Answer, House

READ = {"labels", "tag"}  # as a list of tags: what has no letters in it is none
# A form that is shown back before it is taken, to be looked at once more, is a page like any other.
TAKEN, SENT_BACK, REFUSED = 303, {422, 200}, {400, 401, 403, 404, 410, 429, 503}


def sent_odd(house: House, form: Form, odd: Mapping[str, str]) -> Answer:
    """Send *form* with *odd* texts in some of its fields, into the database as it was."""
    house.as_it_was()
    return house.send_form(form.address, form.persona, form.sent(odd).encode())


def fault(house: House, form: Form, odd: Mapping[str, str]) -> str:
    """Say what went wrong with one *odd* text; nothing when it was kept, or a sentence says why not."""
    (field, text), (status, told, page) = *odd.items(), sent_odd(house, form, odd)
    said = f"{form.written} {field}={text[:60]!r}: {status}"
    if status in {TAKEN, *SENT_BACK} and field not in form.in_words - READ:
        return ""  # nobody types into it, so that whoever did so reads what they are told, or nothing
    if status == TAKEN or "content-disposition" in told:
        return "" if _is_kept(house, text) else f"{said}, and it is not kept"
    if status in SENT_BACK:
        return "" if _is_shown(page, field, text) or _is_told(page, field) else f"{said}, and nothing beside the field"
    return "" if status in REFUSED and "<h1>" in page else said


def _is_shown(page: str, field: str, text: str) -> bool:
    fields = _seen(page).all(f"//*[self::input or self::textarea or self::select][@name='{field}']")
    return any(_same(str(getattr(each, "value", None) or ""), text) for each in fields)


def _is_told(page: str, field: str) -> bool:
    return bool(_seen(page).all(f"//p[@class='wrong'][@id='{field}' or @id='{field}-wrong']"))


def _seen(page: str) -> Page:
    return Page("", OK, {}, page)


def _is_kept(house: House, text: str) -> bool:
    """Say whether *text* stands somewhere in the database as it was typed, but for white space around it."""
    plain = {text.replace("\r\n", "\n").strip(), squeeze(text)}
    if "" in plain:
        return True
    wanted = plain | {json.dumps(each)[1:-1] for each in plain}
    with closing(sqlite3.connect(house.file)) as there:
        return any(_holds(there, table, column, each) for table, column in _columns(there) for each in wanted)


def _columns(there: sqlite3.Connection) -> list[tuple[str, str]]:
    tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'item_search%'"
    return [
        (table, column)
        for (table,) in there.execute(tables).fetchall()
        for _, column, kind, *_ in there.execute(f'PRAGMA table_info("{table}")')
        if kind.startswith(("VARCHAR", "TEXT", "JSON"))
    ]


def _holds(there: sqlite3.Connection, table: str, column: str, text: str) -> bool:
    asked = f'SELECT 1 FROM "{table}" WHERE instr("{column}", ?) LIMIT 1'  # noqa: S608 -- names of our own tables
    return there.execute(asked, (text,)).fetchone() is not None


def _same(shown: str, typed: str) -> bool:
    """Say whether a field shows what was typed, as a browser hands it on: one-line fields drop line breaks."""
    return shown.strip() in {typed.replace("\r\n", "\n").strip(), unquote_plus(typed).strip()} or squeeze(
        shown
    ) == squeeze(typed)
