"""Replies without a word of the reports: places in the text in the place of quotes, and back.

So replies to prompts for texts that are not ours stand in replies/. A file of them is made with
``cd tests && python -m llm.anchored PROMPTS STORIES > NAME.jsonl``, PROMPTS being what
``detente llm prompts STORIES -o PROMPTS`` wrote, with a reply beside each.
"""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from detente.config import Config, ModelChoice
from detente.llm.answer import Act, Said, Side, read_answer
from detente.llm.client import Asked
from detente.llm.quotes import find_words, first_within
from detente.llm.reader import a_reply
from detente.llm.replies import ReplyFolder
from detente.llm.request import Page, requests_for
from detente.pipeline import Journey
from detente.records import Report, Sentence, Span
from detente.sources import read_reports

Fields = dict[str, Any]


# Quotes to places


def anchor(page: Page, reply: str) -> tuple[Fields, int]:
    """Put places in the place of quotes; count the parts whose words do not stand in the text."""
    answer = read_answer(reply)
    told: Fields = {"key": page.report.key, "report": page.report.id, "acts": [], "statements": []}
    n_lost = len(answer.faults)
    for name, made in (
        ("acts", [partial(_anchored_act, page, one) for one in answer.acts]),
        ("statements", [partial(_anchored_said, page, one) for one in answer.statements]),
    ):
        for make in made:
            try:
                told[name].append(make())
            except LookupError:
                n_lost += 1
    return told, n_lost


def _anchored_act(page: Page, act: Act) -> Fields:
    sentence = _numbered(page, act.sentence)
    clause = _place(page, act.clause, sentence.span)
    made = msgspec.to_builtins(act) | {
        "sentence": None,  # that of the predicate
        "predicate": _range(_place(page, act.predicate, clause)),
        "clause": _range(clause),
        "actors": [_anchored_side(page, one, sentence, clause) for one in act.actors],
        "recipients": [_anchored_side(page, one, sentence, clause) for one in act.recipients],
        "speaker": act.speaker and _anchored_side(page, act.speaker, sentence, clause),
    }
    for name, given in (("when", act.when), ("where", act.where)):
        found = find_words(given.words, page.report, sentence.span) if given else []
        span = first_within(found, clause)
        made[name] = span and {**made[name], "words": None, "span": _range(span)}
    return _without_empty(made)


def _anchored_said(page: Page, said: Said) -> Fields:
    sentence = _numbered(page, said.sentence)
    speaker = said.speaker and _anchored_side(page, said.speaker, sentence, sentence.span)
    cue = _range(_place(page, said.cue, sentence.span)) if said.cue else None
    span = _range(_place(page, said.words, sentence.span))
    return _without_empty({"said": span, "kind": said.kind, "speaker": speaker, "cue": cue})


def _anchored_side(page: Page, side: Side, sentence: Sentence, clause: Span) -> Fields:
    link = page.mentions.get(side.mention or "")
    if link is not None:
        codes = side.codes or [actor.code for actor in link.actors]
        return {"span": _range(link.mention.span), "codes": list(codes)}
    if not side.words:
        return {"codes": list(side.codes)}
    where = sentence if side.sentence is None else _numbered(page, side.sentence)
    span = _place(page, side.words, where.span, clause if where is sentence else None)
    return {"span": _range(span), "codes": list(side.codes)}


def _without_empty(made: Fields) -> Fields:
    return {name: value for name, value in made.items() if value not in (None, False, [])}


def _numbered(page: Page, number: int) -> Sentence:
    return dict(enumerate(page.sentences, 1))[number]


def _place(page: Page, words: str, within: Span, near: Span | None = None) -> Span:
    span = first_within(find_words(words, page.report, within), near)
    if span is None:
        raise LookupError(words)
    return span


def _range(span: Span) -> list[int]:
    return [span.start, span.end]


# Places to quotes


def read_anchored(path: Path) -> dict[str, Fields]:
    """Read anchored answers, one a line, by the ids of their reports."""
    return {one["report"]: one for one in map(json.loads, path.read_text().splitlines())}


def restore(page: Page, anchored: Fields, choice: ModelChoice, store: ReplyFolder) -> None:
    """Keep the reply that an anchored answer stands for, under what would be asked today."""
    (request,) = requests_for(page)
    answer = {
        "acts": [_act(page, one) for one in anchored["acts"]],
        "statements": [_said(page, one) for one in anchored["statements"]],
    }
    asked = request.digest_for(choice.model, choice.parameters)
    store.keep(a_reply(asked, choice, Asked(json.dumps(answer), 0, 0)))


def _act(page: Page, one: Fields) -> Fields:
    number, sentence = _sentence_of(page, one["predicate"])
    clause = _clipped(one["clause"], sentence)
    quoted: Fields = {
        "sentence": number,
        "predicate": _words(page, Span(*one["predicate"]), clause),
        "clause": _words(page, clause, sentence.span),
        "actors": [_quoted(page, side) for side in one.get("actors", ())],
        "recipients": [_quoted(page, side) for side in one.get("recipients", ())],
        **{name: _quoted(page, one.get(name)) for name in ("when", "where", "speaker")},
    }
    return one | quoted


def _said(page: Page, one: Fields) -> Fields:
    told: Fields = _quoted(page, {"span": one["said"]})
    cue = _quoted(page, {"span": one["cue"]})["words"] if "cue" in one else None
    return one | told | {"cue": cue, "speaker": _quoted(page, one.get("speaker"))}


def _quoted(page: Page, given: Any) -> Any:
    """What has a place, with the words there and the number of their sentence."""
    if not given or "span" not in given:
        return given
    number, sentence = _sentence_of(page, given["span"])
    words = _words(page, _clipped(given["span"], sentence), sentence.span)
    return given | {"words": words, "sentence": number}


def _sentence_of(page: Page, given: list[int]) -> tuple[int, Sentence]:
    """The number and the sentence in which a range begins, as today's reading cuts the text."""
    ends = (place for place, one in enumerate(page.sentences) if given[0] < one.span.end)
    place = next(ends, len(page.sentences) - 1)
    return place + 1, page.sentences[place]


def _clipped(given: list[int], within: Sentence) -> Span:
    start, end = max(given[0], within.span.start), min(given[1], within.span.end)
    return Span(start, end) if start < end else within.span


def _words(page: Page, span: Span, within: Span) -> str:
    """The words of a range, with ``~2`` where the same words stand before it."""
    words = page.report.cite(span).quote
    found = find_words(words, page.report, within)
    nth = found.index(span) + 1 if span in found else 1
    return words if nth == 1 else f"{words}~{nth}"


def main(folder: Path, stories: list[str]) -> None:
    """Write the replies beside prompts, anchored."""
    index = [json.loads(line) for line in (folder / "requests.jsonl").read_text().splitlines()]
    beside = {one["key"]: (folder / one["file"]).with_suffix(".json") for one in index}
    journey = Journey.from_config(Config())
    for report in read_reports(stories):
        if isinstance(report, Report) and report.key in beside:
            told, n_lost = anchor(journey.page(report), beside[report.key].read_text())
            sys.stdout.write(f"{json.dumps(told, separators=(',', ':'))}\n")
            sys.stderr.write(f"{report.key}: {n_lost} parts whose words stand nowhere\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
