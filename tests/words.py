"""Which words does the interface have? Collects them from code and templates into the catalogues: `make words`."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from hub.site.words.catalogue import LOCALE, po

ROOT = Path(__file__).parents[1]
TEMPLATE = LOCALE / "hub.pot"
KEYWORDS = DEFAULT_KEYWORDS | {"say": None, "say_count": (1, 2)}
WHERE = {
    ROOT / "hub": [("**.py", "python")],
    ROOT / "web" / "templates": [("**.html", "jinja2"), ("**.txt", "jinja2")],
}
HEADING = """\
# {language}: the words of Local Hub.
# Written for a native speaker's review; nobody has reviewed it yet.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
# Shown in the demo alone, to people who build pages: in English.
FOR_BUILDERS = {"styleguide.html", "samples.py"}


def used() -> Catalog:
    """Return every message that code and templates say."""
    found = Catalog(fuzzy=False)
    for folder, methods in WHERE.items():
        for file, _, message, _, _ in extract_from_dir(folder, methods, keywords=KEYWORDS):
            if Path(file).name not in FOR_BUILDERS:
                found.add(message)
    return found


def kept(tag: str) -> Catalog:
    """Return the catalogue of language *tag* as it is kept."""
    with po(tag).open("rb") as file:
        return read_po(file, locale=tag)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Return all messages of a catalogue, without its heading."""
    return (message for message in catalogue if message.id)


def forms(message: Message) -> tuple[str, ...]:
    """Return every form of a translation."""
    told = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return tuple(each or "" for each in told)


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the messages that lack a translation, or one of its plural forms."""
    return [str(message.id) for message in messages(catalogue) if message.fuzzy or not all(forms(message))]


def collect() -> None:
    """Write the list of all messages, and bring every catalogue up to date with it."""
    found = used()
    TEMPLATE.write_bytes(_written(found))
    for file in sorted(LOCALE.glob("*/LC_MESSAGES/hub.po")):
        tag = file.parents[1].name
        catalogue, heading = kept(tag), _heading(file, tag)
        catalogue.update(found, no_fuzzy_matching=True)
        file.write_bytes(heading + b"\n" + _written(catalogue))
        missing = untranslated(catalogue)
        told = (f"{file.relative_to(ROOT)}: {len(missing)} of {len(catalogue)} to be translated", *missing)
        sys.stdout.write("\n  ".join(told) + "\n")


def _heading(file: Path, tag: str) -> bytes:
    # Kept as it was written: what its translators want to tell each other.
    heading, _, _ = file.read_bytes().partition(b"\n\n")
    plurals = Catalog(locale=tag).plural_forms
    return heading.rstrip() + b"\n" if heading else HEADING.format(language=tag, plurals=plurals).encode()


def _written(catalogue: Catalog) -> bytes:
    text = BytesIO()
    write_po(text, catalogue, width=0, omit_header=True, no_location=True, sort_output=True, ignore_obsolete=True)
    return text.getvalue()


if __name__ == "__main__":
    collect()
