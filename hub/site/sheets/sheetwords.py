"""What does a noticeboard say for itself, around what others said? The same sentences on paper, page and plain text."""

from dataclasses import dataclass

from hub.site.sheets.noticeboard import MOST_OF_ONE_SOURCE, Sheet
from hub.site.words import gettext, ngettext, weekday


@dataclass(frozen=True, slots=True)
class SheetWords:
    """Headings and sentences of one sheet, in the reader's language."""

    board: str
    week: str
    said: str
    how: str
    nothing_said: str
    coming: str
    ahead: str
    nothing_coming: str
    more: str  # empty when every date is on the sheet
    cancelled: str
    tags: str
    join: str
    where: str
    scan: str
    library: str
    write: str  # empty where the hub names nobody
    sources: str
    yours: str
    made: str
    code: str  # what the QR code is, for those who do not see it
    lacking: str  # where a printer has no letters for a script


def words_of(sheet: Sheet, contact: str) -> SheetWords:
    """Return what the hub says around *sheet*; *contact* is whom to write to, or empty."""
    named = {"place": sheet.place, "address": sheet.address, "contact": contact}
    return SheetWords(
        board=gettext("Noticeboard"),
        week=_week(sheet),
        said=gettext("What was said"),
        how=_how(sheet),
        nothing_said=gettext("Nothing was heard from the sources of this place in this week."),
        coming=gettext("What is on"),
        ahead=_ahead(sheet),
        nothing_coming=gettext("No meetup is announced for these two weeks."),
        more=_more(sheet),
        cancelled=gettext("Cancelled"),
        tags=gettext("Talked about most"),
        join=gettext("Read on and join in"),
        where=gettext("Everything on this sheet, and more every day:"),
        scan=gettext("Or hold the camera of a phone over the square."),
        library=gettext("No computer? Ask in a library: they have computers for everybody, and people who help."),
        write=gettext("Questions, or something to add? Write to %(contact)s.") % named if contact else "",
        sources=gettext("From: %(sources)s.") % {"sources": ", ".join(sheet.sources)} if sheet.sources else "",
        yours=gettext("Every word belongs to whoever wrote it. Print and pin up this sheet wherever you like."),
        made=gettext("Put together on %(day)s.") % {"day": weekday(sheet.made)},
        code=gettext("QR code that leads to %(address)s") % named,
        lacking=gettext("A box stands for a letter that could not be printed; it is right at %(address)s.") % named,
    )


def _week(sheet: Sheet) -> str:
    return gettext("Week of %(monday)s") % {"monday": weekday(sheet.week.monday)}


def _how(sheet: Sheet) -> str:
    since = (
        gettext("In the seven days before this sheet was made.") if sheet.current else gettext("From Monday to Sunday.")
    )
    chosen = ngettext(
        "Kinds of source take turns, with at most %(count)s item from one source; the newest stands first.",
        "Kinds of source take turns, with at most %(count)s items from one source; the newest stands first.",
        MOST_OF_ONE_SOURCE,
    )
    return f"{since} {chosen % {'count': MOST_OF_ONE_SOURCE}}"


def _ahead(sheet: Sheet) -> str:
    if sheet.current:
        return gettext("The next two weeks, day by day; what comes again stands on its first day.")
    return gettext("Two weeks from that Monday, day by day; what comes again stands on its first day.")


def _more(sheet: Sheet) -> str:
    if not sheet.more_meetings:
        return ""
    more = ngettext("And %(count)s more at %(address)s.", "And %(count)s more at %(address)s.", sheet.more_meetings)
    return more % {"count": sheet.more_meetings, "address": f"{sheet.address}/meetups"}
