"""The pages app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Label ``pages``."""

    name = "portal.pages"
    label = "pages"

    def ready(self) -> None:
        """Let the nightly erasing sweep pictures that were drawn long ago, keep translations as private as their pages, register the admin's fields."""
        from portal.kernel import erasure, watch  # noqa: PLC0415 -- app ready
        from portal.operations import periodic  # noqa: PLC0415 -- app ready
        from portal.page_cache import changes, tags  # noqa: PLC0415 -- app ready
        from portal.pages import (  # noqa: PLC0415 -- the same
            admin_exports,
            admin_pages,
            admin_widgets,
            admin_words,
            doors,
            page_indexes,
            receivers,
            restrictions,
            share_pictures,
        )
        from portal.pages.models import TranslationMark  # noqa: PLC0415 -- app ready
        from portal.pages.schedule import admin as schedule_admin  # noqa: PLC0415 -- app ready
        from portal.pages.schedule import mail_samples, runner, standing  # noqa: PLC0415 -- app ready
        from portal.pages.translating import extracting, submitting  # noqa: PLC0415 -- the same
        from portal.pages.translating import receivers as translating  # noqa: PLC0415 -- the same

        watch.register("schedule", standing.watch)
        periodic.register(runner.NAME, every=runner.EVERY, do=runner.run)
        mail_samples.register()
        erasure.register_sweep("pages.share_pictures", share_pictures.forget_old)
        receivers.connect()
        changes.tell_for(TranslationMark, lambda mark: [tags.translations_of(mark.page_key)])
        extracting.read_blocks_without_value()
        translating.connect()
        submitting.register()
        admin_widgets.register()
        admin_exports.neutralise_formulas()
        admin_words.register()
        admin_pages.register()
        page_indexes.register(self)
        restrictions.register()
        doors.guard()
        schedule_admin.name_refused_moments()
