"""Gold files and a system -> figures: how good the coding is, by answers that are not its own.

In:  a suite, its gold file, anything that codes as ``System`` says.   Out: ``Figures``, and text
for people. Does not: train, tune, load a model, or keep a gold sentence.
"""

from detente.evaluate.figures import Figures, Miss, Suite, render_misses, render_table
from detente.evaluate.suites import evaluate
from detente.evaluate.system import Progress, System

__all__ = [
    "Figures",
    "Miss",
    "Progress",
    "Suite",
    "System",
    "evaluate",
    "render_misses",
    "render_table",
]
