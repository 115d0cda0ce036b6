"""Check calendar files, and calendars at an address."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.calendars import fetch, lint
from events.calendars.structure import Problem

BEGIN_EVENT = b"BEGIN:VEVENT\r\n"


@dataclass
class Report:
    """What was found about one file or address."""

    name: str
    octets: int
    entries: int
    problems: list[Problem]
    http: dict[str, Any] | None = None
    findings: list[fetch.Finding] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How many things are wrong; advice does not count."""
        return len(self.problems) + sum(finding.level is fetch.Level.FAULT for finding in self.findings)


def _check(name: str, use: lint.Use) -> Report:
    """Read a file or fetch an address; raises CommandError where there is nothing to check."""
    said: dict[str, Any] | None = None
    findings: list[fetch.Finding] = []
    if "://" in name:
        try:
            answer = fetch.fetch(name)
        except fetch.FetchError as error:
            message = f"{name} cannot be fetched: {error}"
            raise CommandError(message) from error
        body, findings = answer.body, fetch.findings(answer)
        said = {"status": answer.status, "redirects": list(answer.redirects), "type": answer.headers.get_content_type()}
    else:
        try:
            body = Path(name).read_bytes()
        except OSError as error:
            message = f"{name} cannot be read: {error.strerror}"
            raise CommandError(message) from error
    return Report(name, len(body), body.count(BEGIN_EVENT), lint.lint(body, use=use), said, findings)


class Command(BaseCommand):
    """Prints what is wrong with each calendar and fails if anything is."""

    help = (
        "Check calendars byte by byte, as the portal does before it serves them; of an address also how it is served. "
        "Fails when there is a fault; advice alone is none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take files and addresses."""
        parser.add_argument("names", nargs="+", metavar="FILE|URL")
        parser.add_argument("--json", action="store_true", help="One JSON object a line for each file or address.")
        parser.add_argument(
            "--invitation", action="store_true", help="The files are sent by mail (METHOD REQUEST or CANCEL)."
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        """Check each."""
        use = lint.Use.INVITATION if options["invitation"] else lint.Use.FEED
        found = 0
        for name in options["names"]:
            report = _check(name, use)
            found += report.faults
            if options["json"]:
                self.stdout.write(json.dumps({**asdict(report), "faults": report.faults}, ensure_ascii=False))
            else:
                self._tell(report)
        if found:
            message = f"{found} problems"
            raise CommandError(message)

    def _tell(self, report: Report) -> None:
        for finding in report.findings:
            self.stdout.write(f"{report.name}: {finding.level}: {finding.message}")
        for problem in report.problems:
            self.stdout.write(f"{report.name}: {problem}")
        if not report.faults:
            self.stdout.write(f"{report.name}: good ({report.entries} entries, {report.octets} octets)")
