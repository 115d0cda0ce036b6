"""Everything of a dossier as one ZIP file for its people, before it is erased."""

import tempfile
import zipfile
from typing import IO

from django.utils.translation import gettext as _

from awards.dossiers import queries
from portal.kernel import clock

BLOCK = 1024 * 1024


def pack(dossier: queries.Dossier) -> IO[bytes]:
    """Return an open file that holds what was written as text, and every file under its document and own name.

    It lies on disk and goes when it is closed. Names are made unlike by a number: two documents may hold files of one name.
    """
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("00.txt", _text(dossier))
        number = 0
        for row in dossier.documents:
            for kept in (row.file, row.twin):
                if kept is None:
                    continue
                number += 1
                name = f"{number:02}-{row.document.key}/{kept.file.original_name}"
                with packed.open(name, "w", force_zip64=True) as inside, kept.file.file.open("rb") as content:
                    while block := content.read(BLOCK):
                        inside.write(block)
    target.seek(0)
    return target


def _text(dossier: queries.Dossier) -> str:
    nomination = dossier.nomination
    parts = [
        (_("Award"), dossier.edition),
        (_("Number"), str(nomination.public_id)),
        (_("Category"), dossier.category),
        (_("What is nominated"), nomination.title),
        (_("What is nominated, in English"), nomination.title_en),
        (_("Nominee"), nomination.nominee_name),
        (_("State"), dossier.state),
        (_("Merits in brief"), nomination.summary),
        (_("Merits in brief, in English"), nomination.summary_en),
        *((row.title, row.answer.text) for row in dossier.answers),
        (
            _("People of the dossier"),
            "\n".join(f"{one.user.get_full_name() if one.user else one.email}" for one in dossier.people),
        ),
        (
            _("What happened so far"),
            "\n".join(
                f"{clock.local(line.at):%d/%m/%Y %H:%M} {line.get_to_state_display()} {line.reason}".rstrip()
                for line in nomination.log.all()
            ),
        ),
    ]
    return "\n\n".join(f"## {title}\n{text}" for title, text in parts if text) + "\n"
