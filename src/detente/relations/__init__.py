"""How two sides stand, from what reports tell."""

from detente.relations.brief import Brief, brief_from_claims, brief_from_evidence
from detente.relations.chart_theme import Theme
from detente.relations.charts import Medium, chart_bytes
from detente.relations.evidence import Evidence, gather
from detente.relations.moves import Move, moves_from_events, moves_of
from detente.relations.network import Network, Node, Tie, network, network_from_events
from detente.relations.periods import Period
from detente.relations.pictures import (
    Findings,
    Picture,
    Subject,
    draw,
    findings_from_events,
    findings_of,
)
from detente.relations.places import PlaceTally, places_from_events, places_of
from detente.relations.points import IssueTally, SeriesPoint
from detente.relations.reciprocity import (
    Answer,
    Reciprocity,
    ReciprocityOptions,
    reciprocity,
    reciprocity_from_moves,
)
from detente.relations.recorded import evidence_in
from detente.relations.render import brief_json, brief_markdown, brief_text
from detente.relations.render_html import brief_html
from detente.relations.series import Series, series, series_from_moves, series_of_dyads
from detente.relations.series_options import Coverage, SeriesOptions
from detente.relations.sides import Scope
from detente.relations.triads import Triad, Triads, triads, triads_from_series
from detente.relations.turns import Turn, TurnOptions, Turns, turns, turns_from_moves
from detente.relations.windows import Comparison, WindowTally, compare_windows, tally

__all__ = [
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
    "Subject",
    "Theme",
    "Tie",
    "Triad",
    "Triads",
    "Turn",
    "TurnOptions",
    "Turns",
    "WindowTally",
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
