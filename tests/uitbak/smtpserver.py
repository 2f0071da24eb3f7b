"""A very small SMTP server on loopback, that keeps what it gets and refuses what it is told to."""

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Post:
    poort: int = 0
    weiger: int = 0
    berichten: list[tuple[list[str], str]] = field(default_factory=list)


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        post: Post = self.server.post
        receivers: list[str] = []
        self._say("220 proef ESMTP")
        for raw in self.rfile:
            line = raw.decode().strip()
            verb = line.upper().split(":")[0].split()[0]
            if verb == "QUIT":
                self._say("221 dag")
                return
            if verb == "RCPT":
                if post.weiger:
                    self._say(f"{post.weiger} niet aangenomen voor {line[8:]}")
                    continue
                receivers.append(line.partition(":")[2].strip("<> "))
            if verb == "DATA":
                self._say("354 toe maar")
                body = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    body += part
                post.berichten.append((receivers, body.decode()))
                receivers = []
            self._say("250 goed")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextlib.contextmanager
def running() -> Iterator[Post]:
    with Server(("127.0.0.1", 0), Handler) as server:
        server.post = Post(server.server_address[1])
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server.post
        finally:
            server.shutdown()
