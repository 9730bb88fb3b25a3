"""The sentence suite: one sentence, one event, who and to whom.

In:  sentences with a type and actors; a system.   Out: how often the type, the countries and the
sectors of its claims are right.
Does not: judge direction (the 2016 records list sides as the sentence names them), or score CAMEO
triples (triples.py does).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.evaluate.arithmetic import share
from detente.evaluate.figures import Figures, Miss, SentenceScores, Suite
from detente.evaluate.gold import GoldActor, SentenceRow
from detente.evaluate.labels import YIELD
from detente.evaluate.problems import problem_notes
from detente.evaluate.sides import (
    a_sentence,
    country_key,
    everybody,
    plover_types,
    write_claim,
    write_sides,
)
from detente.evaluate.system import Progress, System, no_progress
from detente.records import Actor, Claim, Coded

__all__ = ["score_sentences"]

_SECTOR = 3  # letters; "CVLalb" adds a people to the sector


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    row: SentenceRow
    coded: Coded
    types: list[str]

    @property
    def gold(self) -> tuple[GoldActor, ...]:
        return (*self.row.actors, *self.row.recipients)

    def has_type(self) -> bool:
        return self.row.type in self.types

    def has_first_type(self) -> bool:
        return self.types[:1] == [self.row.type]

    def has_type_and_countries(self) -> bool:
        wanted = _countries(actor.country for actor in self.gold)
        return any(
            type_ == self.row.type and _countries_of(claim) == wanted
            for type_, claim in zip(self.types, self.coded.claims, strict=True)
        )

    def countries(self) -> list[bool]:
        """For each gold actor with a country: whether some claim has the country."""
        told = {country_key(actor.country) for actor in everybody(self.coded.claims)}
        return [country_key(actor.country) in told for actor in self.gold if actor.country]

    def sectors(self) -> list[bool]:
        """For each gold actor with a sector: whether some claim has it with the country."""
        told = {_sector_of(actor) for actor in everybody(self.coded.claims)}
        return [
            (country_key(actor.country), actor.sector[:_SECTOR]) in told
            for actor in self.gold
            if actor.sector
        ]


def score_sentences(
    rows: Sequence[SentenceRow], system: System, progress: Progress = no_progress
) -> Figures:
    """Code each sentence and compare its claims with its one gold event.

    Types are compared as PLOVER has them, future acts folded; in a file that uses YIELD, CONCEDE
    and RETREAT count as YIELD. ``type_and_countries`` asks for one claim with the right type
    whose actors and recipients together have exactly the gold's countries, so that each side of
    a compound must be there and nobody else. ``country`` and ``sector`` are shares of the gold
    actors and recipients that have one. The UN and the EU are IGOs, as in the 2016 records.
    """
    folded = any(row.type == YIELD for row in rows)
    answers: list[_Answer] = []
    for row in rows:
        coded = system.code(a_sentence(row.id, row.text, row.published))
        types = plover_types(coded.claims, system.codebook, folded=folded)
        answers.append(_Answer(row=row, coded=coded, types=types))
        progress(len(answers))
    return Figures(
        suite=Suite.SENTENCES,
        scores=_scores(answers),
        misses=tuple(_miss(one) for one in answers if not one.has_type_and_countries()),
        notes=problem_notes(one.coded for one in answers),
    )


def _scores(answers: Sequence[_Answer]) -> SentenceScores:
    n = len(answers)
    countries = [told for one in answers for told in one.countries()]
    sectors = [told for one in answers for told in one.sectors()]
    return SentenceScores(
        n=n,
        type_any=share(sum(one.has_type() for one in answers), n),
        type_first=share(sum(one.has_first_type() for one in answers), n),
        type_and_countries=share(sum(one.has_type_and_countries() for one in answers), n),
        country=share(sum(countries), len(countries)),
        sector=share(sum(sectors), len(sectors)),
        claims_per_sentence=share(sum(len(one.coded.claims) for one in answers), n),
    )


def _countries(countries: Iterable[str | None]) -> set[str]:
    return {key for country in countries if (key := country_key(country))}


def _countries_of(claim: Claim) -> set[str]:
    return _countries(actor.country for actor in everybody([claim]))


def _sector_of(actor: Actor) -> tuple[str | None, str]:
    return country_key(actor.country), (actor.sector or "")[:_SECTOR]


def _miss(answer: _Answer) -> Miss:
    row = answer.row
    sides = write_sides(_write_all(row.actors), _write_all(row.recipients))
    return Miss(
        id=row.id,
        text=row.text,
        expected=f"{row.type} {sides}",
        got="; ".join(map(write_claim, answer.coded.claims)) or "nothing",
        why="the countries differ" if answer.has_type() else "the type differs",
    )


def _write_all(actors: Iterable[GoldActor]) -> list[str]:
    return ["-".join(filter(None, (actor.country, actor.sector))) or "UNK" for actor in actors]
