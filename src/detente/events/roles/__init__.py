"""Who acts on whom, as rules read it: of a match, of what an operator takes over, and unsaid.

In:  matches and takeovers of a sentence; the codings of a report.    Out: roles; completed codings.
Does not: find acts (coder.py).
"""
