"""The events app."""

from django.apps import AppConfig
from django.db.models.signals import post_delete


class EventsConfig(AppConfig):
    """Label ``events``."""

    name = "events"

    def ready(self) -> None:
        """Follow the life of event pages and tell other rooms what this one offers."""
        from wagtail import signals  # noqa: PLC0415 -- apps must be loaded

        from events import (  # noqa: PLC0415 -- the same
            audit_source,
            courses,
            delegation_desk,
            desk,
            enums,
            mail_samples,
            mentions,
            models,
            personal_data,
            profile,
            roles,
            subjects,
        )
        from events.domain import booths, consequences, delegation_reports, fair_copies, publishing  # noqa: PLC0415 -- the same
        from exhibitors import desk as exhibitor_desk  # noqa: PLC0415 -- the same
        from exhibitors import mentions as exhibitor_mentions  # noqa: PLC0415 -- the same
        from exhibitors import profile as exhibitor_profile  # noqa: PLC0415 -- the same
        from portal.accounts import roles as account_roles  # noqa: PLC0415 -- the same
        from portal.kernel import erasure  # noqa: PLC0415 -- the same
        from registration import audit_sources, audit_words  # noqa: PLC0415 -- the same
        from registration import courses as registration_courses  # noqa: PLC0415 -- the same
        from registration import subjects as registration_subjects  # noqa: PLC0415 -- the same
        from registration.domain import set_up  # noqa: PLC0415 -- the same

        signals.page_published.connect(publishing.on_published, dispatch_uid="events-published")
        signals.page_unpublished.connect(publishing.on_removed, dispatch_uid="events-unpublished")
        signals.page_slug_changed.connect(publishing.on_moved, dispatch_uid="events-slug")
        signals.post_page_move.connect(publishing.on_moved, dispatch_uid="events-move")
        post_delete.connect(publishing.on_removed, sender=models.EventPage, dispatch_uid="events-deleted")
        consequences.register(booths.follow)
        set_up.register(fair_copies.copy)
        registration_subjects.register(subjects.resolve)
        registration_subjects.register_beginnings(subjects.beginning_between)
        registration_subjects.register_sessions(subjects.resolve_sessions)
        audit_words.register("status", dict(enums.EventStatus.choices))
        audit_words.register("attendance_mode", dict(enums.AttendanceMode.choices))
        audit_sources.register(audit_source.APPLICATION, audit_source.SOURCE)
        audit_sources.register(audit_source.BOOTH, audit_source.BOOTH_SOURCE)
        registration_courses.register(courses.resolve)
        exhibitor_desk.register_panel(desk.panel)
        exhibitor_desk.register_entrance(desk.registrations_entrance)
        exhibitor_desk.register_panel(delegation_desk.panel)
        exhibitor_mentions.register(mentions.pages)
        exhibitor_profile.register_section(profile.fairs_section)
        account_roles.register(roles.declared)
        mail_samples.register()
        personal_data.declare()
        erasure.register_sweep("delegation papers", delegation_reports.forget_papers)
