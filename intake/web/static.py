"""The files of static/, read once at start, compressed once, and kept by browsers for a year under their hash."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

_FOREVER = "public, max-age=31536000, immutable"
_COMPRESSED = (".css", ".svg", ".txt")


@dataclass(frozen=True)
class StaticFile:
    """One file in memory; `packed` is its gzip form where that is smaller."""

    body: bytes
    packed: bytes | None
    media_type: str


def read_static(folder: Path) -> dict[str, StaticFile]:
    """All files under the folder, by their path relative to it."""
    return {path.relative_to(folder).as_posix(): _file(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def serve(files: dict[str, StaticFile], request: Request) -> Response:
    """The file of /static/{hash}/{path}; 404 for any other path. The hash only makes the address new."""
    found = files.get(request.path_params["path"])
    if found is None:
        return PlainTextResponse("not found\n", status_code=404)
    headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
    if found.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.packed, media_type=found.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(found.body, media_type=found.media_type, headers=headers)


def _file(path: Path) -> StaticFile:
    body = path.read_bytes()
    packed = gzip.compress(body, mtime=0) if path.suffix in _COMPRESSED else None
    return StaticFile(body, packed, mimetypes.guess_type(path.name)[0] or "application/octet-stream")
