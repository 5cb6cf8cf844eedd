"""How fast people get through: whole journeys a second and final submits a second, by 8 and by 32 people at once.

    .venv/bin/python -m tests.bench.submit [--seconds 10] [--stored 0,100000]

Prints rates, p50 and p99, and what many stored reports cost. The clients run on the same machine, in a process of their
own, and are counted in. A figure with errors does not count, and the script says so with exit code 1.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.first_page import bytes_of_first_page
from tests.bench.stored import fill, stored_in
from tests.factories import CONTENT
from tests.running import make_runtime
from tests.server import Server, running
from tests.typed import SPEI_JALISCO, filled_in
from tests.visitor import Visitor

DRAFTS_A_SECOND = 120
TYPED = filled_in(CONTENT, SPEI_JALISCO, now=datetime.now(UTC))


@dataclass(frozen=True)
class Figure:
    """What one run measured. Times are in seconds."""

    name: str
    clients: int
    stored: int
    errors: int
    seconds: float
    times: tuple[float, ...]

    @property
    def rate(self) -> float:
        """How many went well, a second."""
        return len(self.times) / self.seconds

    def __str__(self) -> str:
        ordered = sorted(self.times) or [0.0]
        p50, p99 = statistics.median(ordered), ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]
        return (
            f"{self.name:<9} {self.clients:>3} clients {self.stored:>8,} stored {self.rate:>8.1f} /s"
            f"   p50 {p50 * 1000:>7.1f} ms   p99 {p99 * 1000:>7.1f} ms   errors {self.errors}"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--stored", default="0,100000")
    options = parser.parse_args()
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "var") as server:
        print(f"first page, all it needs, not compressed: {bytes_of_first_page(server):,} bytes")
        for stored in (int(number) for number in options.stored.split(",")):
            _store(server, stored)
            for clients in (8, 32):
                for measure in (journeys, submits):
                    found.append(measure(server, clients, stored, options.seconds))
                    print(found[-1], flush=True)
    for line in ratios(found):
        print(line)
    sys.exit(1 if any(figure.errors for figure in found) else 0)


def journeys(server: Server, clients: int, stored: int, seconds: float) -> Figure:
    """Whole journeys: every page fetched and sent, the report sent, the receipt read."""

    def one() -> None:
        visitor = Visitor("127.0.0.1", server.port)
        visitor.fill_in("es", TYPED)
        visitor.expect(visitor.send("es"), 303)
        visitor.receipt("es")
        visitor.close()

    end = time.monotonic() + seconds
    return _measure("journeys", clients, stored, lambda: one if time.monotonic() < end else None)


def submits(server: Server, clients: int, stored: int, seconds: float) -> Figure:
    """Only the last button, on drafts that were filled in before the clock starts."""
    with ThreadPoolExecutor(clients) as pool:
        waiting = list(pool.map(lambda _: _filled_in(server), range(int(DRAFTS_A_SECOND * seconds))))

    def next_send() -> Callable[[], None] | None:
        return (lambda visitor: lambda: _send(visitor))(waiting.pop()) if waiting else None

    return _measure("submits", clients, stored, next_send)


def ratios(found: list[Figure]) -> list[str]:
    """How each rate with the most reports stored compares to the same with the fewest."""
    first, last = found[0].stored, found[-1].stored
    pairs = [
        (few, many)
        for few in found
        for many in found
        if few.stored == first and many.stored == last and (few.name, few.clients) == (many.name, many.clients)
    ]
    return [
        f"{few.name}, {few.clients} clients: {many.rate / few.rate:.2f} of the rate with {last:,} stored"
        for few, many in pairs
        if first != last
    ]


def _store(server: Server, total: int) -> None:
    if total:
        runtime = make_runtime(server.data)
        fill(runtime, max(total, stored_in(runtime)))
        runtime.store.close()


def _measure(name: str, clients: int, stored: int, next_job: Callable[[], Callable[[], None] | None]) -> Figure:
    """Let `clients` threads take jobs until there are none; a job that raises is an error."""
    times: list[float] = []
    errors: list[str] = []
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                job = next_job()
            if job is None:
                return
            began = time.perf_counter()
            try:
                job()
            except (AssertionError, OSError) as error:
                errors.append(f"{type(error).__name__}: {error}")
            else:
                times.append(time.perf_counter() - began)

    began = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in errors[:3]:
        print(error, file=sys.stderr)
    return Figure(name, clients, stored, len(errors), time.perf_counter() - began, tuple(times))


def _filled_in(server: Server) -> Visitor:
    visitor = Visitor("127.0.0.1", server.port)
    visitor.fill_in("es", TYPED, reads_pages=False)
    visitor.close()
    return visitor


def _send(visitor: Visitor) -> None:
    visitor.expect(visitor.send("es"), 303)
    visitor.close()


if __name__ == "__main__":
    main()
