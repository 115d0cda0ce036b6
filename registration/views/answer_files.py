"""The files that the holder of a registration handed in with the answers: for the link, and for the account."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from portal.kernel import clock
from portal.media.domain import private_files
from registration import permissions
from registration.domain import links
from registration.models import Registration
from registration.views.base import PersonalView


class OwnFileView(PersonalView):
    """Hands out one file to its holder; everybody else, and a file that was erased, finds nothing."""

    def get(self, request: HttpRequest, question: str, secret: str = "", reference: str = "") -> HttpResponseBase:
        """Answer with a download that nothing keeps."""
        if secret:
            registration = links.registration_of(purpose=links.MANAGE, secret=secret, now=clock.now())
        else:
            registration = Registration.objects.filter(reference=reference.upper()).first()
            if registration is not None and not permissions.is_holder(request.user, registration):  # type: ignore[arg-type]  # anonymous people hold nothing
                registration = None
        if registration is None:
            raise Http404
        answers = registration.given_answers.select_related("file")
        answer = answers.filter(question=question, file__isnull=False).first()
        if answer is None or answer.file is None:
            raise Http404
        try:
            return private_files.response(answer.file)
        except FileNotFoundError:
            raise Http404 from None
