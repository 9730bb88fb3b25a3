"""Check what a reader wrote against the batch it was written on.

In:  a batch (numbered sentences), a form (acts in words).     Out: marks, and faults by line.
Does not: change a form. A document that is missing or twice is a fault, too.
"""

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from detente.actors import load_gazetteer
from detente.evaluate.marks import Marked
from detente.evaluate.texts import Document, find_texts, read_documents
from training.real.forms import read_form, split_forms

__all__ = ["Batch", "main", "read_batch", "read_marked"]

Batch = Mapping[str, tuple[bool, list[str]]]  # by document: marked in full, its sentences


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a reader's form; the exit code is 2 where it is at fault."""
    parser = argparse.ArgumentParser(prog="python -m training.real.check", description=main.__doc__)
    parser.add_argument("batch", type=Path)
    parser.add_argument("form", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--reader", default="reader")
    asked = parser.parse_args(arguments)
    batch = read_batch(asked.batch.read_text(encoding="utf-8"))
    texts = {d.id: d for d in read_documents(find_texts(asked.texts), batch)}
    form = asked.form.read_text(encoding="utf-8")
    kept, faults = read_marked(batch, form, texts, asked.reader)
    sys.stdout.write("\n".join([*faults, ""]))
    total = sum(len(marked.acts) for marked in kept)
    sys.stdout.write(f"{len(kept)} documents, {total} acts, {len(faults)} faults\n")
    return 2 if faults else 0


def read_marked(
    batch: Batch, form: str, texts: Mapping[str, Document], reader: str
) -> tuple[list[Marked], list[str]]:
    """Read a reader's form on a batch: marks, and what is wrong, documents that are missing too."""
    countries = load_gazetteer().states
    faults: list[str] = []
    kept: dict[str, Marked] = {}
    for one in split_forms(form):
        if one.id not in batch or one.id in kept:
            faults.append(f"# {one.id}: {'twice' if one.id in kept else 'not in this batch'}")
            continue
        is_full, lines = batch[one.id]
        document = texts[one.id]
        acts, wrong = read_form(one, document.text, _spans(document, lines), countries)
        faults += [f"line {fault.line} ({one.id}): {fault.what}" for fault in wrong]
        kept[one.id] = Marked(
            id=one.id, digest=document.digest, reader=reader, is_full=is_full, acts=tuple(acts)
        )
    faults += [f"# {id_} is missing" for id_ in batch if id_ not in kept]
    return list(kept.values()), faults


def read_batch(text: str) -> Batch:
    """Read a batch: each document's sentences, and whether all is to be marked in it."""
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


if __name__ == "__main__":
    sys.exit(main())
