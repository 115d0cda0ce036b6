"""The events app."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save


class EventsConfig(AppConfig):
    """Label ``events``."""

    name = "events"

    def ready(self) -> None:
        """Follow the life of event pages and tell other rooms what this one offers."""
        self._follow_pages()
        self._follow_names()
        self._tell_the_seat_engine()
        self._tell_exhibitors()
        self._tell_the_ground_floor()

    def _follow_pages(self) -> None:
        from wagtail import signals  # noqa: PLC0415 -- apps must be loaded
        from wagtail.models import PageViewRestriction  # noqa: PLC0415 -- the same

        from events import models  # noqa: PLC0415 -- the same
        from events.calendars import air_times, broadcasts, chosen_pages  # noqa: PLC0415 -- the same
        from events.domain import booths, consequences, dated, publishing  # noqa: PLC0415 -- the same
        from news.broadcasts import subscriptions  # noqa: PLC0415 -- the same
        from news.broadcasts.signals import air_times_changed  # noqa: PLC0415 -- the same
        from news.models import ArticlePage  # noqa: PLC0415 -- the same
        from portal.pages import dated_files  # noqa: PLC0415 -- the same

        signals.page_published.connect(publishing.on_published, dispatch_uid="events-published")
        signals.page_unpublished.connect(publishing.on_removed, dispatch_uid="events-unpublished")
        signals.page_slug_changed.connect(publishing.on_moved, dispatch_uid="events-slug")
        signals.post_page_move.connect(publishing.on_moved, dispatch_uid="events-move")
        post_delete.connect(publishing.on_removed, sender=models.EventPage, dispatch_uid="events-deleted")
        post_delete.connect(publishing.on_removed, sender=ArticlePage, dispatch_uid="events-story-deleted")
        post_save.connect(publishing.on_restricted, sender=PageViewRestriction, dispatch_uid="events-private")
        post_delete.connect(publishing.on_restricted, sender=PageViewRestriction, dispatch_uid="events-public")
        dated.register(broadcasts.source)
        dated.register(air_times.source)
        dated_files.register(chosen_pages.KINDS, chosen_pages.render)
        air_times_changed.connect(publishing.on_air_times_changed, dispatch_uid="events-air-times")
        subscriptions.register(air_times.address)
        consequences.register(booths.follow)

    def _follow_names(self) -> None:
        from events.domain import naming  # noqa: PLC0415 -- apps must be loaded

        for model in naming.SAID:
            name = f"events-{model.__name__}"
            pre_save.connect(naming.before_saving, sender=model, dispatch_uid=f"{name}-saving")
            post_save.connect(naming.afterwards, sender=model, dispatch_uid=f"{name}-saved")
            pre_delete.connect(naming.before_deleting, sender=model, dispatch_uid=f"{name}-deleting")
            post_delete.connect(naming.afterwards, sender=model, dispatch_uid=f"{name}-deleted")

    def _tell_the_seat_engine(self) -> None:
        from events import (  # noqa: PLC0415 -- apps must be loaded
            audit_names,
            audit_source,
            courses,
            delegation_audit,
            enums,
            pass_source,
            subjects,
        )
        from events.domain import fair_copies, material_copies  # noqa: PLC0415 -- the same
        from registration import audit_sources, audit_words  # noqa: PLC0415 -- the same
        from registration import courses as registration_courses  # noqa: PLC0415 -- the same
        from registration import passes as registration_passes  # noqa: PLC0415 -- the same
        from registration import subjects as registration_subjects  # noqa: PLC0415 -- the same
        from registration.domain import set_up  # noqa: PLC0415 -- the same

        set_up.register(fair_copies.copy)
        set_up.register(material_copies.copy)
        registration_subjects.register(subjects.resolve)
        registration_subjects.register_beginnings(subjects.beginning_between)
        registration_subjects.register_sessions(subjects.resolve_sessions)
        audit_words.register("status", dict(enums.EventStatus.choices))
        audit_words.register("attendance_mode", dict(enums.AttendanceMode.choices))
        audit_sources.register(audit_source.APPLICATION, audit_source.SOURCE)
        audit_sources.register(audit_source.BOOTH, audit_source.BOOTH_SOURCE)
        audit_sources.register(delegation_audit.DELEGATION, delegation_audit.SOURCE)
        audit_names.register()
        registration_courses.register(courses.resolve)
        registration_passes.register(pass_source.passes)

    def _tell_exhibitors(self) -> None:
        from events import delegation_desk, desk, desk_waiting, mentions, profile  # noqa: PLC0415 -- apps must be loaded
        from exhibitors import desk as exhibitor_desk  # noqa: PLC0415 -- the same
        from exhibitors import mentions as exhibitor_mentions  # noqa: PLC0415 -- the same
        from exhibitors import profile as exhibitor_profile  # noqa: PLC0415 -- the same

        exhibitor_desk.register_panel(desk.panel)
        exhibitor_desk.register_entrance(desk.registrations_entrance)
        exhibitor_desk.register_panel(delegation_desk.panel)
        exhibitor_desk.register_waiting(desk_waiting.by_organisation)
        exhibitor_mentions.register(mentions.pages)
        exhibitor_profile.register_section(profile.fairs_section)
        exhibitor_profile.register_section(profile.organised_section)

    def _tell_the_ground_floor(self) -> None:
        from events import (  # noqa: PLC0415 -- apps must be loaded
            exhibitor_duties,
            mail_samples,
            personal_data,
            related,
            roles,
            visitor_duties,
        )
        from events.calendars import snapshots  # noqa: PLC0415 -- the same
        from events.domain import calendar, delegation_reports, private_calendars, programme  # noqa: PLC0415 -- the same
        from portal.accounts import duties  # noqa: PLC0415 -- the same
        from portal.accounts import roles as account_roles  # noqa: PLC0415 -- the same
        from portal.kernel import erasure, watch  # noqa: PLC0415 -- the same
        from portal.kernel import personal_data as personal_registry  # noqa: PLC0415 -- the same

        account_roles.register(roles.declared)
        duties.register(visitor_duties.duties)
        duties.register(exhibitor_duties.of_person)
        duties.register_for_organisations(exhibitor_duties.of_organisation)
        private_calendars.remember()
        personal_registry.register_leaving(private_calendars.RevokingCalendars())
        mail_samples.register()
        related.register()
        personal_data.declare()
        watch.register("calendars", snapshots.watch)
        erasure.register_sweep("delegation papers", delegation_reports.forget_papers)
        erasure.register_sweep("changes of the programme", programme.forget_old)
        erasure.register_sweep("finished entries of calendars", calendar.renew_all)
