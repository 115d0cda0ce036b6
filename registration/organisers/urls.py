"""Addresses of the organisers' pages, under the list of registrations."""

from django.urls import URLPattern, path

from registration.organisers import audit, badges, bulk, dashboards, mails, notes


def patterns() -> list[URLPattern]:
    """Return the addresses; their names live in the namespace of the list."""
    return [
        path("event/", dashboards.DashboardsView.as_view(), name="dashboards"),
        path("event/<uuid:subject>/", dashboards.DashboardView.as_view(), name="dashboard"),
        path("event/<uuid:subject>/mails/", mails.MailsView.as_view(), name="mails"),
        path("event/<uuid:subject>/mails/new/", mails.WriteMailView.as_view(), name="mail-add"),
        path("event/<uuid:subject>/mails/<int:pk>/", mails.MailView.as_view(), name="mail"),
        path("event/<uuid:subject>/mails/<int:pk>/edit/", mails.WriteMailView.as_view(), name="mail-edit"),
        path("event/<uuid:subject>/badges/", badges.BadgesView.as_view(), name="badges"),
        path("event/<uuid:subject>/badges/<int:pk>/", badges.BadgeFileView.as_view(), name="badges-file"),
        path("several/", bulk.BulkView.as_view(), name="bulk"),
        path("several/<int:pk>/", bulk.BulkRunView.as_view(), name="bulk-run"),
        path("<int:pk>/notes/", notes.AddNoteView.as_view(), name="note-add"),
        path("<int:pk>/notes/<int:note>/remove/", notes.RemoveNoteView.as_view(), name="note-remove"),
        path("audit/", audit.AuditView.as_view(), name="audit"),
    ]
