"""Words that tie one act to another -> linkages: what came, and what it answered or cost.

In:  the evidence of a brief.   Out: linkages, each with both parts in words and the acts in them.
Does not: infer a link from nearness in time; the text, or an act that says it answers, tells it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from detente.records import LinkKind, RemarkKind
from detente.relations.acts import Act, Quote
from detente.relations.evidence import Evidence
from detente.relations.sides import states_of

__all__ = ["LinkPart", "Linkage", "find_linkages"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPart:
    """One end of a linkage: who acts (country codes; empty where the words do not tell)."""

    words: str
    by: tuple[str, ...]
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """``what`` came, answered, or was given for ``for_what``, in the words ``cue``."""

    cue: str
    what: LinkPart
    for_what: LinkPart | None
    told: date | None
    quote: Quote


def find_linkages(evidence: Evidence) -> tuple[Linkage, ...]:
    """Find the linkages in which both sides stand, in the order of the reports, told ones first.

    A linkage told in words needs an act of a side in one of its parts, or a channel that is cut or
    resumed: "the trip came after a long winter" links nothing.
    """
    told = list(_told(evidence))
    known = {frozenset(_events(one)) for one in told}
    answers = [one for one in _answers(evidence) if frozenset(_events(one)) not in known]
    return (*told, *answers)


# Private functions


def _told(evidence: Evidence) -> Iterator[Linkage]:
    both = set(evidence.scope.sides)
    channels = {
        (one.report_id, one.sentence)
        for one, _ in evidence.remarks(RemarkKind.CHANNEL)
        if both <= set(one.about)
    }
    for remark, report in evidence.remarks(RemarkKind.LINKAGE):
        ends = [
            LinkPart(words=part.quote, by=_by(acts), event_ids=_ids(acts))
            for part in remark.parts
            for acts in [evidence.acts_in(part)]
        ]
        within = evidence.acts_in(remark.citation)
        named = both & {*remark.about, *_by(within), *_told_of(within)}
        is_of_channel = (remark.report_id, remark.sentence) in channels
        if _is_question(remark.citation.quote):
            continue
        if named != both or not (is_of_channel or any(both & set(end.by) for end in ends)):
            continue
        yield Linkage(
            cue=remark.cue.quote,
            what=ends[0],
            for_what=ends[1] if len(ends) > 1 else None,
            told=report.published,
            quote=evidence.quote_remark(remark, report),
        )


def _is_question(sentence: str) -> bool:
    return sentence.rstrip("\u201d\"'").endswith("?") or sentence.startswith("Q ")


def _answers(evidence: Evidence) -> Iterator[Linkage]:
    """Acts whose own words say that they answer another act of the record."""
    acts = {act.event_id: act for act in evidence.between}
    for act in evidence.between:
        for link in act.links:
            answered = acts.get(link.event_id)
            if link.kind is LinkKind.ANSWERS and answered is not None:
                yield Linkage(
                    cue="in answer to",
                    what=_end(act),
                    for_what=_end(answered),
                    told=act.told,
                    quote=act.quotes[0],
                )


def _end(act: Act) -> LinkPart:
    return LinkPart(words=act.quotes[0].words, by=_by([act]), event_ids=(act.event_id,))


def _by(acts: Iterable[Act]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for act in acts for code in sorted(states_of(act.actors))))


def _told_of(acts: Iterable[Act]) -> set[str]:
    return {code for act in acts for code in states_of(act.recipients)}


def _ids(acts: Iterable[Act]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(act.event_id for act in acts))


def _events(linkage: Linkage) -> tuple[str, ...]:
    return (*linkage.what.event_ids, *(linkage.for_what.event_ids if linkage.for_what else ()))
