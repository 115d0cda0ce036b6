"""A server on this machine that looks at what it is asked, as far as the search asks OpenSearch, and answers what a test says."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]


@dataclass
class Fake:
    """What the server holds and was asked. ``answers`` are given to searches in turn, the last one again and again."""

    address: str = ""
    indexes: dict[str, dict[str, Any]] = field(default_factory=dict)
    versions: dict[str, dict[str, int]] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=dict)
    searches: list[Json] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    credentials: list[str] = field(default_factory=list)
    made: Json = field(default_factory=dict)
    status: int = 200
    delay: float = 0.0

    def handle(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        """Return status and answer."""
        self.requests.append((method, path))
        if self.delay:
            time.sleep(self.delay)
        if self.status != HTTPStatus.OK:
            return self.status, {"error": "canary"}
        path, _, query = path.lstrip("/").partition("?")
        name, _, action = path.rpartition("/")
        if path == "_aliases":
            return self._change(json.loads(body)["actions"])
        if name == "_alias":
            names = self.aliases.get(action, set())
            return (200, {key: {} for key in names}) if names else (404, {"status": 404})
        if action == "_bulk":
            return self._bulk(name, query, body)
        return 200, self._tell(name, action, body) if name else self._make(method, path, body)

    def _tell(self, name: str, action: str, body: bytes) -> Any:
        if action == "_search":
            self.searches.append(json.loads(body))
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0] if self.answers else {}
        if action == "_count":
            return {"count": sum(len(self.indexes[index]) for index in self.aliases[name])}
        return {}

    def _make(self, method: str, name: str, body: bytes) -> Json:
        if method == "PUT":
            self.indexes[name], self.versions[name], self.made = {}, {}, json.loads(body)
        else:
            del self.indexes[name]
            for names in self.aliases.values():
                names.discard(name)
        return {"acknowledged": True}

    def _change(self, actions: list[Json]) -> tuple[int, Json]:
        for action in actions:
            ((kind, about),) = action.items()
            names = self.aliases.setdefault(about["alias"], set())
            if kind == "add":
                names.add(about["index"])
            else:
                names.remove(about["index"])
        return 200, {}

    def _bulk(self, alias: str, query: str, body: bytes) -> tuple[int, Json]:
        if query != "require_alias=true" or not body.endswith(b"\n"):
            return 400, {}
        names = self.aliases.get(alias, set())
        items = []
        rows = [json.loads(line) for line in body.splitlines()]
        while rows:
            ((kind, about),) = rows.pop(0).items()
            document = rows.pop(0) if kind == "index" else None
            items.append({kind: {"status": self._store(names, kind, about, document)}})
        return 200, {"errors": True, "items": items}

    def _store(self, names: set[str], kind: str, about: Json, document: Json | None) -> int:
        if len(names) != 1:
            return 404
        (name,) = names
        key = about["_id"]
        if about["version_type"] != "external_gte" or about["version"] < self.versions[name].get(key, 0):
            return 409
        self.versions[name][key] = about["version"]
        if document is not None:
            self.indexes[name][key] = document
            return 201
        return 200 if self.indexes[name].pop(key, None) else 404


def hits(*keys: int, scores: dict[int, float] | None = None) -> Json:
    """Return the answer to a search that found these documents in this order."""
    return {"hits": {"hits": [{"_id": str(key), "_score": (scores or {}).get(key, 1.0)} for key in keys]}}


def counts(name: str, numbers: dict[str, int]) -> Json:
    """Return the answer to a question for an aggregation."""
    buckets = [{"key": key, "doc_count": number} for key, number in numbers.items()]
    return {"aggregations": {name: {"buckets": buckets}}}


@contextmanager
def served() -> Iterator[Fake]:
    """Run the server for the time of a test."""
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if "Authorization" in self.headers:
                fake.credentials.append(base64.b64decode(self.headers["Authorization"].split()[1]).decode())
            status, answer = fake.handle(self.command, self.path, body)
            data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 -- the interface's names

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
