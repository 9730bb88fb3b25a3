"""Who acts on whom, as rules read it: of a match, and of what an operator takes over.

In:  matches and takeovers of a sentence.    Out: roles.
Does not: find acts (coder.py).
"""
