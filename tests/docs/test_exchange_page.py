"""The page on exchange explains every field that an export writes, in the words beside it."""

from pathlib import Path

import pytest

from detente.ledger.formats.exporting import DROPPED, ExportFormat, fields_of

PAGE = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", list(ExportFormat))
def test_the_page_has_every_field_and_what_is_dropped(form: ExportFormat) -> None:
    for name, meaning in fields_of(form.value):
        written = meaning.replace("|", "\\|")
        assert f"| `{name}` | {written} |" in PAGE
    for words in DROPPED[form.value]:
        assert words in PAGE
