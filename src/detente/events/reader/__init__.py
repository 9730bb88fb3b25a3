"""Who does what to whom in a report, proposed widely and decided jointly.

In:  a parsed report with its links and what rules see in it.   Out: codings with their scores.
Does not: know words or names; language/, actors/ and the rules do.
"""
