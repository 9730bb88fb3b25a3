"""Check what a reader wrote against the batch it was written on, and keep it as marks.

In:  a batch (numbered sentences), a form (acts in words).     Out: faults, or a file of marks.
Does not: change a form. A document that is missing or twice is a fault, too.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from detente.actors import load_gazetteer
from training.real.forms import read_form, split_forms
from training.real.marks import Marked, written
from training.real.texts import Document, find_texts, read_documents

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a reader's form; with --out, keep it as marks. The exit code is 2 where it is at fault."""
    parser = argparse.ArgumentParser(prog="python -m training.real.check", description=main.__doc__)
    parser.add_argument("batch", type=Path)
    parser.add_argument("form", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--out", type=Path, help="file of marks to write")
    parser.add_argument("--reader", default="reader")
    parser.add_argument("--lenient", action="store_true", help="keep what is right")
    asked = parser.parse_args(arguments)
    batch = _batch(asked.batch.read_text(encoding="utf-8"))
    texts = {d.id: d for d in read_documents(find_texts(asked.texts), batch)}
    countries = _countries()
    faults: list[str] = []
    kept: dict[str, Marked] = {}
    for form in split_forms(asked.form.read_text(encoding="utf-8")):
        if form.id not in batch or form.id in kept:
            faults.append(f"# {form.id}: {'twice' if form.id in kept else 'not in this batch'}")
            continue
        is_full, lines = batch[form.id]
        document = texts[form.id]
        acts, wrong = read_form(form, document.text, _spans(document, lines), countries)
        faults += [f"line {fault.line} ({form.id}): {fault.what}" for fault in wrong]
        kept[form.id] = Marked(
            id=form.id,
            digest=document.digest,
            reader=asked.reader,
            is_full=is_full,
            acts=tuple(acts),
        )
    missing = [f"# {id_} is missing" for id_ in batch if id_ not in kept]
    sys.stdout.write("\n".join([*faults, *missing, ""]))
    total = sum(len(marked.acts) for marked in kept.values())
    sys.stdout.write(f"{len(kept)} documents, {total} acts, {len(faults) + len(missing)} faults\n")
    if asked.out and (asked.lenient or not faults):
        asked.out.write_text("".join(map(written, kept.values())), encoding="utf-8")
    return 2 if faults or missing else 0


def _batch(text: str) -> dict[str, tuple[bool, list[str]]]:
    found: dict[str, tuple[bool, list[str]]] = {}
    for page in re.split(r"(?m)^# ", text)[1:]:
        head, *lines = page.split("\n")
        sentences = re.split(r"(?m)^\d+ ", "\n".join(lines))[1:]
        found[head.split()[0]] = (" full" in head, [s.strip("\n") for s in sentences])
    return found


def _spans(document: Document, lines: Sequence[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for line in lines:
        start = document.text.index(line, spans[-1][1] if spans else 0)
        spans.append((start, start + len(line)))
    return spans


def _countries() -> frozenset[str]:
    return load_gazetteer().states


if __name__ == "__main__":
    sys.exit(main())
