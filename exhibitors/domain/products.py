"""Products on an organisation's profile: added, changed, taken away by its owners and editors."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exhibitors import permissions, queries
from exhibitors.domain import log
from exhibitors.enums import LogAction
from exhibitors.models import Organisation, Product
from portal.kernel import errors, text
from portal.media.domain import pictures
from portal.media.models import PortalImage
from portal.pages import findables

COLLECTION: Final = "Sản phẩm của tổ chức"
MOST: Final = 24
_TEXTS: Final = ("name", "name_en", "text", "text_en", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDetails:
    """What is said of a product; ``url`` is where it is sold."""

    name: str
    name_en: str = ""
    text: str = ""
    text_en: str = ""
    url: str = ""


def _clean(details: ProductDetails) -> ProductDetails:
    tidy = replace(details, **{name: text.line(getattr(details, name)) for name in _TEXTS})
    if not tidy.name:
        raise errors.DomainError(_("Give the product's name."), field="name")
    for name in _TEXTS:
        longest = Product._meta.get_field(name).max_length or 0  # type: ignore[union-attr]  # noqa: SLF001 -- Django's public registry
        if len(getattr(tidy, name)) > longest:
            raise errors.DomainError(
                _("This text is too long: %(longest)d characters at most.") % {"longest": longest}, field=name
            )
    if tidy.url:
        try:
            URLValidator(schemes=["https"])(tidy.url)
        except ValidationError as error:
            raise errors.DomainError(
                _("Write the whole address of the page where it is sold; it begins with https://."), field="url"
            ) from error
    return tidy


def _lock(organisation: Organisation, by: Any) -> Organisation:
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not permissions.can_edit(queries.membership_in(by, locked)):
        raise errors.NotAllowedError
    return locked


def _name_is_free(organisation: Organisation, name: str, *, but: Product | None = None) -> None:
    same = organisation.products.filter(name=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise errors.DomainError(_("A product of this name is here already."), field="name")


def _keep_picture(product: Product, drawn: BytesIO | None, by: Any) -> None:
    """Put a drawn picture, or none, in the place of the present one, whose file goes."""
    old = product.picture
    product.picture = (
        PortalImage.objects.create(
            title=product.name,
            description=product.name,
            file=ImageFile(drawn, name=f"{product.organisation.slug}.jpg"),
            collection=pictures.collection(COLLECTION),
            uploaded_by_user=by,
        )
        if drawn is not None
        else None
    )
    product.save(update_fields=["picture"])
    if old is not None and old.collection.name == COLLECTION:
        old.delete()


def _differs(found: Product, cleaned: ProductDetails, drawn: BytesIO | None, remove_picture: bool) -> bool:  # noqa: FBT001 -- as its caller got it
    """Return whether saving would change what is kept; the same file is drawn to the same picture."""
    if any(getattr(found, name) != getattr(cleaned, name) for name in _TEXTS):
        return True
    if drawn is None:
        return remove_picture and found.picture_id is not None
    if found.picture is None:
        return True
    with found.picture.file.open("rb") as kept:
        return bool(kept.read() != drawn.getvalue())


def add_product(
    *,
    organisation: Organisation,
    details: ProductDetails,
    by: Any,
    now: datetime,
    form_key: uuid.UUID | None = None,
    picture: "UploadedFile[Any] | None" = None,
) -> Product:
    """Add a product and return it; the same ``form_key`` again returns what the first one made.

    Raises DomainError with the field to blame (``picture`` for a file that is no picture), LimitReachedError for too many
    products, NotAllowedError for those who may not edit the organisation.
    """
    cleaned = _clean(details)
    drawn = pictures.redraw(file=picture, field="picture") if picture else None
    key = form_key or uuid.uuid4()
    with transaction.atomic():
        locked = _lock(organisation, by)
        earlier = Product.objects.filter(form_key=key, organisation=locked).first()
        if earlier is not None:
            return earlier
        if locked.products.count() >= MOST:
            raise errors.LimitReachedError(
                _("A profile shows %(most)d products at most. Take one away first.") % {"most": MOST}
            )
        _name_is_free(locked, cleaned.name)
        product = Product.objects.create(
            organisation=locked,
            form_key=key,
            created_at=now,
            updated_at=now,
            **{name: getattr(cleaned, name) for name in _TEXTS},
        )
        if drawn is not None:
            _keep_picture(product, drawn, by)
        log.write(organisation=locked, action=LogAction.PRODUCT_ADDED, by=by, now=now, detail=product.name)
        findables.changed(locked)
        return product


def change_product(
    *,
    product: Product,
    details: ProductDetails,
    by: Any,
    now: datetime,
    picture: "UploadedFile[Any] | None" = None,
    remove_picture: bool = False,
    seen_at: datetime | None = None,
) -> Product:
    """Keep new words and, where one is given, a new picture; return the product.

    ``seen_at`` is the ``updated_at`` that the person saw when they began; if somebody wrote something else in between,
    nothing is written and StaleError asks to look again. Raises as ``add_product`` does besides.
    """
    cleaned = _clean(details)
    drawn = pictures.redraw(file=picture, field="picture") if picture else None
    with transaction.atomic():
        locked = _lock(product.organisation, by)
        found = Product.objects.select_related("organisation", "picture").filter(pk=product.pk).first()
        if found is None:
            raise errors.IllegalMoveError(_("Somebody took this product away meanwhile."))
        if seen_at is not None and found.updated_at != seen_at and _differs(found, cleaned, drawn, remove_picture):
            raise errors.StaleError(
                _(
                    "Somebody else saved this product or its picture meanwhile. What you did not change stays as they saved it."
                    " To keep what stands in the form, save again."
                ),
                saved_at=found.updated_at,
            )
        _name_is_free(locked, cleaned.name, but=found)
        for name in _TEXTS:
            setattr(found, name, getattr(cleaned, name))
        found.updated_at = now
        found.save(update_fields=[*_TEXTS, "updated_at"])
        if drawn is not None or (remove_picture and found.picture_id):
            _keep_picture(found, drawn, by)
        log.write(organisation=locked, action=LogAction.PRODUCT_CHANGED, by=by, now=now, detail=found.name)
        findables.changed(locked)
        return found


@transaction.atomic
def remove_product(*, product: Product, by: Any, now: datetime) -> None:
    """Take a product, and its picture, away; raises NotAllowedError for those who may not edit the organisation."""
    locked = _lock(product.organisation, by)
    found = Product.objects.select_related("picture", "organisation").filter(pk=product.pk).first()
    if found is None:
        return
    name, picture = found.name, found.picture
    found.delete()
    if picture is not None and picture.collection.name == COLLECTION:
        picture.delete()
    log.write(organisation=locked, action=LogAction.PRODUCT_REMOVED, by=by, now=now, detail=name)
    findables.changed(locked)
