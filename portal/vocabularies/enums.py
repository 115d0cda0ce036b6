"""Which vocabularies there are, and the levels of places."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VocabularyCode(TextChoices):
    """The lists of terms; their entries are in ``data/*.toml``."""

    FIELD = "field", _("Field of technology")
    SCIENCE_FIELD = "science-field", _("Official field of science and technology")
    TECHNOLOGY_KIND = "technology-kind", _("Kind of technology")
    TRANSFER_OBJECT = "transfer-object", _("Object of transfer")
    TRANSFER_FORM = "transfer-form", _("Form of transfer")
    TRANSFER_METHOD = "transfer-method", _("Method of transfer")
    TRANSFER_RIGHT = "transfer-right", _("Right transferred")
    COOPERATION = "cooperation", _("Kind of cooperation")
    IP_KIND = "ip-kind", _("Kind of intellectual property")
    IP_STATUS = "ip-status", _("Status of intellectual property")
    ORGANISATION_ROLE = "organisation-role", _("Role of an organisation")
    ORGANISATION_KIND = "organisation-kind", _("Kind of organisation")
    AUDIENCE = "audience", _("Audience")


class PlaceLevel(TextChoices):
    """Levels of administrative units; districts ended on 1 July 2025."""

    COUNTRY = "country", _("Country")
    PROVINCE = "province", _("Province or city")
    DISTRICT = "district", _("District, town or city under a province")
    COMMUNE = "commune", _("Commune or ward")
