"""What a worker holds and how soon it answers: ``python -m tests.performance.bench_memory``; one JSON object a line.

One worker of the demo portal in ``PORTAL_VAR_DIR``, with its page cache, answers 10,000 mixed requests: every public page, filters, pages of lists,
months, and searches of which each is new. Beside it stands a worker of the same packages without the portal's rooms, which answers Wagtail's
welcome page. Then a second `make demo` until it answers; one before it makes sure that it is the second.
"""

import argparse
import contextlib
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import quote

import django

from tests.performance import serving
from tests.performance.figures import say

PORT: Final = int(os.environ.get("PORT", "8776"))
ROOT: Final = Path(__file__).resolve().parents[2]
SETTINGS: Final = "portal.settings.bench"
REQUESTS: Final = 10_000
LOOKS: Final = (0.1, 0.5, 1.0)
"""Parts of the requests after which it is looked."""
SEED: Final = 9
MEGABYTES: Final = 135.0
"""What a worker of Wagtail's own example site holds (research before this bench: peak of its worker)."""
GROWTH: Final = 1.03
START_SECONDS: Final = 3.0
DEMO_SECONDS: Final = 5.0
PATIENCE: Final = 120
WORDS: Final = ("sấy", "gốm", "cảm biến", "nước", "chè", "robot", "lúa", "máy", "nhựa", "điện", "phân bón", "laser")


def requests(pages: list[str]) -> Iterator[tuple[str, str]]:
    """Yield paths and encodings without end, the same at each run: of ten, six pages, two lists with filters, one month, one search."""
    drawn = random.Random(SEED)
    encodings = ("br", "gzip", "identity")
    for number in itertools.count():
        match number % 10:
            case 3:
                path = f"/cong-nghe/?page={drawn.randint(1, 5)}"
            case 6:
                path = f"/tin-tuc/?page={drawn.randint(1, 40)}"
            case 7:
                path = f"/su-kien/?view=month&month={drawn.randint(2020, 2032)}-{drawn.randint(1, 12):02}"
            case 9:
                path = f"/tim-kiem/?q={quote(f'{drawn.choice(WORDS)} {drawn.choice(WORDS)} {number}')}"
            case _:
                path = drawn.choice(pages)
        yield path, drawn.choice(encodings)


def ask(port: int, wanted: list[tuple[str, str]]) -> None:
    """Send requests from several connections at once; raises RuntimeError where the server fails."""
    left = iter(wanted)
    lock = threading.Lock()
    failed: list[str] = []

    def work() -> None:
        connection = serving.Connection(port)
        while not failed:
            with lock:
                found = next(left, None)
            if found is None:
                break
            path, encoding = found
            try:
                status, _head, _body = connection.get(path, headers=f"Accept-Encoding: {encoding}\r\n")
            except (OSError, ValueError) as error:
                failed.append(f"{path}: {error!r}")
                break
            if status >= 500:
                failed.append(f"{path} answered {status}")
        connection.close()

    threads = [threading.Thread(target=work) for _client in range(serving.CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise RuntimeError("; ".join(failed))


def measure_memory(pages: list[str], number: int) -> None:
    """Print how soon a worker answers, and what it holds after so many requests."""
    began = time.monotonic()
    with serving.granian("portal.wsgi:application", PORT) as server:
        serving.Connection(PORT).get("/")
        say("worker: start to first answer", time.monotonic() - began, "s", goal=START_SECONDS)
        say("worker: start to first answer, the processor", serving.processor_seconds(server), "s of processor")
        say("worker: after one request", serving.megabytes(server), "MB")
        source = requests(pages)
        done, held = 0, {}
        looks = [int(number * part) for part in LOOKS]
        for look in looks:
            ask(PORT, list(itertools.islice(source, look - done)))
            done, held[look] = look, serving.megabytes(server)
            goal = MEGABYTES if look == number else None
            say(f"worker: after {look} requests", held[look], "MB", goal=goal)
        _first, middle, last = looks
        say(
            f"worker: {last} requests beside {middle}", held[last] / held[middle], "ratio", f"{middle} requests", GROWTH
        )


def measure_bare(number: int) -> None:
    """Print how soon a worker of the same packages without the portal's rooms answers, and what it holds after a tenth of the requests."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.performance.bare_site.settings",
            "BARE_DATABASE": f"{folder}/bare.sqlite3",
        }
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        began = time.monotonic()
        with serving.granian("tests.performance.bare_site.wsgi:application", PORT, environment=environment) as server:
            status, _head, _body = serving.Connection(PORT).get("/")
            if status != HTTPStatus.OK:
                sys.exit(f"The bare site answers {status}.")
            say("bare worker: start to first answer", time.monotonic() - began, "s")
            say("bare worker: after one request", serving.megabytes(server), "MB")
            ask(PORT, [("/", "identity")] * (number // 10))
            say(f"bare worker: after {number // 10} requests of one page", serving.megabytes(server), "MB")


def measure_demo() -> None:
    """Print how soon the demo answers when it was built before."""
    answering_demo()
    say("second make demo: start to front page", answering_demo(), "s", goal=DEMO_SECONDS)


def answering_demo() -> float:
    """Start the demo, wait until it answers, and stop it; return how long it took to answer."""
    address = f"http://127.0.0.1:{PORT + 1}/"
    environment = {**os.environ, "PORT": str(PORT + 1)}
    environment.pop("DJANGO_SETTINGS_MODULE")
    began = time.monotonic()
    demo = subprocess.Popen(
        ["make", "demo"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=10) as answer:
                answer.read()
                break
            if demo.poll() is not None or time.monotonic() - began > PATIENCE:
                sys.exit("The demo does not start.")
            time.sleep(0.05)
        return time.monotonic() - began
    finally:
        os.killpg(demo.pid, signal.SIGINT)
        demo.wait(timeout=60)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    number = parser.parse_args().requests
    os.environ |= {"DJANGO_SETTINGS_MODULE": SETTINGS, "PORTAL_LOG_LEVEL": "CRITICAL", "PORT": str(PORT)}
    # As in service, where modules are compiled once (deploy/Dockerfile, docs/how-to/install-on-debian.md).
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    django.setup()
    from tests.performance import public_pages

    pages = public_pages.all_live()
    sys.stderr.write(f"{len(pages)} public pages.\n")
    measure_memory(pages, number)
    measure_bare(number)
    measure_demo()


if __name__ == "__main__":
    main()
