"""What the main pages cost: queries, bytes, requests a second uncached, beside a bare view of the same bytes.

Prints one JSON object a line. Speeds are ratios to a bare Django view on the same server in the same run: each pair is
measured in turns, and the median of the rounds counts.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

ROUNDS = 5
SECONDS = 2.0
CLIENTS = 4
SERVER_START = 60
PORT = int(os.environ.get("PORT", "8731"))


def say(name: str, value: float, unit: str, ratio_to: str | None = None) -> None:
    """Print one figure."""
    line = {"name": name, "value": round(value, 3), "unit": unit}
    if ratio_to:
        line["ratio_to"] = ratio_to
    print(json.dumps(line, ensure_ascii=False), flush=True)


def pages() -> dict[str, str]:
    """Return the address of each measured page by its name, from the demo portal's own pages."""
    from events.models import EventPage  # noqa: PLC0415 -- after django.setup
    from showcase.models import TechnologyPage  # noqa: PLC0415 -- after django.setup

    technology = TechnologyPage.objects.live().filter(locale__language_code="vi").order_by("pk").first()
    event = EventPage.objects.live().filter(locale__language_code="vi").order_by("pk").first()
    if technology is None or event is None:
        sys.exit("There is no demo portal in this database; run make demo once.")
    return {
        "front page": "/",
        "listing of 30": "/cong-nghe/",
        "technology": technology.url,
        "event": event.url,
    }


def measure_in_process(addresses: dict[str, str]) -> dict[str, int]:
    """Print queries and bytes of each page; return the bytes."""
    from django.db import connection  # noqa: PLC0415 -- after django.setup
    from django.test import Client  # noqa: PLC0415 -- after django.setup
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- after django.setup

    client = Client()
    sizes = {}
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(address)
        sizes[name] = len(response.content)
        say(f"{name}: queries", len(captured), "queries")
        say(f"{name}: HTML", sizes[name], "bytes")
    return sizes


def speed(address: str) -> float:
    """Return requests a second over a short while, from several clients at once."""
    counts = [0] * CLIENTS
    stop = time.monotonic() + SECONDS

    def work(index: int) -> None:
        while time.monotonic() < stop:
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 -- our own loopback address
                answer.read()
            counts[index] += 1

    threads = [threading.Thread(target=work, args=(index,)) for index in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def wait_for(address: str) -> None:
    """Return once the server answers."""
    deadline = time.monotonic() + SERVER_START
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 -- our own loopback address
                return
        except OSError:
            time.sleep(0.3)
    sys.exit(f"{address} does not answer.")


def measure_speed(addresses: dict[str, str], sizes: dict[str, int]) -> None:
    """Print requests a second of each page and of a bare view of as many bytes, and their ratio."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.bench"}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT)]
    command += [
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
        "portal.wsgi:application",
    ]
    server = subprocess.Popen(command, env=environment)
    base = f"http://127.0.0.1:{PORT}"
    try:
        wait_for(f"{base}/healthz")
        for name, address in addresses.items():
            bare = f"{base}/bench/bare/{sizes[name]}/"
            speed(base + address)
            rounds = [(speed(base + address), speed(bare)) for _round in range(ROUNDS)]
            say(f"{name}: speed", statistics.median(page for page, _bare in rounds), "requests/s")
            say(f"{name}: speed of a bare view", statistics.median(plain for _page, plain in rounds), "requests/s")
            ratio = statistics.median(page / plain for page, plain in rounds)
            say(f"{name}: speed", ratio, "ratio", "bare Django view of the same bytes on the same server")
    finally:
        server.terminate()
        server.wait(timeout=20)


def main() -> None:
    """Measure the demo portal in PORTAL_VAR_DIR or PORTAL_DATABASE_URL."""
    sys.path.insert(0, str(Path.cwd()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.bench"
    import django  # noqa: PLC0415 -- the settings' name comes first

    django.setup()
    addresses = pages()
    measure_speed(addresses, measure_in_process(addresses))


if __name__ == "__main__":
    main()
