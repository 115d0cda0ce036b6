"""The news app."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Label ``news``."""

    name = "news"

    def ready(self) -> None:
        """Declare personal fields, roles, mails and nightly sweeps, and listen for newsrooms that get a translation."""
        from news import findables, holding, mail_samples, mentions, personal_data, roles, signals  # noqa: F401, PLC0415 -- registers; apps must be ready
        from news.corrections import mail_samples as press_samples  # noqa: PLC0415 -- app ready
        from news.desk import quiet, rights  # noqa: PLC0415 -- app ready
        from news.domain import comments, newsletter, programmes, reading_months  # noqa: PLC0415 -- app ready
        from news.newsletter import mail_samples as newsletter_samples  # noqa: PLC0415 -- app ready
        from news.opinions import mail_samples as opinion_samples  # noqa: PLC0415 -- app ready
        from news.opinions import shown as opinions_shown  # noqa: PLC0415 -- app ready
        from news.reports import desks  # noqa: PLC0415 -- app ready
        from news.rooms import mail_samples as room_samples  # noqa: PLC0415 -- app ready
        from news.rooms import public as rooms  # noqa: PLC0415 -- app ready
        from portal.kernel import erasure  # noqa: PLC0415 -- app ready
        from portal.page_cache import catalogue, changes  # noqa: PLC0415 -- app ready
        from portal.pages import related, site_maps  # noqa: PLC0415 -- app ready
        from portal.pages.schedule import holds  # noqa: PLC0415 -- app ready

        for samples in (mail_samples, newsletter_samples, opinion_samples, press_samples, room_samples):
            samples.register()
        changes.tell_for(self.get_model("Comment"), opinions_shown.facts_of)
        # What is read most changes with every reading; pages that show it follow within a minute.
        catalogue.tell_by_facts(self.get_model("ReadingCount"))
        findables.register()
        rights.close_cancelling_without_reason()
        quiet.leave_stories_to_us()
        erasure.register_sweep("unconfirmed subscriptions to the newsletter", newsletter.forget_unconfirmed)
        erasure.register_sweep("news.unconfirmed comments", comments.sweep)
        erasure.register_sweep("air times of programmes", programmes.plan_all)
        erasure.register_sweep("news.readings", reading_months.sum_up)
        holds.register(holding.embargo)
        desks.register(rooms.desk_names)
        site_maps.register("news-sitemap")
        related.register_naming(mentions.stories)
