"""A draft outlives the server: what was typed before a restart is there after it, and can be sent."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.factories import CONTENT
from tests.server import Server
from tests.typed import SPEI_JALISCO, filled_in
from tests.visitor import Visitor


def test_a_draft_is_still_there_after_the_server_was_killed(tmp_path: Path) -> None:
    server = Server(tmp_path / "var")
    server.start()
    visitor = Visitor("127.0.0.1", server.port)
    typed = filled_in(CONTENT, SPEI_JALISCO, now=datetime.now(UTC))
    assert visitor.fill_in("es", typed, reads_pages=False) == "/es/report/send"
    visitor.close()
    server.kill()
    server.start()
    assert "Vi un cargo que no hice." in visitor.get("/es/report/check").text
    visitor.expect(visitor.send("es"), 303)
    visitor.close()
    server.stop()
