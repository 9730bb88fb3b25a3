"""Formats that other programs write and read: rows in, rows out."""

from enum import StrEnum

__all__ = ["ExportFormat", "ImportFormat"]


class ExportFormat(StrEnum):
    """A format for other programs. Networks and maps hold events, the others claims."""

    POLECAT = "polecat"
    ICEWS = "icews"
    PLOVER = "plover"
    CSV = "csv"
    PARQUET = "parquet"
    GRAPHML = "graphml"
    GEOJSON = "geojson"

    @property
    def is_of_events(self) -> bool:
        """Whether events are written, not claims."""
        return self in {ExportFormat.GRAPHML, ExportFormat.GEOJSON}


class ImportFormat(StrEnum):
    """Whose rows they are."""

    GDELT = "gdelt"
    ICEWS = "icews"
    POLECAT = "polecat"
    PLOVER = "plover"
    PARQUET = "parquet"
