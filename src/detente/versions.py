"""The version of the code, part of every row's run."""

__all__ = ["VERSION"]

VERSION = "0.1.0"
