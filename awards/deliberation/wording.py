"""Motions in words, in the reader's language."""

from django.utils.translation import gettext as _

from awards.deliberation.enums import MotionKind
from awards.editions.rules import from_json
from awards.models import AwardEdition, Motion
from portal.kernel import languages


def category(motion: Motion) -> str:
    """Return the title of a motion's category, empty where it has none."""
    if not motion.category_code:
        return ""
    edition = AwardEdition.objects.filter(award_key=motion.meeting.award_key).first()
    rules = from_json(edition.rules) if edition is not None and edition.rules else None
    found = next((one.title for one in rules.categories if one.code == motion.category_code), None) if rules else None
    return (found[languages.current()] or found.vi) if found is not None else motion.category_code


def heading(motion: Motion) -> str:
    """Return what a motion is about, in one line."""
    if motion.kind == MotionKind.OTHER:
        return str(motion.get_kind_display())
    if motion.kind == MotionKind.PRIZE:
        words = _("%(prize)s, category “%(category)s”")
        return words % {"prize": motion.get_honour_display(), "category": category(motion)}
    words = _("Shortlist, category “%(category)s”")
    if motion.kind == MotionKind.TIE:
        words = _("Order of equal dossiers, category “%(category)s”")
    return words % {"category": category(motion)}
