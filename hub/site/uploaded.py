"""A form somebody sent with a file in it: the file, and what they typed beside it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from hub.aggregate.importing.listed import MOST_BYTES as MOST_OF_LIST
from hub.errors import HubError
from hub.establish.sharing.brought import MOST_BYTES
from hub.kit.saying import Saying, say
from hub.site.typed import Typed

_AROUND = 16_384  # bytes of the form beside its file
_MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What was typed, and the one file that came with it; both are empty where nothing did."""

    typed: Typed = field(default_factory=Typed)
    name: str = ""
    body: bytes = b""


async def _uploaded(request: Request) -> Uploaded:
    """Read a form with a file of words."""
    return await _read(request, MOST_BYTES, say("This file is longer than 1 MB. Bring it in parts."))


async def _listed(request: Request) -> Uploaded:
    """Read a form with a list of feeds."""
    return await _read(request, MOST_OF_LIST, say("The file is longer than 5 MB. Bring it in parts."))


async def _read(request: Request, most: int, too_long: Saying) -> Uploaded:
    """Read a form with a file; HubError when it is none, or its file longer than *most* bytes."""
    if not request.headers.get("content-type", "").startswith(_MULTIPART):
        if any([part async for part in _short(request, most, too_long)]):
            raise HubError(say("This is not what the form sends. Go back, and send it again."))
        return Uploaded()
    parser = MultiPartParser(
        request.headers, _short(request, most, too_long), max_files=1, max_fields=8, max_part_size=_AROUND
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError):
        raise HubError(say("This is not what the form sends. Go back, and send it again.")) from None
    try:
        fields = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        return (
            Uploaded(Typed(fields), files[0].filename or "", await files[0].read())
            if files
            else Uploaded(Typed(fields))
        )
    finally:
        await form.close()


async def _short(request: Request, most: int, too_long: Saying) -> AsyncGenerator[bytes, None]:
    """Yield what is sent, and stop where it is longer than the form takes."""
    length = 0
    async for part in request.stream():
        length += len(part)
        if length > most + _AROUND:
            raise HubError(too_long)
        yield part


FormUploaded = Annotated[Uploaded, Depends(_uploaded)]
FormListed = Annotated[Uploaded, Depends(_listed)]
