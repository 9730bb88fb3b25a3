"""Real reports, marked by careful readers: texts, marks beside them, and what joins both."""

__all__ = ["SPLITS"]

SPLITS = ("learn", "weigh", "develop", "measure", "official", "official_measure")
# Files of corpus/real; a document is in one.
