"""Real reports, marked by careful readers: texts, marks beside them, and what joins both."""
