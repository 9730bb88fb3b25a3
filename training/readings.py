"""Second readings of the corpus: are its labels what others would give?

In:  the corpus, and files in which readers coded a sample of it anew.
Out: the sample without its codes; a table of agreement, and what to settle.
Does not: change a label.

A reading has one line a sentence: ``id <tab> TYPE/mode | status`` or ``id <tab> NONE``.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from training.corpus import NO_EVENT, Example, read_corpus

__all__ = ["kappa", "main", "marked", "sample"]

SIZE = 500


def sample(examples: Sequence[Example], size: int = SIZE) -> list[Example]:
    """Choose ``size`` examples by their digests, which nobody chose."""
    return sorted(examples, key=lambda example: example.id[::-1])[:size]


def marked(example: Example) -> str:
    """Write a sentence with its marks again, without its codes."""
    marks = [
        *((span, "[A ", "]") for span in example.actors),
        *((span, "[R ", "]") for span in example.recipients),
        *((span, "[O ", "]") for span in example.others),
        (example.predicate, "{", "}"),
    ]
    text, end = "", 0
    for span, opening, closing in sorted(marks):
        text += example.text[end : span.start]
        text += opening + example.text[span.start : span.end] + closing
        end = span.end
    return text + example.text[end:]


def kappa(one: Sequence[str], other: Sequence[str]) -> float:
    """Cohen's kappa of two codings of the same items (Cohen 1960); 1 for full agreement."""
    n = len(one)
    agreed = sum(a == b for a, b in zip(one, other, strict=True)) / n
    counts = Counter(one), Counter(other)
    chance = sum(counts[0][code] * counts[1][code] for code in counts[0]) / n**2
    return 1.0 if chance == 1.0 else (agreed - chance) / (1.0 - chance)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the sample, or compare readings with the corpus and with each other."""
    parser = argparse.ArgumentParser(prog="python -m training.readings", description=main.__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/sentences"))
    parser.add_argument("readings", type=Path, nargs="*", help="files; none: print the sample")
    chosen = parser.parse_args(arguments)
    examples = read_corpus(chosen.corpus)
    if not chosen.readings:
        lines = [f"{example.id}\t{marked(example)}" for example in sample(examples)]
        sys.stdout.write("\n".join(lines) + "\n")
        return 0
    codings = {"corpus": {example.id: _codes(example) for example in examples}}
    codings.update((path.stem, _read(path)) for path in chosen.readings)
    sys.stdout.write("\n".join(_table(codings, {e.id: e for e in examples})) + "\n")
    return 0


def _codes(example: Example) -> str:
    if example.type is None:
        return NO_EVENT
    mode = f"/{example.mode}" if example.mode else ""
    return f"{example.type}{mode} | {example.status}"


def _read(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t", 1) for line in lines if line.strip() and not line.startswith("#"))
    return {id_.strip(): codes.strip() for id_, codes in pairs}


def _table(
    codings: Mapping[str, Mapping[str, str]], examples: Mapping[str, Example]
) -> Iterator[str]:
    """Agreement of each two on type, mode and status; then the sentences to settle."""
    names = list(codings)
    shared = sorted(set.intersection(*(set(coding) for coding in codings.values())))
    yield f"{len(shared)} sentences read by all of: {', '.join(names)}"
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            yield f"{one} and {other}: " + ", ".join(
                _agreement(part, [codings[name] for name in (one, other)], shared)
                for part in ("type", "mode", "status")
            )
    for id_ in shared:
        views = {name: codings[name][id_] for name in names}
        if len({_part(view, "type") for view in views.values()}) > 1:
            told = "; ".join(f"{name} {view}" for name, view in views.items())
            yield f"{examples[id_].file}:{examples[id_].line}: {marked(examples[id_])}  [{told}]"


def _agreement(part: str, codings: Sequence[Mapping[str, str]], ids: Sequence[str]) -> str:
    one, other = ([_part(coding[id_], part) for id_ in ids] for coding in codings)
    same = sum(a == b for a, b in zip(one, other, strict=True)) / len(ids)
    return f"{part} {same:.1%} (kappa {kappa(one, other):.2f})"


def _part(codes: str, part: str) -> str:
    code, _, status = codes.partition("|")
    if part == "status":
        return status.removesuffix(" historical").strip()
    return code.strip() if part == "mode" else code.partition("/")[0].strip()


if __name__ == "__main__":
    sys.exit(main())
