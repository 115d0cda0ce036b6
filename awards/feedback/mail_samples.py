"""Invented content for previews of the mails after the decision."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from awards.feedback import emails
from awards.mail_samples import DOSSIER
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import previews


def _sample(language: Language) -> Mapping[str, Any]:
    return {
        "recipient_name": previews.PERSON,
        "dossier": DOSSIER[language]["dossier"],
        "edition": DOSSIER[language]["edition"],
        "at": clock.now() + timedelta(days=14),
        "number": 12,
        "url": previews.LINK,
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for kind in (emails.RELEASED, emails.ERASURE_DUE):
        previews.register(kind=kind, sample=_sample)
