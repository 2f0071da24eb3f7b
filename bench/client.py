"""The caller: kept connections, each sending its next request when the last one is answered.

Its own process, and as little Python as can be: it runs on the processors that it measures.
`python -m bench.client` reads a `Burst` as JSON on stdin and writes a `Timing` as JSON on stdout.
"""

import json
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Burst:
    """Requests (head and body) to one server; the first `warm` of them are not counted."""

    port: int
    requests: Sequence[str]
    status: int
    connections: int = 8
    warm: int = 16


@dataclass(frozen=True)
class Timing:
    """Milliseconds of each counted request, from the first byte out to the last byte in."""

    milliseconds: list[float]
    wrong: list[str]


def run(burst: Burst) -> Timing:
    """Send a burst from a process of its own.

    Raises RuntimeError on an unexpected status, and when that process fails, with its complaint.
    """
    told = subprocess.run(
        [sys.executable, "-m", "bench.client"],
        input=json.dumps(asdict(burst)),
        capture_output=True,
        check=False,
        text=True,
        cwd=ROOT,
    )
    if told.returncode:
        raise RuntimeError(f"de aanvrager stopte met {told.returncode}:\n{told.stderr[-4000:]}")
    timing = Timing(**json.loads(told.stdout))
    if timing.wrong:
        raise RuntimeError(
            f"{len(timing.wrong)} verkeerde antwoorden, het eerste: {timing.wrong[0]}"
        )
    return timing


class _Connection:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.began = 0.0
        self.received = b""
        self.length = 0

    def send(self, request: bytes) -> None:
        self.received, self.length = b"", 0
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Whether the answer is complete."""
        more = self.socket.recv(262144)
        if not more:
            raise ConnectionError(f"verbinding verbroken na {self.received[:200]!r}")
        self.received += more
        if not self.length:
            head, separator, _ = self.received.partition(b"\r\n\r\n")
            if separator:
                size = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
                self.length = len(head) + 4 + int(size)
        return bool(self.length) and len(self.received) >= self.length


def send(burst: Burst) -> Timing:
    """Send a burst from this process."""
    requests = [request.encode() for request in burst.requests]
    expected = str(burst.status).encode()
    todo = iter(requests)
    timing, answered = Timing([], []), 0
    with selectors.DefaultSelector() as selector:
        for request in [next(todo) for _ in range(min(burst.connections, len(requests)))]:
            connection = _Connection(burst.port)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(request)
        while answered < len(requests):
            for key, _ in selector.select():
                connection = key.data
                if not connection.receive():
                    continue
                answered += 1
                if answered > burst.warm:
                    took = time.perf_counter() - connection.began
                    timing.milliseconds.append(round(took * 1000, 3))
                if connection.received[9:12] != expected:
                    timing.wrong.append(connection.received[:2000].decode(errors="replace"))
                following = next(todo, None)
                if following is None:
                    selector.unregister(connection.socket)
                    connection.socket.close()
                else:
                    connection.send(following)
    return timing


if __name__ == "__main__":
    print(json.dumps(asdict(send(Burst(**json.load(sys.stdin))))))
