"""A brief on a page -> a document for Word, with its reports as a numbered list.

In:  a ``Page``.   Out: the bytes of a .docx file, the same for the same page.
Does not: choose words (relations/brief/page.py does), or write a time into the file.
"""

import io
import zipfile
from datetime import UTC, datetime

from docx import Document

from detente.relations.brief.page import Line, Page
from detente.relations.brief.render import rest_of
from detente.relations.evidence import Quote
from detente.relations.wording import printable

NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # the same page is the same file


def docx_of(page: Page) -> bytes:
    """Write a brief for Word."""
    document = Document()
    document.core_properties.created = document.core_properties.modified = NO_TIME
    document.core_properties.author = "detente"
    document.core_properties.title = page.title
    document.add_heading(page.title, level=1)
    for basis in page.basis:
        document.add_paragraph(basis)
    for block in page.blocks:
        document.add_heading(block.name, level=2)
        for line in block.lines:
            paragraph = document.add_paragraph(style="List Bullet")
            head = f"{line.state}: {line.head}" if line.state else line.head
            paragraph.add_run(head).bold = True
            paragraph.add_run(_rest(line))
            for quote in line.shown:
                document.add_paragraph(f"{printable(quote.words)} {_mark(quote)}", style="Quote")
        if rest := rest_of(block):
            document.add_paragraph(rest)
    document.add_heading("What this cannot see", level=2)
    for limit in page.cannot_see:
        document.add_paragraph(limit, style="List Bullet")
    document.add_heading("Reports", level=2)
    for number, told, _ in page.reports:
        document.add_paragraph(f"[{number}] {told}")
    written = io.BytesIO()
    document.save(written)
    return _without_times(written.getvalue())


def _rest(line: Line) -> str:
    facts = f" {'; '.join(line.facts)}" if line.facts else ""
    shown = {(one.report, one.start) for one in line.shown}
    others = [one for one in line.quotes if (one.report, one.start) not in shown]
    return f"{facts} {' '.join(map(_mark, others))}".rstrip()


def _mark(quote: Quote) -> str:
    return f"[{quote.report}:{quote.sentence}]"


def _without_times(document: bytes) -> bytes:
    """Write the parts of the file anew with one time, which zip notes of each."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for one in before.infolist():
            part = zipfile.ZipInfo(one.filename, NO_TIME.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(one))
    return made.getvalue()
