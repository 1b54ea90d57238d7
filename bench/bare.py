"""What is the most this server can do? An app that sends the same bytes to everybody and looks at nothing.

`python -m bench.bare PORT` reads the answer, status, headers and body, in JSON from its input.
"""

import json
import sys

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bench.loader import SERVING_CORE, stay_on
from hub.cli.serving import QUIETLY


def saying(status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> ASGIApp:
    """Return an app that says nothing else."""
    start: Message = {"type": "http.response.start", "status": status, "headers": headers}
    rest: Message = {"type": "http.response.body", "body": body}

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send(start)
        await send(rest)

    return app


if __name__ == "__main__":
    stay_on(SERVING_CORE)
    told = json.load(sys.stdin)
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told["headers"]]
    app = saying(told["status"], headers, told["body"].encode("latin-1"))
    uvicorn.run(app, port=int(sys.argv[1]), lifespan="off", **QUIETLY)
