"""A brief -> a few sentences of a model on how two sides stand, each resting on acts of the brief.

In:  a brief.   Out: the same brief with the sentences that name acts it has.
Does not: let through a sentence that names none, or more than five.
"""

import json
from collections.abc import Iterator
from dataclasses import fields

import msgspec

from detente.errors import ModelRefusal
from detente.llm.answer import an_object, json_start
from detente.llm.client import Unanswered
from detente.llm.reader import ModelReader
from detente.llm.request import Request, prompt
from detente.relations import Brief
from detente.relations.brief.brief import Judged, Verdict
from detente.relations.evidence import Act

MOST_SENTENCES = 5
MOST_ACTS = 150  # that a model is given, the newest
MOST_WORDS = 160  # characters of an act's quote
LONGEST = 600  # characters of a sentence
_TEXT = {"type": "string"}
_JUDGED = an_object(text=_TEXT, acts={"type": "array", "items": _TEXT})
_SCHEMA = an_object(sentences={"type": "array", "items": _JUDGED})


class _Sentence(msgspec.Struct):
    text: str
    acts: list[str]


def with_verdict(brief: Brief, reader: ModelReader) -> Verdict:
    """Ask a model how two sides stand; its sentences stand beside the brief, which is as it was.

    Raises:
        ModelRefusal: there is no answer that can be read.
    """
    acts = {f"e{number}": act for number, act in enumerate(_acts(brief), 1)}
    request = Request((("system", prompt("verdict")), ("user", _question(brief, acts))))
    try:
        found = list(_sentences(reader.reply_to(request, _SCHEMA)))
    except Unanswered as err:
        raise ModelRefusal(f"the model gives no verdict: {err}") from err
    judged = [(one.text, [acts[name] for name in one.acts if name in acts]) for one in found]
    kept = [
        Judged(text=" ".join(text.split()), acts=tuple(dict.fromkeys(named)))
        for text, named in judged[:MOST_SENTENCES]
        if named and 0 < len(text.strip()) <= LONGEST
    ]
    return Verdict(
        **{one.name: getattr(brief, one.name) for one in fields(Brief)},
        model=reader.choice.model,
        judged=tuple(kept),
        n_given=len(acts),
        n_dropped=len(found) - len(kept),
    )


def _acts(brief: Brief) -> list[Act]:
    found = [act for part in brief.sections for group in part.groups for act in group.acts]
    once = {act.event_id: act for act in found}.values()

    def day(act: Act) -> str:
        when = act.when.latest if act.when else act.told
        return when.isoformat() if when else ""

    return sorted(once, key=lambda act: (day(act), act.event_id), reverse=True)[:MOST_ACTS]


def _question(brief: Brief, acts: dict[str, Act]) -> str:
    scope = brief.scope
    heading = f"{scope.side_a} and {scope.side_b}, as of {brief.as_of or 'an unknown day'}"
    return "\n".join([heading, "", *(_line(name, act) for name, act in acts.items())])


def _line(name: str, act: Act) -> str:
    when = f"{act.when.earliest} to {act.when.latest}" if act.when else "undated"
    mode = f"/{act.mode}" if act.mode else ""
    words = " ".join(act.quotes[0].words.split())[:MOST_WORDS] if act.quotes else ""
    told = [
        f"{name}: {'+'.join(act.actors) or 'somebody'} -> {'+'.join(act.recipients) or '-'}",
        f"{act.type}{mode}",
        act.status.value,
        when,
        f"on the word of {', '.join(voice.name for voice in act.voices)}" if act.voices else "",
        f"denied by {', '.join(act.denied_by)}" if act.denied_by else "",
        json.dumps(words, ensure_ascii=False),
    ]
    return " | ".join(" ".join(part.split()) for part in told if part)


def _sentences(reply: str) -> Iterator[_Sentence]:
    """Read an answer, in a fence or not."""
    try:
        found, _ = json.JSONDecoder().raw_decode(reply, max(0, json_start(reply)))
        given = found["sentences"]
        yield from msgspec.convert(given, list[_Sentence])
    except (ValueError, TypeError, KeyError, RecursionError, msgspec.ValidationError) as err:
        raise Unanswered("its answer is no JSON object with sentences") from err
