"""Three times what the portal can serve: ``python -m tests.performance.bench_load``; one JSON object a line.

One process serves the demo portal in ``PORTAL_VAR_DIR``. First what it can serve of searches, which are never kept, is measured; then many more readers
than that ask for them without a pause. Meanwhile finished pages are asked for, forms are sent, and a hundred clients send their requests a byte a second.
"""

import os
import re
import statistics
import sys
import threading
import time
from collections import Counter
from typing import Final

from tests.performance import serving
from tests.performance.figures import say

PORT: Final = int(os.environ.get("PORT", "8761"))
SECONDS: Final = 10.0
SLOW_CLIENTS: Final = 100
SLOTS: Final = 4
SEARCH: Final = "/tim-kiem/?q=may+say+toi&sort=newest"
FORM: Final = "/tai-khoan/login/"


def _ask_on(path: str, until: float, codes: Counter[int], waits: list[float], *, patient: bool) -> None:
    while time.monotonic() < until:
        try:
            connection = serving.Connection(PORT)
            began = time.monotonic()
            code, head, _body = connection.get(path)
            connection.close()
        except OSError:
            code, head = 0, b""
        codes[code] += 1
        if code == 200:
            waits.append(time.monotonic() - began)
        elif code == 503:
            codes[-503] += b"retry-after" not in head.lower()
            # Whoever is told to come back does so in a while; a program does not.
            time.sleep(0.2 if patient else 0.02)


def _flood(number: int, seconds: float) -> tuple[Counter[int], list[float], list[threading.Thread]]:
    codes: Counter[int] = Counter()
    waits: list[float] = []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_ask_on, args=(SEARCH, until, codes, waits), kwargs={"patient": False})
        for _reader in range(number)
    ]
    for thread in threads:
        thread.start()
    return codes, waits, threads


def _form() -> tuple[bytes, str]:
    """Open the form as somebody does before the crowd comes; return what is sent and the cookie."""
    _code, head, body = serving.Connection(PORT).get(FORM)
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body)
    cookie = re.search(rb"(?i)set-cookie:\s*(csrf=[^;]+)", head)
    if token is None or cookie is None:
        sys.exit(f"{FORM} holds no form.")
    sent = f"csrfmiddlewaretoken={token.group(1).decode()}&login=khong-co@example.org&password=sai".encode()
    return sent, f"Cookie: {cookie.group(1).decode()}\r\n"


def _send(form: tuple[bytes, str]) -> int:
    connection = serving.Connection(PORT)
    code = connection.post(FORM, form[0], headers=form[1])
    connection.close()
    return code


def _slow_clients(stop: threading.Event) -> list[threading.Thread]:
    def creep() -> None:
        connection = serving.Connection(PORT)
        for byte in f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nX-Slow: {'x' * 200}\r\n".encode():
            if stop.wait(1.0):
                break
            connection.send(bytes([byte]))
        connection.close()

    threads = [threading.Thread(target=creep, daemon=True) for _client in range(SLOW_CLIENTS)]
    for thread in threads:
        thread.start()
    return threads


def main() -> None:
    """Measure."""
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.bench", "PORTAL_LOG_LEVEL": "CRITICAL", "PORT": str(PORT)}
    with serving.granian("portal.wsgi:application", PORT, environment=environment):
        serving.Connection(PORT).get("/")
        form = _form()
        _codes, alone, threads = _flood(SLOTS, 4)
        for thread in threads:
            thread.join()
        stop = threading.Event()
        _slow_clients(stop)
        codes, waits, threads = _flood(SLOTS * 10, SECONDS)
        time.sleep(0.5)
        kept_codes: Counter[int] = Counter()
        kept_waits: list[float] = []
        until = time.monotonic() + SECONDS - 2
        kept = threading.Thread(target=_ask_on, args=("/", until, kept_codes, kept_waits), kwargs={"patient": True})
        kept.start()
        sent: list[int] = []
        while time.monotonic() < until:
            sent.append(_send(form))
        for thread in (*threads, kept):
            thread.join()
        stopped = time.monotonic()
        while serving.Connection(PORT).get(SEARCH)[0] != 200:
            time.sleep(0.1)
            if time.monotonic() - stopped > 60:
                break
        recovery = time.monotonic() - stopped
        stop.set()
    answered = sum(codes.values()) - codes[-503]
    say(
        "load: searches asked for beside those that can be served",
        answered / max(len(waits), 1),
        "ratio",
        "searches served",
    )
    say("load: searches told to come back", codes[503], "answers")
    say("load: of these without a time to come back", codes[-503], "answers", goal=0)
    say("load: searches that failed otherwise", answered - codes[200] - codes[503], "answers", goal=0)
    say("load: median wait for a search alone", statistics.median(alone), "s")
    say("load: median wait for a search that was served", statistics.median(waits), "s")
    say("load: finished pages not given", sum(kept_codes.values()) - kept_codes[200], "answers", goal=0)
    say("load: slowest twentieth of finished pages", sorted(kept_waits)[int(len(kept_waits) * 0.95)], "s")
    say("load: forms sent and answered", len(sent), "forms", codes=sorted(set(sent)))
    say("load: forms turned away", sum(code in {0, 503} for code in sent), "forms", goal=0)
    say("load: back after", recovery, "s", goal=30)


if __name__ == "__main__":
    sys.exit(main())
