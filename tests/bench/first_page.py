"""What a phone must fetch before it shows the first page."""

from __future__ import annotations

import re
from http.client import HTTPConnection

from tests.server import Server


def bytes_of_first_page(server: Server) -> int:
    """The landing page and everything it links to from this site, headers not counted, nothing compressed."""
    page = _fetch(server, "/es/")
    linked = set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', page))
    return len(page) + sum(len(_fetch(server, path.decode())) for path in linked)


def _fetch(server: Server, path: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200, (path, response.status)
        return response.read()
    finally:
        connection.close()
