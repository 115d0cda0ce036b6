"""What a finished page costs: ``python -m tests.performance.bench_page_cache``; one JSON object a line.

The front page of the demo portal in ``PORTAL_VAR_DIR``, by the processor time of the server for one request: from the portal's page cache, from a bare
WSGI application with the same bytes on the same server, from the package wagtail-cache where it is installed (``pip install wagtail-cache``), and behind
nginx with the portal's own configuration beside nginx' static files, where nginx is installed. The designs are measured in turns; the median counts.
"""

import importlib.util
import os
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tests.performance import serving
from tests.performance.figures import say

ROUNDS: Final = 5
REQUESTS: Final = 6000
PORT: Final = int(os.environ.get("PORT", "8741"))
ROOT: Final = Path(__file__).resolve().parents[2]
SETTINGS: Final = "portal.settings.bench"
PLAIN: Final = "Accept-Encoding: identity\r\n"


def _configuration(folder: Path, *, port: int, portal: int) -> Path:
    """Write the portal's own nginx configuration for loopback: without TLS, with another port and folders."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    text = text.replace("server 127.0.0.1:8000;", f"server 127.0.0.1:{portal};")
    # The first server leads to TLS; the second is the portal's.
    text = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r" +listen \[::\]:443.*\n", "", text).replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = re.sub(r" +ssl_.*\n", "", text).replace("/var/cache/nginx/portal", f"{folder}/cache")
    text = re.sub(r"access_log /var/log.*", "access_log off;", text).replace("/srv/portal/deploy", str(ROOT / "deploy"))
    text = text.replace("server_name portal.example.org;", "server_name _;").replace(
        "$scheme://$host", "$scheme://$http_host"
    )
    text = text.replace("proxy_set_header Host $host;", "proxy_set_header Host $http_host;")
    static = f"server {{ listen 127.0.0.1:{port + 1}; root {folder}/static; access_log off; }}\n"
    whole = f"user root;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\nhttp {{\ndefault_type text/html;\n{text}\n{static}}}\n"
    path = folder / "nginx.conf"
    path.write_text(whole)
    return path


def main() -> None:
    """Measure."""
    environment = {"DJANGO_SETTINGS_MODULE": SETTINGS, "PORTAL_LOG_LEVEL": "ERROR", "PORT": str(PORT)}
    host = f"127.0.0.1:{PORT}"
    with tempfile.TemporaryDirectory(prefix="measured-") as name, ExitStack() as stack:
        folder = Path(name)
        portal = stack.enter_context(serving.granian("portal.wsgi:application", PORT, environment=environment))
        first = serving.Connection(PORT)
        first.get("/")
        _status, head, body = first.get("/", headers=PLAIN)
        if b"portal; hit" not in head:
            sys.exit("The front page was not kept; build the demo portal first (make demo).")
        (folder / "static").mkdir()
        (folder / "static/index.html").write_bytes(body)
        bare_environment = {"PORTAL_BENCH_BODY": str(folder / "static/index.html")}
        bare = stack.enter_context(
            serving.granian("tests.performance.bare:application", PORT + 1, environment=bare_environment)
        )

        def ask(server: int, port: int) -> Callable[[], float]:
            return lambda: serving.milliseconds_of_processor(
                server, port, "/", requests=REQUESTS, headers=PLAIN, host=host
            )

        designs = {"page cache": ask(portal, PORT), "bare WSGI": ask(bare, PORT + 1)}
        if importlib.util.find_spec("wagtailcache"):
            peer_environment = environment | {"DJANGO_SETTINGS_MODULE": "tests.performance.kept_by_wagtail_cache"}
            peer = stack.enter_context(
                serving.granian("portal.wsgi:application", PORT + 2, environment=peer_environment)
            )
            designs["wagtail-cache"] = ask(peer, PORT + 2)
        else:
            sys.stderr.write("wagtail-cache is not installed and left out.\n")
        if shutil.which("nginx"):
            front = stack.enter_context(serving.nginx(_configuration(folder, port=PORT + 3, portal=PORT), PORT + 3))
            designs |= {"nginx before the page cache": ask(front, PORT + 3), "nginx static": ask(front, PORT + 4)}
        else:
            sys.stderr.write("nginx is not installed and left out.\n")
        for design in designs.values():
            design()
        rounds = [{name: design() for name, design in designs.items()} for _round in range(ROUNDS)]

        def median(of: Callable[[dict[str, float]], float]) -> float:
            return statistics.median(of(one) for one in rounds)

        for design_name in designs:
            say(f"front page: {design_name}", median(lambda one, name=design_name: one[name]), "ms of processor")  # type: ignore[misc]  # a default binds the name
        ratio = median(lambda one: one["page cache"] / one["bare WSGI"])
        say("hit beside a bare WSGI application", ratio, "ratio", "bare WSGI", 1.5)
        if "wagtail-cache" in designs:
            cheaper = median(lambda one: one["wagtail-cache"] / one["page cache"])
            say("a hit of wagtail-cache beside ours", cheaper, "ratio", "page cache", 5, at_least=True)
        if "nginx static" in designs:
            behind = median(lambda one: one["nginx before the page cache"] / one["nginx static"])
            say("nginx before the page cache beside nginx static", behind, "ratio", "nginx static", 1.3)


if __name__ == "__main__":
    main()
