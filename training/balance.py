"""How much to trust the rules beside the model on given sides, chosen on held-back sentences.

In:  held-back examples of the corpus, the rules, the model of the package.
Out: tables of the share right by trust, for types and statuses.
Does not: change anything. ``events/judge.py`` holds what was chosen.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from detente.events.coder import RuleCoder
from detente.events.coding import Coding
from detente.events.judge import acts_of, joint_shares
from detente.events.model import Candidate, Reading, load_model
from detente.reading.parse import SpacyParser
from detente.records import Actor, Link, Mention, MentionKind, Report, Sentence, Span
from training.corpus import Example, read_corpus
from training.lessons import held_back

__all__ = ["main"]

Label = TypeVar("Label", bound=str)

TRUSTS = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0, 15.0, 30.0, 100.0, 1000.0)


class Heard(NamedTuple):
    """One act: what is right, what the rule says and how surely, what the model says."""

    type: str
    status: str
    rule: Coding | None
    reading: Reading


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the share right on held-back sentences for each trust in the rules."""
    parser = argparse.ArgumentParser(prog="python -m training.balance", description=main.__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/sentences"))
    examples = [e for e in read_corpus(parser.parse_args(arguments).corpus) if held_back(e)]
    acts = [example for example in examples if example.type and example.status]
    sys.stdout.write("\n".join(_table(list(_pairs(acts)))) + "\n")
    return 0


def _table(rows: Sequence[Heard]) -> Iterator[str]:
    n_rule = sum(row.rule is not None and row.rule.type == row.type for row in rows)
    yield f"given sides: {len(rows)}; rules alone {n_rule / max(1, len(rows)):.3f}"
    for trust in TRUSTS:
        types = [
            _best(acts_of(row.reading), row.rule.type if row.rule else None, trust) == row.type
            for row in rows
        ]
        statuses = [
            _best(row.reading.statuses, row.rule.status if row.rule else None, trust) == row.status
            for row in rows
        ]
        shares = (sum(right) / max(1, len(rows)) for right in (types, statuses))
        yield "  trust {:7.1f}   types {:.3f}   statuses {:.3f}".format(trust, *shares)


def _pairs(examples: Sequence[Example]) -> Iterator[Heard]:
    """The sides are given, the word is not."""
    parser, rules, model = SpacyParser(), RuleCoder(), load_model()
    for example in examples:
        sentence = _sentence(parser, example)
        coding = rules.code_pair(
            sentence, _links(sentence, example.actors), _links(sentence, example.recipients)
        )
        candidate = Candidate(example.text, example.actors, example.recipients)
        yield Heard(example.type or "", example.status or "", coding, model.read([candidate])[0])


def _sentence(parser: SpacyParser, example: Example) -> Sentence:
    sentences = parser.parse(Report(key=example.id, text=example.text))
    return next(s for s in sentences if s.span.overlap(example.predicate))


def _links(sentence: Sentence, spans: Sequence[Span]) -> list[Link]:
    links = []
    for span in spans:
        head = sentence.head_of(span)
        if head:
            mention = Mention(
                span=span, sentence=sentence.index, head=head.index, kind=MentionKind.NAME
            )
            actor = Actor(country="XXX", id="given", name="given")
            links.append(Link(mention=mention, actors=(actor,), score=1.0, reason="given"))
    return links


def _best(shares: Mapping[Label, float], rule: str | None, trust: float) -> Label:
    joined = joint_shares(shares, rule, trust)
    return max(joined, key=lambda label: joined[label])


if __name__ == "__main__":
    sys.exit(main())
