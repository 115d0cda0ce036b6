"""A speech recogniser that a test speaks through: it stands in for the browser's own."""

from typing import Final

from playwright.sync_api import Page

SCRIPT: Final = """
window.__started = [];
window.SpeechRecognition = window.webkitSpeechRecognition = class {
  start() { window.__started.push(this.lang); window.__now = this; this.running = true; this.onstart?.(); }
  stop() { this.stopped = true; setTimeout(() => this.close(), 0); }
  abort() { this.aborted = true; this.close(); }
  close() { if (this.running) { this.running = false; this.onend?.(); } }
};
"""
NONE: Final = "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"
"""For a browser that cannot listen."""


def install(page: Page, script: str = SCRIPT) -> None:
    """Give the window a fake recogniser, from the next page on."""
    page.add_init_script(script)


def hear(page: Page, *parts: str) -> None:
    """Let the recogniser understand parts of a sentence, all that was said so far."""
    page.evaluate("parts => window.__now.onresult({results: parts.map(transcript => [{transcript}])})", list(parts))


def fall_silent(page: Page) -> None:
    """Let the recogniser end by itself, as it does when nobody speaks on."""
    page.evaluate("window.__now.close()")


def fail(page: Page, error: str) -> None:
    """Let the recogniser report an error and end."""
    page.evaluate("error => { window.__now.onerror({error}); window.__now.close(); }", error)


def languages(page: Page) -> list[str]:
    """Return the language of each time that somebody was listened to."""
    found: list[str] = page.evaluate("window.__started")
    return found
