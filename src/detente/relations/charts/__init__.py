"""Pictures of how two sides stand."""

from detente.errors import needing

with needing("pictures", "a picture"):
    import altair as alt  # noqa: F401  # which every picture is made with
