"""A clamd that answers on a real socket: clean, infected (EICAR), an error, or nothing at all."""

import contextlib
import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        assert self._read(10) == b"zINSTREAM\0"
        body = b""
        while size := struct.unpack(">I", self._read(4))[0]:
            body += self._read(size)
        self.server.seen.append(body)
        if self.server.mode == "zwijgt":
            time.sleep(1)
            return
        if self.server.mode == "fout":
            self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        elif EICAR in body:
            self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0")
        else:
            self.request.sendall(b"stream: OK\0")

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self.request.recv(size - len(data))
            if not part:
                raise ConnectionError
            data += part
        return data


class TcpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextlib.contextmanager
def running(mode: str = "", socket_path: Path | None = None) -> Iterator[tuple[str, list[bytes]]]:
    server = (
        UnixServer(str(socket_path), Handler)
        if socket_path
        else TcpServer(("127.0.0.1", 0), Handler)
    )
    server.mode, server.seen = mode, []
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    address = f"unix://{socket_path}" if socket_path else f"127.0.0.1:{server.server_address[1]}"
    try:
        yield address, server.seen
    finally:
        server.shutdown()
        server.server_close()
