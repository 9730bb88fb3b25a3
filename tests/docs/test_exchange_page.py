"""The page on exchange names every format, and what each has no field for."""

from pathlib import Path

import pytest

from detente.ledger.formats import ExportFormat
from detente.ledger.formats.exporting import DROPPED

PAGE = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", list(ExportFormat))
def test_the_page_has_every_format_and_what_is_dropped(form: ExportFormat) -> None:
    assert f"\n| `{form.value}` |" in PAGE
    for words in DROPPED[form.value]:
        assert words in PAGE
