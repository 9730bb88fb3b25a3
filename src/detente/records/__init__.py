"""What flows through the journey: frozen records, and nothing else.

Every other room imports from here; this room imports only ``errors``.
"""

from detente.records.actor import (
    Actor,
    Link,
    Mention,
    MentionKind,
    Place,
    PlaceMention,
    Precision,
    Speaker,
)
from detente.records.claim import Claim, DateBasis, DateMention, EventDate, Granularity, Status
from detente.records.coded import Coded
from detente.records.digest import digest
from detente.records.event import (
    Event,
    EventLink,
    LinkKind,
    ReportFacts,
    Ruling,
    RulingKind,
    Standing,
)
from detente.records.remark import Remark, RemarkKind
from detente.records.run import Problem, Reply, Run
from detente.records.statement import Speech, SpeechKind, Statement
from detente.records.text import Citation, Cited, Report, Sentence, Span, Token

__all__ = [
    "Actor",
    "Citation",
    "Cited",
    "Claim",
    "Coded",
    "DateBasis",
    "DateMention",
    "Event",
    "EventDate",
    "EventLink",
    "Granularity",
    "Link",
    "LinkKind",
    "Mention",
    "MentionKind",
    "Place",
    "PlaceMention",
    "Precision",
    "Problem",
    "Remark",
    "RemarkKind",
    "Reply",
    "Report",
    "ReportFacts",
    "Ruling",
    "RulingKind",
    "Run",
    "Sentence",
    "Span",
    "Speaker",
    "Speech",
    "SpeechKind",
    "Standing",
    "Statement",
    "Status",
    "Token",
    "digest",
]
