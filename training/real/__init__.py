"""Real reports, marked by careful readers: texts, marks beside them, and what joins both."""

__all__ = ["SPLITS"]

SPLITS = (  # files of corpus/real; a document is in one
    "learn", "weigh", "develop", "decide", "measure",
    "official", "official_decide", "official_measure", "briefings_measure",
)  # fmt: skip
