"""Where do the words of a language come from? Its .po file, compiled in memory the first time it is spoken."""

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[3] / "web" / "locale"


def po(tag: str) -> Path:
    """Return the file that holds the words of language *tag*."""
    return LOCALE / tag / "LC_MESSAGES" / "hub.po"


def catalogue(tag: str) -> GNUTranslations:
    """Read and compile the words of language *tag*; OSError when there is no such file."""
    compiled = BytesIO()
    with po(tag).open("rb") as file:
        write_mo(compiled, read_po(file, locale=tag, abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)
