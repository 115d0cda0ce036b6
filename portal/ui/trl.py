"""Words for the nine technology readiness levels (Horizon scale, as the Ministry of Science and Technology uses it)."""

from typing import Final

from django.utils.translation import gettext_lazy as _

LEVELS: Final = {
    1: _("Basic principles observed"),
    2: _("Concept formulated"),
    3: _("Proof of concept"),
    4: _("Tested in the laboratory"),
    5: _("Tested in a simulated environment"),
    6: _("Prototype shown in a relevant environment"),
    7: _("Prototype shown in operation"),
    8: _("Complete and qualified"),
    9: _("Proven in production"),
}
EARLY: Final = _("In research")
MIDDLE: Final = _("On trial")
READY: Final = _("Ready to use")
LAST_EARLY: Final = 3
LAST_MIDDLE: Final = 6


def _level(level: int | str | None) -> int:
    try:
        return int(level or 0)
    except ValueError:
        return 0


def words(level: int | str | None) -> str:
    """Return the words of a level; nothing for a level that does not exist."""
    return str(LEVELS.get(_level(level), ""))


def band(level: int | str | None) -> str:
    """Return the band a level lies in: research (1 to 3), trial (4 to 6), ready to use (7 to 9)."""
    found = _level(level)
    if found not in LEVELS:
        return ""
    return str(EARLY if found <= LAST_EARLY else MIDDLE if found <= LAST_MIDDLE else READY)
