"""How two sides stand, from what reports tell."""

from detente.relations.brief.affairs import Affair
from detente.relations.brief.brief import Brief, brief_from_claims, brief_from_evidence
from detente.relations.brief.render import (
    affairs_json,
    affairs_text,
    brief_html,
    brief_json,
    brief_markdown,
    brief_text,
)
from detente.relations.brief.story import Story, Trend
from detente.relations.charts.look import Medium, Theme, chart_bytes
from detente.relations.charts.pictures import (
    Findings,
    Picture,
    Subject,
    draw,
    findings_from_events,
    findings_of,
)
from detente.relations.evidence import Evidence, evidence_in, gather
from detente.relations.measures.moves import (
    Coverage,
    IssueTally,
    Move,
    Period,
    SeriesOptions,
    moves_from_events,
    moves_of,
)
from detente.relations.measures.network import (
    Network,
    Node,
    Tie,
    Triad,
    Triads,
    network,
    network_from_events,
    triads,
    triads_from_series,
)
from detente.relations.measures.places import PlaceTally, places_from_events, places_of
from detente.relations.measures.points import SeriesPoint
from detente.relations.measures.reciprocity import (
    Answer,
    Reciprocity,
    ReciprocityOptions,
    reciprocity,
    reciprocity_from_moves,
)
from detente.relations.measures.series import Series, series, series_from_moves, series_of_dyads
from detente.relations.measures.turns import (
    Comparison,
    Turn,
    TurnOptions,
    Turns,
    WindowTally,
    compare_windows,
    tally,
    turns,
    turns_from_moves,
)
from detente.relations.sides import Scope

__all__ = [
    "Affair",
    "Answer",
    "Brief",
    "Comparison",
    "Coverage",
    "Evidence",
    "Findings",
    "IssueTally",
    "Medium",
    "Move",
    "Network",
    "Node",
    "Period",
    "Picture",
    "PlaceTally",
    "Reciprocity",
    "ReciprocityOptions",
    "Scope",
    "Series",
    "SeriesOptions",
    "SeriesPoint",
    "Story",
    "Subject",
    "Theme",
    "Tie",
    "Trend",
    "Triad",
    "Triads",
    "Turn",
    "TurnOptions",
    "Turns",
    "WindowTally",
    "affairs_json",
    "affairs_text",
    "brief_from_claims",
    "brief_from_evidence",
    "brief_html",
    "brief_json",
    "brief_markdown",
    "brief_text",
    "chart_bytes",
    "compare_windows",
    "draw",
    "evidence_in",
    "findings_from_events",
    "findings_of",
    "gather",
    "moves_from_events",
    "moves_of",
    "network",
    "network_from_events",
    "places_from_events",
    "places_of",
    "reciprocity",
    "reciprocity_from_moves",
    "series",
    "series_from_moves",
    "series_of_dyads",
    "tally",
    "triads",
    "triads_from_series",
    "turns",
    "turns_from_moves",
]
