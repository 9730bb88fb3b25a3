"""Speech -> statements: who said what about which issue and which sides.

In:  a report's setting and the kind of each stretch of speech.   Out: statements in text order.
Does not: find speech (reading/speech.py does), or turn a retelling medium into a speaker.
"""

from collections.abc import Iterable

from detente.events.claims import speaker_of
from detente.events.contexts import Topics
from detente.events.setting import Setting
from detente.records import Report, Span, Speech, SpeechKind, Statement

__all__ = ["statements_from_speech"]


def statements_from_speech(
    speeches: Iterable[tuple[Speech, SpeechKind]], setting: Setting, topics: Topics
) -> tuple[Statement, ...]:
    """Build one statement a stretch of speech; what a medium retells is no statement of its own."""
    return tuple(
        _statement(speech, kind, setting, topics)
        for speech, kind in speeches
        if not speech.is_retelling and speech.speaker is not None
    )


def _statement(speech: Speech, kind: SpeechKind, setting: Setting, topics: Topics) -> Statement:
    report = setting.report
    span = _trimmed(report, speech.content[0].start, speech.content[-1].end)
    return Statement(
        report_id=report.id,
        sentence=speech.sentence,
        speaker=speaker_of(speech, setting),
        is_quoted=speech.is_quoted,
        kind=kind,
        issues=topics.issues_in(span),
        about=_about(span, setting),
        citation=report.cite(span),
        cue=report.cite(speech.cue) if speech.cue else None,
    )


def _trimmed(report: Report, start: int, end: int) -> Span:
    text = report.text[start:end]
    lead = len(text) - len(text.lstrip())
    return Span(start + lead, start + len(text.rstrip()))


def _about(span: Span, setting: Setting) -> tuple[str, ...]:
    countries = {
        actor.country
        for link in setting.links
        if link.mention.span in span
        for actor in link.actors
        if actor.country
    }
    return tuple(sorted(countries))
