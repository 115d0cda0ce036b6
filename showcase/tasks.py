"""Background work of the showcase room."""

from django_tasks import task


@task()
def index_drafts(page_ids: list[int]) -> int:
    """Put imported drafts into the admin's search and into the index of references; return how many. Safe to run twice."""
    from modelsearch import index  # noqa: PLC0415 -- the domain enqueues this task
    from wagtail.models import Page, ReferenceIndex  # noqa: PLC0415 -- the same

    pages = Page.objects.filter(pk__in=page_ids).specific()
    for page in pages:
        index.insert_or_update_object(page)
        ReferenceIndex.create_or_update_for_object(page)
    return len(pages)
