"""What importing a large table costs: seconds to read and judge it, seconds to write it, peak memory, beside a bare loop.

Prints one JSON object a line. Everything is measured in this run and on this machine: the import in one process over a new
SQLite database, a bare openpyxl loop over the same file in another, so that each has its own peak memory.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

ROWS = int(os.environ.get("BENCH_ROWS", "10000"))
MEGABYTE = 1024 * 1024


def say(name: str, value: float, unit: str, ratio_to: str | None = None) -> None:
    """Print one figure."""
    line = {"name": name, "value": round(value, 3), "unit": unit}
    if ratio_to:
        line["ratio_to"] = ratio_to
    print(json.dumps(line, ensure_ascii=False), flush=True)


def peak() -> float:
    """Return the largest memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_table(path: Path) -> None:
    """Write a table of technologies as the template shapes it."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Dữ liệu")
    codes = ["code", "title", "summary", "kind", "field", "problem", "solution", "advantages", "compared_with", "trl"]
    sheet.append([*codes, "keywords", "transfer_forms", "specifications", "price_min", "trl_assessed_on"])
    words = (
        "Giảm điện năng khi sấy nông sản bằng bơm nhiệt hai cấp, thu hồi nhiệt ẩm, điều khiển theo độ ẩm còn lại. " * 3
    )
    for number in range(ROWS):
        sheet.append(
            [
                *(f"M-{number}", f"Máy sấy tiết kiệm điện cho nông sản, mẫu số {number}", words[:280]),
                *("equipment", "Chế biến nông sản", words, words, words, words, number % 6 + 1),
                *(
                    "sấy, nông sản",
                    "independent",
                    f"Điện năng | {number % 90 / 100} | kWh/kg\nCông suất | {number} | kg",
                ),
                *(1_000_000 + number, "25/12/2025"),
            ]
        )
    book.save(path)


def bare(path: Path) -> None:
    """Loop over the file and nothing else; print seconds and peak memory."""
    from openpyxl import load_workbook

    started = time.monotonic()
    book = load_workbook(path, read_only=True)
    count = sum(1 for _row in book.worksheets[0].iter_rows(values_only=True))
    print(json.dumps({"seconds": time.monotonic() - started, "peak": peak(), "rows": count}))


def imported(path: Path) -> None:
    """Import the file into an empty portal; print seconds and peak memory of each part."""
    sys.path.insert(0, str(Path.cwd()))
    import django

    django.setup()
    from django.core.files.uploadedfile import TemporaryUploadedFile
    from django.utils import translation

    from exhibitors.models import Membership
    from portal.kernel import clock
    from portal.tables import kinds
    from portal.tables.domain import batch as batches
    from portal.tables.domain import running
    from portal.tables.enums import Mode
    from showcase.models import TechnologyPage

    membership = Membership.objects.select_related("organisation", "user").get()
    organisation, person = membership.organisation, membership.user
    upload = TemporaryUploadedFile(path.name, "", path.stat().st_size, None)
    upload.write(path.read_bytes())
    upload.seek(0)
    kind = kinds.kind("technologies")
    if kind is None:
        sys.exit("The technologies are no kind of table.")
    found = {"start": peak()}
    with translation.override("vi"):
        batch = batches.receive(
            kind=kind, scope=organisation.pk, file=upload, submission_key=uuid.uuid4(), by=person, now=clock.now()
        )
        started = time.monotonic()
        running.work(batch_id=batch.pk)
        found |= {"check": time.monotonic() - started, "check_peak": peak()}
        batch.refresh_from_db()
        batches.confirm(batch=batch, mode=Mode.ALL, by=person, now=clock.now())
        started = time.monotonic()
        state = running.work(batch_id=batch.pk)
        found |= {"write": time.monotonic() - started, "write_peak": peak()}
    if state != "done" or TechnologyPage.objects.count() != ROWS:
        sys.exit(f"The import ended as {state} with {TechnologyPage.objects.count()} technologies.")
    print(json.dumps(found))


def prepare(_path: Path) -> None:
    """Make an empty portal with terms, a list of technologies and an exhibitor; migrating has a peak of its own."""
    sys.path.insert(0, str(Path.cwd()))
    import django

    django.setup()
    from django.core.management import call_command
    from wagtail.models import Locale, Page

    from exhibitors.domain import organisation as organisations
    from exhibitors.domain.details import OrganisationDetails
    from portal.accounts.models import User
    from portal.kernel import clock
    from showcase.models import ShowcaseIndexPage

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_vocabularies", verbosity=0)
    locale = Locale.objects.get_or_create(language_code="vi")[0]
    root = Page.get_first_root_node()
    root.add_child(instance=ShowcaseIndexPage(title="Công nghệ", slug="cong-nghe", locale=locale))
    person = User.objects.create_user("do-toc-do@example.org", uuid.uuid4().hex, full_name="Đo tốc độ")
    details = OrganisationDetails(name="Đơn vị đo tốc độ", kind="enterprise")
    organisations.create_organisation(by=person, details=details, now=clock.now())
    print(json.dumps({"peak": peak()}))


def run(part: str, path: Path, folder: Path) -> dict[str, float]:
    """Run a part in a process of its own; return its figures."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.bench",
        "PORTAL_VAR_DIR": str(folder),
        "PORTAL_LOG_LEVEL": "ERROR",
    }
    environment.pop("PORTAL_DATABASE_URL", None)
    command = [sys.executable, __file__, part, str(path)]
    result = subprocess.run(command, env=environment, check=False, stdout=subprocess.PIPE, text=True)
    if result.returncode:
        sys.exit(f"The part “{part}” failed.")
    figures: dict[str, float] = json.loads(result.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Write the table, then measure both."""
    if len(sys.argv) == 3:
        {"bare": bare, "prepare": prepare, "import": imported}[sys.argv[1]](Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "table.xlsx"
        write_table(path)
        loop = run("bare", path, folder)
        run("prepare", path, folder)
        own = run("import", path, folder)
    rows, beside = f"{ROWS} technologies", "bare openpyxl read-only loop over the same file"
    say(f"import of {rows}: read and judge", own["check"], "s")
    say(f"import of {rows}: write", own["write"], "s")
    say(f"import of {rows}: rows written", ROWS / own["write"], "rows/s")
    say("bare loop over the file", loop["seconds"], "s")
    say(f"import of {rows}: read and judge", own["check"] / loop["seconds"], "ratio", beside)
    say("bare loop over the file: peak memory", loop["peak"], "MB")
    say("portal started, nothing imported: peak memory", own["start"], "MB")
    say(f"import of {rows}: peak memory while reading", own["check_peak"], "MB")
    say(f"import of {rows}: peak memory", own["write_peak"], "MB")
    say(f"import of {rows}: peak memory", own["write_peak"] / loop["peak"], "ratio", beside)


if __name__ == "__main__":
    main()
