"""Template context shared by all pages."""

from django.http import HttpRequest

from portal.pages.shell import Shell


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Give templates the shell; it reads nothing until asked."""
    return {"shell": Shell(request)}
