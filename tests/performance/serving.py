"""Servers on this machine, a client that keeps its connections, and the processor time that a server takes for an answer."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

CLIENTS: Final = 4
_START_SECONDS: Final = 60
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@contextmanager
def granian(
    application: str, port: int, *, workers: int = 1, environment: Mapping[str, str] | None = None
) -> Iterator[int]:
    """Serve a WSGI application as the portal is served; yield the number of the process."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "24", "--no-ws", "--log-level", "error", application]
    with _running(command, port, {**os.environ, "MALLOC_ARENA_MAX": "1", **(environment or {})}) as number:
        yield number


@contextmanager
def nginx(configuration: Path, port: int) -> Iterator[int]:
    """Run nginx with this configuration in the foreground; yield the number of the process."""
    with _running(["nginx", "-c", str(configuration), "-g", "daemon off;"], port, dict(os.environ)) as number:
        yield number


@contextmanager
def _running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    # Servers here share a port with whoever has it already, and each would get a part of the other's requests.
    if _answers(port):
        sys.exit(f"Something answers at port {port} already; name another one (PORT).")
    server = subprocess.Popen(command, env=environment)
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(port):
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{command[0]} does not answer at port {port}.")
            time.sleep(0.1)
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def family(number: int) -> list[int]:
    """Return a process and all that it started."""
    found = [number]
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == number:
                found += family(int(folder.name))
    return found


def processor_seconds(number: int) -> float:
    """Return the processor time, of the program and of the system for it, that a process and its family have taken."""
    total = 0
    for each in family(number):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def megabytes(number: int) -> float:
    """Return the memory that the largest of a process' family holds."""
    found = []
    for each in family(number):
        for line in Path(f"/proc/{each}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                found.append(int(line.split()[1]) / 1024)
    return max(found)


class Connection:
    """One kept connection; answers must tell their length."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._host = f"127.0.0.1:{port}"
        self._rest = b""

    def get(self, path: str, *, headers: str = "", host: str = "") -> tuple[int, bytes, bytes]:
        """Ask for a path; return the status, the head and the body. ``headers`` are whole lines."""
        self.send(f"GET {path} HTTP/1.1\r\nHost: {host or self._host}\r\n{headers}\r\n".encode())
        return self._answer()

    def post(self, path: str, body: bytes, *, headers: str = "") -> int:
        """Send a form; return the status."""
        head = f"POST {path} HTTP/1.1\r\nHost: {self._host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        self.send(f"{head}Content-Length: {len(body)}\r\n{headers}\r\n".encode() + body)
        return self._answer()[0]

    def send(self, data: bytes) -> None:
        """Send bytes, a whole request or a part of one."""
        self._socket.sendall(data)

    def _answer(self) -> tuple[int, bytes, bytes]:
        data = self._rest
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n")[1:]:
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        while len(body) < length:
            body += self._more()
        self._rest = body[length:]
        return int(head.split(None, 2)[1]), head, body[:length]

    def _more(self) -> bytes:
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionError
        return data

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def milliseconds_of_processor(
    number: int, port: int, path: str, *, requests: int, headers: str = "", host: str = ""
) -> float:
    """Return the processor time of the server for one request, over so many from several connections at once."""
    before = processor_seconds(number)

    def work() -> None:
        connection = Connection(port)
        for _request in range(requests // CLIENTS):
            status, _head, _body = connection.get(path, headers=headers, host=host)
            if status != 200:
                raise RuntimeError(f"{path} answered {status}.")
        connection.close()

    threads = [threading.Thread(target=work) for _client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (processor_seconds(number) - before) * 1000 / (requests // CLIENTS * CLIENTS)
