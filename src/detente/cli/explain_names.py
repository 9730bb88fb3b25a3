"""Whom the words of a claim name: why this actor, and which others were passed over.

In:  a claim, its report, the gazetteer.   Out: a line for each actor.
Does not: link again. What a name means on the day is asked anew; where the words alone do not
give the actor ("he", "the ministry"), the rest of the report did, and the line says so.
"""

from collections.abc import Iterator

from detente.actors.explain import explain_name
from detente.actors.gazetteer import Gazetteer
from detente.actors.name_meaning import NameMeaning
from detente.records import Actor, Claim, Report

__all__ = ["name_lines"]

MOST_RIVALS = 3
ELSEWHERE = "no list has these words for it; by the rest of the report, or a list of your own"


def name_lines(claim: Claim, report: Report | None, gazetteer: Gazetteer) -> Iterator[str]:
    """Give a line for each actor and recipient: its words, the reason, the rivals."""
    day = report.published if report else None
    seen: set[tuple[str, str]] = set()
    for cited in (*claim.actors, *claim.recipients):
        actor, words = cited.value, cited.citation.quote
        if (words, actor.code) in seen:
            continue
        seen.add((words, actor.code))
        meanings = explain_name(gazetteer, words, day)
        own = next((one for one in meanings if _is_same(one, actor)), None)
        why = own.why if own else ELSEWHERE
        yield f"{words} is {actor.code} {actor.name}: {why}{_rivals(meanings, actor)}"


def _is_same(meaning: NameMeaning, actor: Actor) -> bool:
    if meaning.id is not None and actor.id is not None:
        return meaning.id == actor.id
    return meaning.code.partition("-")[0] == actor.code.partition("-")[0]


def _rivals(meanings: list[NameMeaning], actor: Actor) -> str:
    others = [one for one in meanings if not _is_same(one, actor)][:MOST_RIVALS]
    if not others:
        return ""
    told = (f"{one.code} {one.actor}" for one in others)
    return f"; passed over: {', '.join(dict.fromkeys(told))}"
