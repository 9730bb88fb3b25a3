"""A large language model as second reader: believed only where it cites.

In:  a report with what the other rooms found in it.   Out: claims and statements, every word cited.
Does not: trust an answer. Quotes must stand in their sentence, ids and codes must exist; dates,
places and actors behind quoted words are resolved by detente's own rooms. Optional: nothing of it
is loaded unless ``--coder llm`` asks for it.
"""
