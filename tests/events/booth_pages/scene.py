"""The moment and the files of these tests."""

import uuid
from typing import Any

from events.domain import booths
from events.models import FairApplication
from portal.accounts.models import User
from tests.factories import booths as stock
from tests.factories import events as make

NOW = make.NOW


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def page_of(application: FairApplication) -> str:
    return f"/dang-ky-gian-hang/ho-so/{application.reference}/"


def settled(key: uuid.UUID, hall: Any, owner: User, operator: User) -> FairApplication:
    application = stock.make_applicant(key, owner)
    booths.offer(application=application, booth=stock.make_booth(hall), by=operator, now=NOW)
    return booths.confirm(application=application, by=owner, now=NOW)
