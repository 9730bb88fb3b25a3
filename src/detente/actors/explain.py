"""A name -> what it means as of a day, and why.

In:  a name and a day.   Out: its meanings, the likeliest first, each with dates and source.
Does not: read a sentence: what a name means in its place, a link's ``reason`` and ``rivals`` tell.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from detente.actors.explain_phrase import phrase_meanings
from detente.actors.gazetteer import Gazetteer
from detente.actors.meanings import ranked
from detente.actors.name_meaning import NameMeaning, sense_meaning
from detente.actors.senses import day_key

__all__ = ["NameMeaning", "explain_name"]

_ARTICLES = ("the ", "The ")


def explain_name(gazetteer: Gazetteer, name: str, as_of: date | None = None) -> list[NameMeaning]:
    """List everything that ``name`` can mean, best first: the others are its rivals.

    A name in the wrong case ("white house") is tried as given, then in title and upper case. What
    no list has is taken apart: a title before a name ("President Bush"), an owner's office
    ("China's top diplomat"), an owner's people ("Chinese hackers"). Without a day, what is open
    now holds. Empty if nothing fits.
    """
    day = day_key(as_of)
    words = _without_article(" ".join(name.split()))
    for written in dict.fromkeys((name, words, words.title(), words.upper())):
        senses = ranked(gazetteer, gazetteer.senses(written), day)
        if senses:
            return _told_once(sense_meaning(gazetteer, sense, day) for sense in senses)
    return phrase_meanings(gazetteer, words, day)


def _told_once(meanings: Iterable[NameMeaning]) -> list[NameMeaning]:
    """Leave out meanings that differ in the spelling of the name alone."""
    told: dict[NameMeaning, NameMeaning] = {}
    for one in meanings:
        told.setdefault(replace(one, name=""), one)
    return list(told.values())


def _without_article(name: str) -> str:
    for article in _ARTICLES:
        name = name.removeprefix(article)
    return name
