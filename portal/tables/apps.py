"""The tables app."""

from django.apps import AppConfig


class TablesConfig(AppConfig):
    """Label ``tables``."""

    name = "portal.tables"
    label = "tables"

    def ready(self) -> None:
        """Declare personal fields."""
        from portal.tables import mail_samples, personal_data  # noqa: F401, PLC0415 -- app ready

        mail_samples.register()
