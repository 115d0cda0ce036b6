"""The awards app."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Label ``awards``."""

    name = "awards"

    def ready(self) -> None:
        """Declare roles, personal fields and the section on organisations' profiles."""
        from awards import personal_data, profile, roles  # noqa: F401, PLC0415 -- app ready
        from exhibitors import profile as exhibitor_profile  # noqa: PLC0415 -- app ready
        from portal.accounts import roles as account_roles  # noqa: PLC0415 -- app ready

        account_roles.register(roles.declare)
        exhibitor_profile.register_section(profile.honours_section)
