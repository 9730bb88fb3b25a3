"""What a person chooses of a picture: which, on what ground, a point how often, as what file."""

from enum import StrEnum


class Picture(StrEnum):
    """What can be drawn of two sides."""

    TEMPERATURE = "temperature"
    ISSUES = "issues"
    CALENDAR = "calendar"
    NETWORK = "network"
    MAP = "map"


class Theme(StrEnum):
    """On what ground a picture stands."""

    LIGHT = "light"
    DARK = "dark"


class Medium(StrEnum):
    """What a picture is written as."""

    SVG = "svg"
    PNG = "png"
    HTML = "html"
    JSON = "json"


class Period(StrEnum):
    """How long a period of a series is; the names are DuckDB's, too."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
