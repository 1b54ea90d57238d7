"""How are our own files served? With a mark of their content in the address, so that browsers keep them."""

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from hub.site import scripts
from hub.site.headers import FOR_EVER
from hub.site.render import STATIC, static

FOR_NOW = "public, max-age=300"


class KeptFiles(StaticFiles):
    """Our stylesheet and pictures; an address with the mark of what is there now may be kept for ever."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve a file with the right time to keep it."""
        answer = await super().get_response(path, scope)
        asked = f"/static/{path}?{scope['query_string'].decode('latin-1')}"
        answer.headers["Cache-Control"] = FOR_EVER if asked in _named(path) else FOR_NOW
        return answer


def _named(path: str) -> frozenset[str]:
    """Return the addresses under which our pages name the file at *path*."""
    folder, _, name = path.rpartition("/")
    others = {"js": scripts.script, "vendor": scripts.vendored}
    return frozenset({static(path), others[folder](name) if folder in others else ""})
