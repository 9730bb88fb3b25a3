"""A folder of reports, and orders to code it."""

from pathlib import Path
from typing import Any

import pytest

from archive.fakes import open_fake
from archive.newsroom import TEXTS, MakeOrder, write_rows
from detente.archive import Order


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder ``news`` of the working folder, with two files of ten reports each."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "news"
    folder.mkdir()
    write_rows(folder / "a.jsonl", TEXTS)
    write_rows(folder / "b.jsonl", [text.replace("Norland", "Vostia") for text in TEXTS])
    return folder


@pytest.fixture
def order(news: Path) -> MakeOrder:
    """Make an order for ``news``, in shards of four reports."""

    def order(out: str = "out", **changes: Any) -> Order:
        defaults = {"paths": (news.name,), "shard_size": 4, "open_journey": open_fake}
        return Order(out=Path(out), base=news.parent, **{**defaults, **changes})

    return order
