"""The demo's mailbox: what the portal would have sent, so that codes and links can be followed without a mail server."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.mail.models import OutgoingMail

SHOWN = 50


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the newest mails of the demo."""
    return render(request, "demo/mailbox.html", {"mails": OutgoingMail.objects.all()[:SHOWN]})


@require_safe
@never_cache
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mail as plain text."""
    return render(request, "demo/letter.html", {"mail": get_object_or_404(OutgoingMail, pk=pk)})
