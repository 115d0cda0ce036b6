"""What phones at gates ask: small answers as JSON, for whoever shows the phone's credential in a header.

No cookie is read, so there is nothing that another site could make a browser send. Names and texts of tickets travel in bodies only.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from portal.kernel import clock, limits, text
from portal.kernel.errors import DomainError, LimitReachedError
from registration import errors as refusals
from registration import gate_answers
from registration.domain import check_in, devices, walk_ins
from registration.domain.check_in import Item
from registration.enums import Direction, ScanResult
from registration.models import Device, Scan

SCHEME = "Bearer "
MILLISECOND = 1000
LONGEST_TEXT = 300
LONGEST_NAMES = 4000
MOST_ANSWERS = 200


class UnreadableError(Exception):
    """The request is not what our script sends."""


def text_in(data: dict[str, Any], name: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return a text of a request; raise UnreadableError for anything else."""
    value = data.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise UnreadableError
    return value


def line_in(data: dict[str, Any], name: str, *, longest: int) -> str:
    """Return a text of a request as one visible line, which composing can make longer; raise UnreadableError for anything else."""
    value = text.line(text_in(data, name, longest=longest))
    if len(value) > longest:
        raise UnreadableError
    return value


def key_in(data: dict[str, Any], name: str = "nonce") -> uuid.UUID:
    """Return a random key of a request; raise UnreadableError for anything else."""
    try:
        return uuid.UUID(text_in(data, name))
    except ValueError:
        raise UnreadableError from None


def moment_in(data: dict[str, Any], name: str) -> datetime:
    """Return an instant of a request, sent as milliseconds since 1970; raise UnreadableError for anything else."""
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnreadableError
    try:
        return datetime.fromtimestamp(value / MILLISECOND, tz=UTC)
    except (OverflowError, ValueError, OSError):
        raise UnreadableError from None


def number_in(data: dict[str, Any], name: str, *, default: int) -> int:
    """Return a whole number of a request; raise UnreadableError for anything else."""
    value = data.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not -1 < value < 10**6:
        raise UnreadableError
    return value


def item_in(data: Any) -> Item:
    """Return one reading that a phone kept; raise UnreadableError for anything else."""
    if not isinstance(data, dict):
        raise UnreadableError
    try:
        direction, result = Direction(text_in(data, "direction")), ScanResult(text_in(data, "result"))
    except ValueError:
        raise UnreadableError from None
    return Item(
        nonce=key_in(data),
        text=str(data.get("text", ""))[:LONGEST_TEXT],
        direction=direction,
        at=moment_in(data, "at"),
        result=result,
    )


def answers_in(data: dict[str, Any]) -> dict[str, Any]:
    """Return answers by the key of their question: texts, lists of texts, or True; raise UnreadableError for anything else."""
    sent = data.get("answers", {})
    if not isinstance(sent, dict) or len(sent) > MOST_ANSWERS:
        raise UnreadableError
    for value in sent.values():
        texts = value if isinstance(value, list) else [value]
        if len(texts) > MOST_ANSWERS or not all(
            isinstance(one, bool) or (isinstance(one, str) and len(one) <= LONGEST_NAMES) for one in texts
        ):
            raise UnreadableError
    return sent


def refusal(
    status: HTTPStatus, words: str, *, field: str = "", fields: Mapping[str, str] | None = None
) -> JsonResponse:
    """Return a sentence that the phone shows, and one for each of several fields to blame."""
    return JsonResponse({"error": words, "field": field, "fields": dict(fields or {})}, status=status)


@method_decorator(csrf_exempt, name="dispatch")
class ApiView(View):
    """Reads a JSON object, never cached; whatever is wrong is told in a sentence."""

    http_method_names = ["post"]  # noqa: RUF012 -- Django's own name

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer, and say that nothing may keep the answer."""
        response: HttpResponse = self._answer_or_refuse(request, super().dispatch, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response

    def _answer_or_refuse(self, request: HttpRequest, go: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return go(request, *args, **kwargs)
        except devices.DeviceGoneError as error:
            return refusal(HTTPStatus.GONE, str(error))
        except devices.UnknownDeviceError as error:
            return refusal(HTTPStatus.UNAUTHORIZED, str(error))
        except UnreadableError:
            return refusal(HTTPStatus.BAD_REQUEST, _("The phone sent something that cannot be read. Reload the page."))
        except LimitReachedError as error:
            return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error), field=error.field or "")
        except DomainError as error:
            fields = error.refusals if isinstance(error, refusals.AnswersRefusedError) else {}
            return refusal(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), field=error.field or "", fields=fields)

    def body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the object that was sent; raise UnreadableError for anything else."""
        try:
            data = json.loads(request.body)
        except (ValueError, RecursionError):
            raise UnreadableError from None
        if not isinstance(data, dict):
            raise UnreadableError
        return data


class EnrolView(ApiView):
    """Connects a phone by its code; the credential is told once, in the answer."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Connect the phone."""
        if not limits.secret_may_be_tried(request, "gate-code"):
            return refusal(HTTPStatus.TOO_MANY_REQUESTS, _("Too many tries. Wait ten minutes."))
        device, credential = devices.enrol(code=text_in(self.body(request), "code"), now=clock.now())
        return JsonResponse({"credential": credential, "name": device.name})


class DeviceView(ApiView):
    """Asks for the credential of a phone and for a pace that a person can keep."""

    device: Device

    def post(self, request: HttpRequest) -> HttpResponse:
        """Find the phone, then answer."""
        shown = request.headers.get("Authorization", "")
        if not shown.startswith(SCHEME):
            raise devices.UnknownDeviceError
        self.device = devices.known(credential=shown.removeprefix(SCHEME).strip(), now=clock.now())
        if not limits.device_may_ask(str(self.device.key)):
            return refusal(HTTPStatus.TOO_MANY_REQUESTS, _("This phone asks too often. Wait a little."))
        data = self.body(request)
        devices.seen(device=self.device, queue_length=number_in(data, "queue", default=0), now=clock.now())
        return JsonResponse(self.answer(data, clock.now()))

    def answer(self, data: dict[str, Any], now: datetime) -> dict[str, Any]:
        """Return the answer to what was sent."""
        raise NotImplementedError


class ListView(DeviceView):
    """Tells the list and the rules with which a phone works alone."""

    def answer(self, data: dict[str, Any], now: datetime) -> dict[str, Any]:  # noqa: ARG002 -- nothing is asked
        """Return everything the phone needs."""
        return gate_answers.everything(device=self.device, now=now)


class ScanView(DeviceView):
    """Reads one ticket."""

    def answer(self, data: dict[str, Any], now: datetime) -> dict[str, Any]:
        """Return what the gate says."""
        try:
            direction = Direction(text_in(data, "direction"))
        except ValueError:
            raise UnreadableError from None
        outcome = check_in.scan(
            device=self.device,
            text=str(data.get("text", ""))[:LONGEST_TEXT],
            direction=direction,
            nonce=key_in(data),
            now=now,
        )
        return gate_answers.outcome(outcome)


class MergeView(DeviceView):
    """Takes in what was read without network."""

    def answer(self, data: dict[str, Any], now: datetime) -> dict[str, Any]:
        """Return what became of each reading."""
        sent = data.get("scans")
        if not isinstance(sent, list):
            raise UnreadableError
        if len(sent) > check_in.MERGED_AT_ONCE:
            raise LimitReachedError(
                _("At most %(number)s readings can be sent at once. Send them in parts.")
                % {"number": check_in.MERGED_AT_ONCE}
            )
        items = [item_in(one) for one in sent]
        found = check_in.merge(device=self.device, items=items, sent_at=moment_in(data, "sent_at"), now=now)
        return {"outcomes": [gate_answers.outcome(one) for one in found]}


class SearchView(DeviceView):
    """Finds tickets by name, organisation, reference number or code."""

    def answer(self, data: dict[str, Any], now: datetime) -> dict[str, Any]:
        """Return what was found."""
        return {"found": gate_answers.found(gate=self.device.gate, words=text_in(data, "words"), now=now)}


class WalkInView(DeviceView):
    """Registers somebody who came without a ticket."""

    def answer(self, data: dict[str, Any], now: datetime) -> dict[str, Any]:
        """Return whether there was a place, and the readings of the new tickets."""
        made = walk_ins.register(
            device=self.device,
            kind_code=text_in(data, "kind"),
            full_name=line_in(data, "full_name", longest=150),
            email=text_in(data, "email", longest=254),
            organisation=line_in(data, "organisation", longest=200),
            party_size=number_in(data, "party_size", default=1),
            others=text_in(data, "others", longest=LONGEST_NAMES).splitlines(),
            given=answers_in(data),
            consents=data.get("consent") is True,
            nonce=key_in(data),
            now=now,
        )
        return gate_answers.walk_in(made)


class UndoView(DeviceView):
    """Takes back a reading of this phone."""

    def answer(self, data: dict[str, Any], now: datetime) -> dict[str, Any]:
        """Take it back. One that the portal does not know never arrived: nothing is left to do, and the phone need not ask again."""
        scan = Scan.objects.select_related("gate").filter(device=self.device, nonce=key_in(data)).first()
        if scan is not None:
            check_in.undo(scan=scan, device=self.device, now=now)
        return {"undone": scan is not None}
