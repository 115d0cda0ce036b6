"""The awards app."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Label ``awards``."""

    name = "awards"

    def ready(self) -> None:
        """Declare what the room and its sub-rooms give; keep the deadlines in the public calendar."""
        from django.db.models.signals import post_delete, pre_delete  # noqa: PLC0415 -- app ready
        from wagtail import signals  # noqa: PLC0415 -- app ready

        from awards import deadlines, findables, joining, models  # noqa: PLC0415 -- app ready
        from awards.dossiers.domain import files  # noqa: PLC0415 -- app ready
        from awards.editions import guards  # noqa: PLC0415 -- app ready
        from portal.page_cache import catalogue  # noqa: PLC0415 -- app ready

        # Everybody may vote at any time; pages that show how entries stand follow within a minute.
        catalogue.tell_by_facts(models.PublicVote)
        joining.join()
        findables.connect()
        signals.page_published.connect(deadlines.on_changed, dispatch_uid="awards-published")
        signals.page_unpublished.connect(deadlines.on_changed, dispatch_uid="awards-unpublished")
        pre_delete.connect(guards.keep_running, sender=models.AwardPage, dispatch_uid="awards-running-kept")
        post_delete.connect(deadlines.on_changed, sender=models.AwardPage, dispatch_uid="awards-deleted")
        post_delete.connect(files.throw_file_away, sender=models.DossierFile, dispatch_uid="awards-dossier-file")
