"""What a guest sends and gets, for the tests of the public pages."""

import re
from datetime import timedelta
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

from django.urls import reverse

from portal.kernel import clock
from registration import forms
from registration.subjects import SubjectInfo


def url_of(fair: SubjectInfo, **kwargs: Any) -> str:
    return reverse("registration:register", kwargs={"subject": fair.key, **kwargs})


def old_ticket() -> str:
    with mock.patch.object(forms.clock, "now", return_value=clock.now() - timedelta(minutes=1)):
        return forms.new_ticket()


def filled(**changes: str) -> dict[str, str]:
    values = {
        "full_name": "Nguyễn Thị An",
        "email": "an@example.org",
        "phone": "0912 345 678",
        "organisation": "Hợp tác xã Thuận Thành",
        "note": "",
        "consent": "on",
        "ticket": old_ticket(),
        "homepage": "",
    }
    return values | changes


def links_in(text: str) -> list[str]:
    return [urlsplit(link).path for link in re.findall(r"http://testserver\S+", text)]
