"""The notebook runs from top to bottom, and each value shows itself."""

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLE = Path(__file__).parents[2] / "examples" / "first-project"


@pytest.mark.filterwarnings("default")  # what IPython and its sockets warn of is not ours
def test_the_notebook_runs_and_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(EXAMPLE / "reports.csv", tmp_path)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    notebook = nbformat.read(EXAMPLE / "first-project.ipynb", as_version=4)  # type: ignore[no-untyped-call]

    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute(env=dict(os.environ))

    html = [
        "".join(shown["data"]["text/html"])
        for cell in notebook.cells
        if cell.cell_type == "code"
        for shown in cell.outputs
        if shown.output_type == "execute_result"
    ]
    ledger, events, claim, event, picture, brief = html
    assert "<th>reports</th><td>32</td>" in ledger
    assert "<td>SANCTION</td>" in events
    assert "<mark>" in claim
    assert "independent outlet" in event
    assert picture.startswith("<svg")
    assert "HOW THEY STAND" in brief.upper()
