"""Personal fields of reports and requests."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

REPORT_PURPOSE = gettext_noop("Dealing with a report and answering it")
REQUEST_PURPOSE = gettext_noop("Dealing with a request for a support service")
RETENTION = timedelta(days=3 * 365)

register(
    *(
        PersonalField("home.FeedbackReport", field, REPORT_PURPOSE, RETENTION, EraseAction.BLANK)
        for field in ("name", "organisation", "email", "text")
    ),
    *(
        PersonalField("home.ServiceRequest", field, REQUEST_PURPOSE, RETENTION, EraseAction.DELETE_RECORD)
        for field in ("name", "organisation", "email", "phone", "text", "message")
    ),
)

keep(
    KeepingRule("home.FeedbackReport", "received_at", addresses=("email",)),
    KeepingRule("home.ServiceRequest", "received_at", addresses=("email",)),
)
