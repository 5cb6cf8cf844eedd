"""The real server in a process of its own, to be stopped or killed like any other."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass
class Server:
    """`intake serve` on a free port with its own data folder. `kill` is kill -9 of every process of it."""

    data: Path
    port: int = 0
    options: tuple[str, ...] = ("--demo",)
    settings: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it is ready. Raises AssertionError when it is not within a minute."""
        self.port = self.port or _free_port()
        with (self.data.parent / f"{self.data.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "intake", "serve", *self.options],
                cwd=ROOT,
                env=os.environ | self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while not self._is_ready():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise AssertionError(f"the server did not start: {self.log[-2000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to stop, and wait for it."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9, in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    @property
    def environment(self) -> dict[str, str]:
        """The settings it runs with."""
        address = {"INTAKE_DATA": str(self.data), "PORT": str(self.port)}
        return address | {"INTAKE_BASE_URL": self.base} | self.settings

    @property
    def base(self) -> str:
        """The start of every address."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, *words: str) -> str:
        """What a command of `intake` prints, run beside the server. Raises CalledProcessError."""
        command = [sys.executable, "-m", "intake", *words]
        return subprocess.run(
            command, cwd=ROOT, env=os.environ | self.environment, check=True, capture_output=True, text=True
        ).stdout

    @property
    def log(self) -> str:
        """What it printed."""
        return (self.data.parent / f"{self.data.name}.log").read_text()

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, how)
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._process = None

    def _is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


@contextmanager
def running(data: Path, *options: str, **settings: str) -> Iterator[Server]:
    """A server for the length of a block."""
    server = Server(data, options=options or ("--demo",), settings=settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
