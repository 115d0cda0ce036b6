"""Technologies and needs as tables; see ``portal.tables``."""

from django.utils.translation import gettext_lazy as _

from portal.tables import kinds
from showcase.tables.needs import NeedTable
from showcase.tables.technologies import TechnologyTable

kinds.register(TechnologyTable(code="technologies", title=_("Technologies"), position=20))
kinds.register(NeedTable(code="needs", title=_("Needs"), position=30))
