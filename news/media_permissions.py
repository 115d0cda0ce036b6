"""Which images and documents a user may choose: those of their newsroom's own collection."""

from typing import Any

from django.db.models import Model, QuerySet
from wagtail import VERSION
from wagtail.documents import get_document_model
from wagtail.images import get_image_model


def _policy(model: type[Model]) -> Any:
    # Found when asked for, because Wagtail 8 registers the policies only when its apps are ready.
    if VERSION >= (8,):
        from wagtail.permissions import policy_registry  # noqa: PLC0415 -- Wagtail 8 only; 7.4 has no such registry

        return policy_registry.get_by_type(model)
    from wagtail.documents import permissions as of_documents  # noqa: PLC0415 -- 7.4 only; deprecated in Wagtail 8
    from wagtail.images import permissions as of_images  # noqa: PLC0415 -- the same

    policies = (of_images.permission_policy, of_documents.permission_policy)
    return next(policy for policy in policies if policy.model is model)


def own_images(user: Any) -> "QuerySet[Any]":
    """Return the images that the user may choose."""
    images: QuerySet[Any] = _policy(get_image_model()).instances_user_has_permission_for(user, "choose")
    return images


def own_documents(user: Any) -> "QuerySet[Any]":
    """Return the documents that the user may choose."""
    documents: QuerySet[Any] = _policy(get_document_model()).instances_user_has_permission_for(user, "choose")
    return documents


def may_choose(user: Any, item: Model) -> bool:
    """Return whether the user may choose this image or document."""
    return bool(_policy(type(item)).user_has_permission_for_instance(user, "choose", item))
