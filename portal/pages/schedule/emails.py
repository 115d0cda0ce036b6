"""The mail about something that did not go public, or was not taken off, at its time."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.accounts.models import User
from portal.kernel import clock, formats
from portal.kernel.languages import Language
from portal.mail import domain as mail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.pages.models import ScheduleTrouble

KIND = "pages/emails/publishing_failed"


def tell(trouble: "ScheduleTrouble") -> None:
    """Queue one mail to everybody who may publish the record; to operators where it is no page. Call it in a transaction."""
    record = trouble.record()
    for person in _recipients(record):
        language = Language.VIETNAMESE
        mail.queue(
            kind=KIND,
            recipient=person.email,
            language=language,
            context={
                "recipient_name": person.get_full_name(),
                "title": trouble.title,
                "is_going_live": trouble.is_going_live,
                "day": formats.short_date(clock.local(trouble.due_at).date()),
                "time": formats.clock_time(trouble.due_at),
                "reason": trouble.reason_vi,
                "error": trouble.error,
                "url": mail.absolute_url(_address(record)),
                "list_url": mail.absolute_url(reverse("portal_schedule:index")),
            },
            once_for=f"{trouble.pk} {trouble.due_at.isoformat()}",
        )


def _recipients(record: Any) -> "Iterable[User]":
    people = User.objects.filter(is_active=True).exclude(email="").order_by("pk")
    if isinstance(record, Page):
        able = PagePermissionPolicy().users_with_any_permission_for_instance({"publish"}, record)
        return people.filter(pk__in=able.values("pk"))
    return people.filter(is_superuser=True)


def _address(record: Any) -> str:
    if isinstance(record, Page):
        return reverse("wagtailadmin_pages:edit", args=[record.pk])
    return reverse("portal_schedule:index")
