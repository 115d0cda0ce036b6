"""What keeps people from using a page, as axe-core finds it: WCAG 2.2, levels A and AA."""

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

OPTIONS: Final[dict[str, Any]] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    # Of all that is well, axe would describe every node too; on a long page that takes longer than looking.
    "resultTypes": ["violations"],
}
OF_COLOURS: Final[dict[str, Any]] = OPTIONS | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
"""The rules that can be broken in one colour scheme and kept in another; the others look at no colour."""
NAMED: Final = 3
LOOK: Final = """
([options, named]) => {
  // What is still fading in is looked at as it will stand.
  document.getAnimations().forEach(animation => {
    try { animation.finish(); } catch { animation.cancel(); }
  });
  return axe.run(options).then(({violations}) =>
  violations.map(({id, nodes}) => `${id} on ${nodes.slice(0, named).map(node => node.target).join('; ')}`));
}
"""


def faults(page: Page, options: dict[str, Any] = OPTIONS) -> list[str]:
    """Return the rules that a page breaks as it stands, each with up to three of the places."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(LOOK, [options, NAMED])
    return found
