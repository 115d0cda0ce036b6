"""The mail app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Label ``mail``."""

    name = "portal.mail"
    label = "mail"

    def ready(self) -> None:
        """Declare the personal fields, and listen to tasks and to the watch."""
        from portal.kernel import watch  # noqa: PLC0415 -- app ready
        from portal.mail import dead_letters, once, personal_data  # noqa: F401, PLC0415 -- app ready

        watch.register("mails", dead_letters.watch)
