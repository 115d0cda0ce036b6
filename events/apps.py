"""The events app."""

from django.apps import AppConfig
from django.db.models.signals import post_delete


class EventsConfig(AppConfig):
    """Label ``events``."""

    name = "events"

    def ready(self) -> None:
        """Follow the life of event pages and tell other rooms what this one offers."""
        from wagtail import signals  # noqa: PLC0415 -- apps must be loaded

        from events import courses, desk, mentions, models, personal_data, profile, roles, subjects  # noqa: PLC0415 -- the same
        from events.domain import publishing  # noqa: PLC0415 -- the same
        from exhibitors import desk as exhibitor_desk  # noqa: PLC0415 -- the same
        from exhibitors import mentions as exhibitor_mentions  # noqa: PLC0415 -- the same
        from exhibitors import profile as exhibitor_profile  # noqa: PLC0415 -- the same
        from portal.accounts import roles as account_roles  # noqa: PLC0415 -- the same
        from registration import courses as registration_courses  # noqa: PLC0415 -- the same
        from registration import subjects as registration_subjects  # noqa: PLC0415 -- the same

        signals.page_published.connect(publishing.on_published, dispatch_uid="events-published")
        signals.page_unpublished.connect(publishing.on_removed, dispatch_uid="events-unpublished")
        signals.page_slug_changed.connect(publishing.on_moved, dispatch_uid="events-slug")
        signals.post_page_move.connect(publishing.on_moved, dispatch_uid="events-move")
        post_delete.connect(publishing.on_removed, sender=models.EventPage, dispatch_uid="events-deleted")
        registration_subjects.register(subjects.resolve)
        registration_courses.register(courses.resolve)
        exhibitor_desk.register_panel(desk.panel)
        exhibitor_mentions.register(mentions.pages)
        exhibitor_profile.register_section(profile.fairs_section)
        account_roles.register(roles.declared)
        personal_data.declare()
