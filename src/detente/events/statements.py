"""Speech -> statements: who said what about which issue and which sides.

In:  a report's setting and the kind of each stretch of speech.   Out: statements in text order.
Does not: find speech (reading/speech.py does), or turn a retelling medium into a speaker.
"""

from collections.abc import Iterable

from detente.events.claims import speaker_of
from detente.events.contexts import Topics
from detente.events.setting import Setting
from detente.records import Report, Span, Speech, SpeechKind, Statement

__all__ = ["is_scholar", "statements_from_speech"]


SCHOLARS = "EDU"  # the sector of universities, institutes and think tanks
MIN_WORDS = 5  # shorter content is a phrase ("mutual respect"), not something said
MIN_WORDS_OF_PHRASE = 7  # without a verb of its own: "the importance of returning to the talks ..."


def statements_from_speech(
    speeches: Iterable[tuple[Speech, SpeechKind]], setting: Setting, topics: Topics
) -> tuple[Statement, ...]:
    """Build one statement a stretch of speech.

    Left out: what a medium retells (it is on the medium's word, no statement of its own), mere
    intentions ("agreed *to lift* ..."), phrases too short to state anything, and unquoted words
    of nobody known.
    """
    told = [(speech, kind) for speech, kind in speeches if _states_something(speech, setting)]
    statements = [_statement(speech, kind, setting, topics) for speech, kind in told]
    return tuple(one for one in statements if one.is_quoted or _has_known_speaker(one))


def is_scholar(speech: Speech, setting: Setting) -> bool:
    """Whether a scholar speaks, as identified: "she" and a bare surname included."""
    if speech.is_retelling:
        return False
    speaker = speaker_of(speech, setting)
    actor = speaker.value.actor if speaker else None
    return actor is not None and actor.sector == SCHOLARS


def _states_something(speech: Speech, setting: Setting) -> bool:
    if speech.is_retelling or speech.speaker is None:
        return False
    sentence = setting.sentences[speech.sentence]
    tokens = [token for span in speech.content for token in sentence.tokens_in(span)]
    words = [token for token in tokens if token.pos not in {"PUNCT", "SPACE"}]
    if words and words[0].tag == "TO":
        return False
    has_clause = any(token.dep in {"nsubj", "nsubjpass"} for token in words)
    enough = MIN_WORDS if has_clause or speech.is_quoted else MIN_WORDS_OF_PHRASE
    return len(words) >= enough or len(speech.content) > 1


def _has_known_speaker(statement: Statement) -> bool:
    return statement.speaker is not None and statement.speaker.value.code != "UNK"


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
