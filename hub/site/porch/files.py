"""How are our own files served? With a mark of their content in the address, so that browsers keep them."""

from starlette.datastructures import QueryParams
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from hub.site.render import STATIC

FOR_EVER = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=300"


class KeptFiles(StaticFiles):
    """Our stylesheet and pictures; an address with a content mark may be kept for ever."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve a file with the right time to keep it."""
        answer = await super().get_response(path, scope)
        marked = "v" in QueryParams(scope["query_string"])
        answer.headers["Cache-Control"] = FOR_EVER if marked else FOR_NOW
        return answer
