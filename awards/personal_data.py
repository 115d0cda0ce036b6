"""Personal fields of nominations.

Five years at the most, for what won a prize. Whatever has none goes earlier, by the rules of its edition (``feedback.keeping``).
"""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_noop

from awards.enums import NominationState
from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

WITHOUT_PRIZE = gettext_noop("without a prize: until the day that the edition's rules name after its end")

register(
    PersonalField(
        "awards.Nomination",
        "nominee_name",
        gettext_noop("Judging the nomination and publishing the result"),
        timedelta(days=5 * 365),
        EraseAction.KEEP_BY_LAW,
        WITHOUT_PRIZE,
    ),
    PersonalField(
        "awards.NominationPage",
        "recipient",
        gettext_noop("Judging the nomination and publishing the result"),
        timedelta(days=5 * 365),
        EraseAction.KEEP_BY_LAW,
    ),
    PersonalField(
        "awards.Nomination",
        "nominee_email",
        gettext_noop("Asking whoever is nominated by others whether they agree"),
        timedelta(days=5 * 365),
        EraseAction.BLANK,
        WITHOUT_PRIZE,
    ),
    PersonalField(
        "awards.Nomination",
        "saved_by",
        gettext_noop("Telling the people of a dossier who saved it last"),
        timedelta(days=5 * 365),
        EraseAction.BLANK,
        WITHOUT_PRIZE,
    ),
    PersonalField(
        "awards.DossierMember",
        "user",
        gettext_noop("Working on a dossier together"),
        timedelta(days=5 * 365),
        EraseAction.DELETE_RECORD,
        WITHOUT_PRIZE,
    ),
    PersonalField(
        "awards.DossierMember",
        "nomination",
        gettext_noop("Working on a dossier together"),
        timedelta(days=5 * 365),
        EraseAction.DELETE_RECORD,
        WITHOUT_PRIZE,
    ),
    PersonalField(
        "awards.DossierMember",
        "email",
        gettext_noop("Asking a person to work on a dossier, or to agree to a nomination"),
        timedelta(days=5 * 365),
        EraseAction.DELETE_RECORD,
        WITHOUT_PRIZE,
    ),
    PersonalField(
        "awards.DossierMember",
        "consent",
        gettext_noop("Proving that the nominee agreed"),
        timedelta(days=5 * 365),
        EraseAction.DELETE_RECORD,
        WITHOUT_PRIZE,
    ),
    PersonalField(
        "awards.DossierAnswer",
        "text",
        gettext_noop("Judging the nomination and publishing the result"),
        timedelta(days=5 * 365),
        EraseAction.DELETE_RECORD,
        WITHOUT_PRIZE,
    ),
    PersonalField(
        "awards.DossierAnswer",
        "saved_by",
        gettext_noop("Telling the people of a dossier who saved it last"),
        timedelta(days=5 * 365),
        EraseAction.BLANK,
        WITHOUT_PRIZE,
    ),
    PersonalField(
        "awards.DossierFile",
        "file",
        gettext_noop("Judging the nomination and publishing the result"),
        timedelta(days=5 * 365),
        EraseAction.DELETE_RECORD,
        WITHOUT_PRIZE,
    ),
)

register(
    PersonalField(
        "awards.AwardCertificate",
        "recipient",
        gettext_noop("Proving a prize, for as long as its certificate is shown to others"),
        timedelta(days=10 * 365),
        EraseAction.KEEP_BY_LAW,
    ),
    PersonalField(
        "awards.AwardCertificate",
        "issued_by",
        gettext_noop("Telling who issued a certificate"),
        timedelta(days=10 * 365),
        EraseAction.BLANK,
    ),
    PersonalField(
        "awards.AwardRevocation",
        "recorded_by",
        gettext_noop("Telling who recorded that a prize was taken back"),
        timedelta(days=10 * 365),
        EraseAction.BLANK,
    ),
)

keep(
    # A draft and its address are their people's until they take it back, or its edition is over for as long as its rules say.
    KeepingRule(
        "awards.Nomination",
        "created_at",
        addresses=("nominee_email",),
        only=~Q(state__in=[NominationState.DRAFT, NominationState.AWAITING]),
    ),
    KeepingRule("awards.DossierMember", "asked_at", accounts=("user",), addresses=("email",)),
    # Answers and files are the dossier's, whoever wrote them.
    KeepingRule("awards.DossierAnswer", "saved_at"),
    KeepingRule("awards.DossierFile", "file__uploaded_at"),
    KeepingRule("awards.AwardCertificate", "issued_at", accounts=("issued_by",)),
    KeepingRule("awards.AwardRevocation", "recorded_at", accounts=("recorded_by",)),
)
