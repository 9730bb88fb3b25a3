"""Gold files and a system -> figures: how good the coding is, by answers that are not its own.

In:  a suite, its gold file, anything that codes as ``System`` says; a sample that people checked.
Out: ``Figures``, and text for people. Does not: train, tune, load a model, or keep a gold sentence.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
