"""What flows through the journey: frozen records, and nothing else.

Every other room imports from here; this room imports only ``errors``.
"""

from detente.records.alike import alike, names_of, record_from, values_alike
from detente.records.claim import (
    Actor,
    Claim,
    Coded,
    DateBasis,
    DateMention,
    EventDate,
    Granularity,
    Link,
    Mention,
    MentionKind,
    Place,
    PlaceMention,
    Precision,
    Remark,
    RemarkKind,
    Speaker,
    Speech,
    SpeechKind,
    Statement,
    Status,
)
from detente.records.event import (
    Event,
    EventLink,
    LinkKind,
    ReportFacts,
    Ruling,
    RulingKind,
    Standing,
    event_id_of,
)
from detente.records.run import Problem, Reply, Run
from detente.records.shown import Shown
from detente.records.text import Citation, Cited, Report, Sentence, Span, Token, day_of, digest

__all__ = [
    "Actor", "Citation", "Cited", "Claim", "Coded", "DateBasis", "DateMention", "Event",
    "EventDate", "EventLink", "Granularity", "Link", "LinkKind", "Mention", "MentionKind",
    "Place", "PlaceMention", "Precision", "Problem", "Remark", "RemarkKind", "Reply", "Report",
    "ReportFacts", "Ruling", "RulingKind", "Run", "Sentence", "Shown", "Span", "Speaker",
    "Speech", "SpeechKind", "Standing", "Statement", "Status", "Token", "alike", "day_of",
    "digest", "event_id_of", "names_of", "record_from", "values_alike",
]  # fmt: skip
