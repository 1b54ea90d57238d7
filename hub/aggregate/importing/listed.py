"""What does a list of feeds hold? Values alone: what each line says, and what was left out of it."""

from dataclasses import dataclass

MOST_BYTES = 5_000_000  # of a file
MOST_OUTLINES = 5_000
MOST_ATTRIBUTES = 200  # of one line
DEEPEST = 100  # folders in folders
LONGEST_TITLE = 80  # letters, as of the name of any source


@dataclass(frozen=True, slots=True)
class Line:
    """One feed of a list, as it stands there."""

    written: str  # the address, however it is spelt
    title: str = ""
    site: str = ""
    folder: str = ""  # the folders it lies in, from the outermost, with slashes between
    category: str = ""
    language: str = ""
    is_calendar: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that was read, and how much of it names no feed."""

    title: str = ""
    lines: tuple[Line, ...] = ()
    included: int = 0  # lines that point to another list: nobody follows them
    without: int = 0  # lines that name neither a feed nor other lines
    is_mended: bool = False  # it was no XML, but for slips that many programs make
