"""An event: its claims with their words, who stands behind it, links, rivals, rulings.

In:  an event's id, or how it begins.   Out: ``EventPage``; a claim's address leads to its event.
Does not: work anything out: relations/ does.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, islice
from typing import TypeVar

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from detente.ledger import Ledger
from detente.records import Claim, Event, Report, Span, Statement
from detente.relations.explain import SHORTEST, SHOWN, Explanation, Role, explanation_in
from detente.web.desk import DeskOf
from detente.web.failures import NotFound
from detente.web.figures import select
from detente.web.kept import block_of
from detente.web.listing import Table, ToldBy, certainty_of
from detente.web.pages import add_page
from detente.web.plates import Shown

SMALL = (392, 212)  # of the map, in pixels
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """An event and all that is behind it; ``dyads`` are the pairs of countries it is between.

    ``certainty`` is that of the event, of those it is linked with and of near ones, by id.
    """

    event: Event
    behind: Explanation
    dyads: tuple[tuple[str, str], ...]
    certainty: dict[str, float]

    def told(self) -> list[ToldBy]:
        """The claims with their reports, for the table."""
        return [ToldBy(one.claim, one.report) for one in self.behind.testimonies if one.report]

    def map(self) -> Shown | None:
        """Where it was, if that is on the map."""
        place = self.event.place
        if place is None or place.lat is None or place.lon is None:
            return None
        words = f"{place.name}, at {place.lat:.1f}, {place.lon:.1f}."
        address = f"/picture/event/{self.event.id}/map"
        return Shown(name="map", title="Where it was", words=words, address=address, size=SMALL)


def event(desk: DeskOf, event_id: str) -> EventPage:
    """Answer an event's page."""
    with desk.open() as ledger:
        found = event_named(ledger, event_id)
        claims = [*ledger.claims(ids=list(found.claim_ids))]
        behind = explanation_in(ledger, found, claims)
        near = [one.event.id for one in behind.bearings] + [one.event.id for one in behind.rivals]
        return EventPage(
            event=found,
            behind=behind,
            dyads=tuple(select(ledger, _DYADS, [found.id])),
            certainty=certainty_of(ledger, [found.id, *near]),
        )


def countries_in(found: Event) -> set[str]:
    """The countries of those who take part in an event."""
    parties = (*found.actors, *found.recipients)
    return {one.country for one in parties if one.country}


def event_named(ledger: Ledger, event_id: str) -> Event:
    """Find an event by its id or how that begins.

    Raises:
        NotFound: there is none, or several begin so.
    """
    hint = (
        "; an event gets another id when claims join it or leave it: look for it by its sides "
        "or its words"
    )
    return named(lambda begin: ledger.events(id=begin), event_id, "event", hint)


CLAIMS = Table(name="claims", kind=ToldBy, rows=lambda page: page.told())
_DYADS = "SELECT one, other FROM event_dyads WHERE event_id = ? ORDER BY one, other"


# --- An id, or how it begins -> the one thing that has it.
LONGEST = 40  # characters of an id


T = TypeVar("T", Claim, Event, Report)
K = TypeVar("K")


def named(ask: Callable[[str], Iterable[T]], given: str, what: str, hint: str = "") -> T:
    """Find the ``what`` whose id is ``given`` or begins so; ``hint`` says where to look else.

    Raises:
        NotFound: there is none, or several begin so.
    """
    begin = given.lower()
    is_id = SHORTEST <= len(begin) <= LONGEST and begin.isascii() and begin.isalnum()
    found = list(islice(ask(begin), SHOWN + 1)) if is_id else []
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(one.id for one in found[:SHOWN])
        more = ", ..." if len(found) > SHOWN else ""
        raise NotFound(f"{begin!r} begins the ids of several {what}s: {ids}{more}; give more of it")
    raise NotFound(f"no {what} has the id {given[:LONGEST]!r}{hint}")


add_page(
    router,
    "/event/{event_id}",
    "event.html",
    event,
    (CLAIMS,),
    about=lambda page: [block_of(countries_in(page.event))],
)


@router.get("/claim/{claim_id}")
def claim(desk: DeskOf, claim_id: str) -> RedirectResponse:
    """Lead from a claim to its event, or to its review where it is in none: it was rejected.

    How the claim's id begins will do.

    Raises:
        NotFound: there is no such claim, or several begin so.
    """
    with desk.open() as ledger:
        found = named(lambda begin: ledger.claims(id=begin), claim_id, "claim")
        holder = ledger.events(claim=found.id).first()
    page = f"/event/{holder.id}#claim-{found.id}" if holder else f"/review?claim={found.id}"
    return RedirectResponse(page, status_code=303)


# --- A report and what was found in it -> its text in stretches, each with what its words are.
@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words of one kind.

    ``claim`` is the id of the claim whose part ``role`` the words are. ``is_said``: reported
    speech; ``is_cited``: the words that were asked for. ``begins`` are ids of claims whose
    predicate begins here.
    """

    words: str
    role: Role | None
    claim: str | None
    is_said: bool
    is_cited: bool
    begins: tuple[str, ...] = ()


def stretches_of(
    report: Report,
    claims: Sequence[Claim],
    statements: Sequence[Statement] = (),
    cited: Span | None = None,
) -> tuple[Stretch, ...]:
    """Cut a report's text where its marks begin and end; of two marks, the graver stands."""
    text, roles = report.text, dict[int, tuple[Role | None, str | None]]()
    said = {at for one in statements for at in _places(one.citation.span)}
    for one in statements:
        if one.speaker:
            roles |= dict.fromkeys(_places(one.speaker.citation.span), (Role.SPEAKER, None))
    for span, role, claim in sorted(_marks(claims), key=lambda one: list(Role).index(one[1])):
        roles |= dict.fromkeys(_places(span), (role, claim))
    begins: dict[int, tuple[str, ...]] = {}
    for told in claims:
        at = told.predicate.span.start
        begins[at] = (*begins.get(at, ()), told.id)
    asked = _places(cited) if cited else ()
    n_begun = accumulate(at in begins for at in range(len(text)))
    keys = [
        (*roles.get(at, (None, None)), at in said, at in asked, count)
        for at, count in enumerate(n_begun)
    ]
    return tuple(
        Stretch(
            words=text[run[0] : run[-1] + 1],
            role=role,
            claim=claim,
            is_said=is_said,
            is_cited=is_cited,
            begins=begins.get(run[0], ()),
        )
        for (role, claim, is_said, is_cited, _), run in _runs(keys)
    )


def _places(span: Span) -> range:
    return range(span.start, span.end)


def _marks(claims: Sequence[Claim]) -> list[tuple[Span, Role, str]]:
    found: list[tuple[Span, Role, str]] = []
    for claim in claims:
        parts = [
            *((claim.place, Role.WHERE),),
            *((claim.date, Role.WHEN),),
            *((claim.speaker, Role.SPEAKER),),
            *((one, Role.WHOM) for one in claim.recipients),
            *((one, Role.WHO) for one in claim.actors),
        ]
        cited = [(part.citation.span, role) for part, role in parts if part is not None]
        cited.append((claim.predicate.span, Role.ACT))
        found += [
            (span, role, claim.id)
            for span, role in cited
            if span != claim.citation.span or role is Role.ACT
        ]
    return found


def _runs(keys: Sequence[K]) -> Iterator[tuple[K, list[int]]]:
    """Yield the places that follow each other with the same key."""
    for key, run in groupby(range(len(keys)), key=keys.__getitem__):
        yield key, list(run)
