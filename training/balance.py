"""How much to trust the rules beside the model, chosen on held-back sentences.

In:  held-back examples of the corpus, the rules, the model of the package.
Out: a table of the share right by trust, for types and statuses.
Does not: change anything. ``events/model_coder.py`` holds the numbers that were chosen.
"""

import argparse
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from detente.events.coder import RuleCoder
from detente.events.model import NO_EVENT, Reading, load_model
from detente.events.model_input import Candidate
from detente.reading.parse import SpacyParser
from detente.records import Actor, Link, Mention, MentionKind, Report, Sentence, Span
from training.corpus import Example, read_corpus
from training.lessons import held_back

__all__ = ["main"]

TRUSTS = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0, 15.0, 30.0, 100.0, 1000.0)
LEAST = 1e-4


class Heard(NamedTuple):
    """One example: what is right, what the rule says, what the model says."""

    type: str
    status: str
    rule_type: str | None
    rule_status: str | None
    reading: Reading


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the share right on held-back sentences for each trust in the rules."""
    parser = argparse.ArgumentParser(prog="python -m training.balance", description=main.__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/sentences"))
    examples = [e for e in read_corpus(parser.parse_args(arguments).corpus) if held_back(e)]
    heard = list(_hear(example for example in examples if example.type and example.status))
    n_rule = sum(row.rule_type == row.type for row in heard)
    lines = [f"{len(heard)} held-back acts; rules alone {n_rule / len(heard):.3f}"]
    for trust in TRUSTS:
        types = [_best(_acts(row.reading), row.rule_type, trust) == row.type for row in heard]
        statuses = [
            _best(row.reading.statuses, row.rule_status, trust) == row.status for row in heard
        ]
        shares = (sum(right) / len(heard) for right in (types, statuses))
        lines.append("trust {:7.1f}   types {:.3f}   statuses {:.3f}".format(trust, *shares))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _hear(examples: Iterator[Example]) -> Iterator[Heard]:
    parser, rules, model = SpacyParser(), RuleCoder(), load_model()
    for example in examples:
        sentences = parser.parse(Report(key=example.id, text=example.text))
        sentence = next(s for s in sentences if s.span.overlap(example.predicate))
        coding = rules.code_pair(
            sentence, _links(sentence, example.actors), _links(sentence, example.recipients)
        )
        yield Heard(
            example.type or NO_EVENT,
            example.status or "",
            coding.type if coding else None,
            coding.status if coding else None,
            model.read([Candidate(example.text, example.actors, example.recipients)])[0],
        )


def _links(sentence: Sentence, spans: Sequence[Span]) -> list[Link]:
    links = []
    for span in spans:
        head = sentence.head_of(span)
        if head:
            mention = Mention(
                span=span, sentence=sentence.index, head=head.index, kind=MentionKind.NAME
            )
            actor = Actor(country=None, id="given", name="given")
            links.append(Link(mention=mention, actors=(actor,), score=1.0, reason="given"))
    return links


def _acts(reading: Reading) -> dict[str, float]:
    return {name: share for name, share in reading.types.items() if name != NO_EVENT}


def _best(shares: Mapping[Any, float], rule: str | None, trust: float) -> str:
    return str(
        max(
            shares,
            key=lambda name: math.log(max(LEAST, shares[name])) + math.log(trust) * (name == rule),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
