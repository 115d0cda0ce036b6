"""A small mail server on the loopback: keeps what it takes, and answers as a test tells it to."""

import os
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from enum import StrEnum
from pathlib import Path
from typing import Any


class Behaviour(StrEnum):
    """How the server answers."""

    TAKE = "take"
    BUSY = "busy"  # 451 after the message
    GREYLIST = "greylist"  # 450 at the recipient
    NO_SUCH_PERSON = "no-such-person"  # 550 at the recipient
    REFUSE_CONTENT = "refuse-content"  # 554 after the message
    HANG_UP = "hang-up"  # closes in the middle of the message
    AWAY = "away"  # 421 instead of a greeting
    HANG = "hang"  # takes the message and never answers


class Relay(socketserver.ThreadingTCPServer):
    """The server; messages are kept as files, so that those taken from another process are seen, too."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.behaviour = Behaviour.TAKE
        self.connections = 0
        self.taken = threading.Event()
        super().__init__(("127.0.0.1", 0), _Session)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def messages(self) -> list[Message]:
        return [message_from_bytes(path.read_bytes()) for path in sorted(self.folder.glob("*.eml"))]

    def keep(self, data: bytes) -> None:
        number = len(list(self.folder.glob("*.eml")))
        (self.folder / f"{number:03}-{os.getpid()}.eml").write_bytes(data)
        self.taken.set()


class _Session(socketserver.StreamRequestHandler):
    server: Relay

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        server = self.server
        server.connections += 1
        if server.behaviour is Behaviour.AWAY:
            self.say("421 closing")
            return
        self.say("220 relay.example.org")
        while line := self.rfile.readline():
            verb = line.strip().upper()[:4]
            if verb in {b"EHLO", b"HELO"}:
                self.say("250 relay.example.org")
            elif verb == b"RCPT" and server.behaviour is Behaviour.NO_SUCH_PERSON:
                self.say("550 5.1.1 no such person")
            elif verb == b"RCPT" and server.behaviour is Behaviour.GREYLIST:
                self.say("450 4.2.0 come again later")
            elif verb == b"DATA":
                self.say("354 go on")
                if not self.data():
                    return
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def data(self) -> bool:
        lines = []
        for line in iter(self.rfile.readline, b""):
            if self.server.behaviour is Behaviour.HANG_UP:
                return False
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        if self.server.behaviour is Behaviour.BUSY:
            self.say("451 4.3.0 busy")
            return True
        if self.server.behaviour is Behaviour.REFUSE_CONTENT:
            self.say("554 5.7.1 refused")
            return True
        self.server.keep(b"".join(lines))
        if self.server.behaviour is Behaviour.HANG:
            threading.Event().wait(30)
            return False
        self.say("250 taken")
        return True


@contextmanager
def running(folder: Path) -> Iterator[Relay]:
    """Serve from a thread until the block ends."""
    with Relay(folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()


def use(settings: Any, server: Relay) -> None:
    """Let the portal send through this server."""
    settings.MAIL_RELAY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
