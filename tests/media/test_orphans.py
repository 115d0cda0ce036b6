"""The nightly sweep of private files: what nobody can reach goes, everything else stays."""

import os
import uuid
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import TestCase
from wagtail.models import Site

from exhibitors.enums import PaperKind
from exhibitors.models import Paper
from portal.kernel import clock
from portal.media.domain import orphans
from portal.media.models import PrivateFile
from portal.operations import jobs
from portal.operations.models import JobRun
from portal.tables import kinds
from portal.tables.domain import batch as batches
from portal.tables.models import ImportBatch
from showcase.domain import deal as deals
from showcase.domain import file as files
from showcase.domain.sides import Actor
from showcase.enquiry_enums import Side
from showcase.enums import FileDisclosure
from showcase.models import DealVersion, TechnologyFile, TechnologyPage
from tests import worlds
from tests.factories import exhibitors
from tests.factories import showcase as factory
from tests.media.test_private_files import PDF, store

LATER = timedelta(hours=49)


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(private_shelf: Path) -> Path:
    return private_shelf


@worlds.standing
def market(site: Site) -> SimpleNamespace:
    return factory.make_market(site)


def kept(shelf: Path) -> set[str]:
    return {path.relative_to(shelf).as_posix() for path in shelf.rglob("*") if path.is_file()}


def settle(shelf: Path) -> None:
    """Let files be as young as the clock of the tests says, which may stand behind that of the disk."""
    now = clock.now().timestamp()
    for path in shelf.rglob("*"):
        if path.is_file() and path.stat().st_mtime > now:
            os.utime(path, (now, now))


def sweep(after: timedelta = LATER, *, dry_run: bool = False) -> tuple[int, int]:
    """Sweep as if ``after`` had passed; return how many records and how many stray bytes went."""
    settle(Path(PrivateFile._meta.get_field("file").storage.location))  # type: ignore[union-attr]
    with TestCase.captureOnCommitCallbacks(execute=True):
        records, strays = orphans.forget_orphans(now=clock.now() + after, dry_run=dry_run)
    return records.number, strays.number


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("bao-cao.pdf", PDF)


def technology_with_file(market: Any) -> tuple[TechnologyPage, PrivateFile]:
    page = factory.publish_technology(market)
    row = files.add_file(
        page=page,
        file=upload(),
        title="Báo cáo",
        disclosure=FileDisclosure.AFTER_INTEREST,
        by=exhibitors.owner_of(market.organisation),
        now=clock.now(),
    )
    return page, row.file


def test_every_column_that_names_a_private_file_counts() -> None:
    named = {
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False) and field.is_relation and field.related_model is PrivateFile
    }
    assert named
    assert set(orphans._references()) == named
    assert (TechnologyPage, ("files", "file")) in orphans._paths()


def test_record_that_nothing_names_goes_with_its_bytes_after_the_grace(shelf: Path) -> None:
    store(PDF)
    assert sweep(timedelta(hours=47)) == (0, 0)
    assert sweep(dry_run=True) == (1, 0)
    assert PrivateFile.objects.count() == len(kept(shelf)) == 1
    assert sweep() == (1, 0)
    assert not PrivateFile.objects.exists()
    assert kept(shelf) == set()
    assert sweep() == (0, 0)


def test_named_records_stay(shelf: Path, market: Any) -> None:
    owner = exhibitors.owner_of(market.organisation)
    Paper.objects.create(organisation=market.organisation, kind=PaperKind.values[0], file=store(PDF))
    enquiry = factory.answered(factory.publish_technology(market), owner)
    factory.report_deal(enquiry, Actor(Side.OWNER, owner), evidence=upload())
    page, _file = technology_with_file(market)
    page.save_revision().publish()
    assert sweep() == (0, 0)
    assert PrivateFile.objects.count() == len(kept(shelf)) == 3


def test_evidence_goes_once_its_time_of_keeping_blanked_it(
    shelf: Path, market: Any, django_capture_on_commit_callbacks: Any
) -> None:
    owner = exhibitors.owner_of(market.organisation)
    enquiry = factory.answered(factory.publish_technology(market), owner)
    made = factory.report_deal(enquiry, Actor(Side.OWNER, owner), evidence=upload())
    long_ago = clock.now() - timedelta(days=6 * 365)
    DealVersion.objects.update(made_at=long_ago)
    PrivateFile.objects.update(uploaded_at=long_ago)
    out = StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("erase_expired", stdout=out)
    assert "media.PrivateFile: 1 (delete-record)" in out.getvalue()
    assert deals.current(made).evidence is None
    assert not PrivateFile.objects.exists()
    assert kept(shelf) == set()
    assert JobRun.objects.get().counts["media.PrivateFile delete-record"] == 1


def test_file_that_only_a_draft_names_stays_and_goes_with_the_draft(shelf: Path, market: Any) -> None:
    page, file = technology_with_file(market)
    drafted = page.save_revision()
    assert not TechnologyFile.objects.filter(file=file).exists()
    assert sweep() == (0, 0)
    drafted.delete()
    assert sweep() == (1, 0)


def test_file_removed_from_a_page_stays_while_a_revision_can_bring_it_back(shelf: Path, market: Any) -> None:
    page, file = technology_with_file(market)
    named = page.save_revision()
    named.publish()
    page = TechnologyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    page.files.remove(page.files.get())
    page.save_revision().publish()
    assert not TechnologyFile.objects.filter(file=file).exists()
    assert sweep() == (0, 0)
    named.delete()
    assert sweep() == (1, 0)
    assert not PrivateFile.objects.exists()


def test_other_numbers_in_a_revision_keep_nothing(market: Any) -> None:
    page, file = technology_with_file(market)
    page.save_revision()
    stray = store(PDF)
    revision = page.revisions.order_by("-pk").first()
    content = revision.content
    content["files"][0]["sort_order"] = stray.pk
    content["file"] = stray.pk
    revision.content = content
    revision.save()
    assert sweep() == (1, 0)
    assert list(PrivateFile.objects.all()) == [file]


def test_bytes_of_a_broken_off_upload_go_after_the_grace(
    shelf: Path, market: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_values: Any) -> None:
        raise OSError("the worker is away")

    owner = exhibitors.owner_of(market.organisation)
    kind = kinds.kind("technologies")
    assert kind is not None
    table = SimpleUploadedFile("bang.csv", "Tên\nMáy sấy\n".encode())
    monkeypatch.setattr(batches, "tasks", SimpleNamespace(work=SimpleNamespace(enqueue=fail)))
    with pytest.raises(OSError, match="away"):
        batches.receive(
            kind=kind,
            scope=market.organisation.pk,
            file=table,
            submission_key=uuid.uuid4(),
            by=owner,
            now=clock.now(),
        )
    enquiry = factory.answered(factory.publish_technology(market), owner)
    monkeypatch.setattr("showcase.deal_emails.reported", fail)
    with pytest.raises(OSError, match="away"):
        factory.report_deal(enquiry, Actor(Side.OWNER, owner), evidence=upload())
    assert not ImportBatch.objects.exists()
    assert not PrivateFile.objects.exists()
    assert len(kept(shelf)) == 2
    assert sweep(timedelta(hours=47)) == (0, 0)
    assert sweep(dry_run=True) == (0, 2)
    assert len(kept(shelf)) == 2
    assert sweep() == (0, 2)
    assert kept(shelf) == set()


def test_young_bytes_stay_beside_old_ones(shelf: Path) -> None:
    storage = PrivateFile._meta.get_field("file").storage  # type: ignore[union-attr]
    young, old = (storage.save(f"ab/{name}.pdf", ContentFile(PDF)) for name in ("young", "old"))
    long_ago = (clock.now() - LATER).timestamp()
    os.utime(shelf / old, (long_ago, long_ago))
    assert sweep(timedelta()) == (0, 1)
    assert kept(shelf) == {young}


def test_rollback_keeps_the_bytes(shelf: Path) -> None:
    record = store(PDF)
    PrivateFile._meta.get_field("file").storage.save("ab/stray.pdf", ContentFile(PDF))  # type: ignore[union-attr]
    settle(shelf)
    with transaction.atomic():
        found = orphans.forget_orphans(now=clock.now() + LATER)
        assert [item.number for item in found] == [1, 1]
        transaction.set_rollback(True)
    assert list(PrivateFile.objects.all()) == [record]
    assert len(kept(shelf)) == 2


def test_store_of_another_database_is_left_alone(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orphans, "MOST_STRAY", 2)
    storage = PrivateFile._meta.get_field("file").storage  # type: ignore[union-attr]
    for number in range(3):
        storage.save(f"ab/{number}.pdf", ContentFile(PDF))
    with pytest.raises(orphans.TooManyStraysError):
        sweep()
    assert len(kept(shelf)) == 3


def test_failing_sweep_ends_the_night_as_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_storage: Any, _before: Any) -> None:
        raise orphans.TooManyStraysError("no")

    monkeypatch.setattr(orphans, "_strays", fail)
    with pytest.raises(CommandError, match=r"media\.orphans"):
        call_command("erase_expired", stdout=StringIO())
    assert jobs.states(now=clock.now()) == {jobs.ERASE_EXPIRED: jobs.JobState.FAILED}
