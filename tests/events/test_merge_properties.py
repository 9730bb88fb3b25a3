"""What holds of merging whatever is merged."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.events.merging.merge import merge
from detente.events.merging.traits import block_of
from detente.events.rulings import Decisions
from detente.records import Event, ReportFacts, Ruling, RulingKind
from events.tellings import Telling, ruling, someone, told

PARTIES = ("NRL", "SDR", "NRL > SDR", "SDR > NRL", "NRL SDR", "NRL VST", "NRL SDR VST")
TYPES = ("ACCUSE", "AGREE", "CONCEDE", "CONSULT", "RETREAT", "THREATEN", "ASSAULT", "SANCTION")
DAYS = ("2024-02-01", "2024-02-02", "2024-02-03", "2024-02", "2024-02-02/2024-02-06", None)
PEOPLE = (None, None, (someone("ada-holm"),), (someone("ben-holm"),))

STORY = {"report": "story", "published": "2024-02-02", "outlet": "Fjord Daily"}


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    """Claims that are alike enough to meet and to clash."""
    actors = draw(st.sampled_from(PEOPLE))
    number = draw(st.integers(0, 500))
    of_report = STORY if draw(st.booleans()) else _report(number)
    return told(
        draw(st.sampled_from(TYPES)),
        draw(st.sampled_from(PARTIES)),
        status=draw(st.sampled_from(("actual", "actual", "future", "hypothetical", "negated"))),
        on=draw(st.sampled_from(DAYS)),
        by=draw(st.sampled_from((None, "NRL-GOV", "SDR-GOV"))),
        at=draw(st.sampled_from((None, None, "Vostia City", "Norburg"))),
        issues=draw(st.sampled_from(((), ("trade",), ("taiwan",), ("taiwan strait", "trade")))),
        words=f"words {number}",
        score=draw(st.sampled_from((0.3, 0.6, 0.9))),
        **of_report,
        **({"actors": actors} if actors else {}),
    )


def _report(number: int) -> dict[str, str | None]:
    """What is known of a report, the same for all its claims."""
    return {
        "report": f"report {number}",
        "published": (None, "2024-02-01", "2024-02-02", "2024-02-04")[number % 4],
        "outlet": ("Harbour Wire", "Bay Post")[number // 4 % 2],
        "copy_group": (None, None, "wire")[number // 8 % 3],
    }


@st.composite
def decided(draw: st.DrawFn) -> tuple[list[Telling], list[Ruling]]:
    """Claims, and rulings on some of them, contradicting ones among them."""
    claims = draw(st.lists(tellings(), min_size=1, max_size=12))
    rulings = []
    for minute in range(draw(st.integers(0, 5))):
        one, other = draw(st.sampled_from(claims)), draw(st.sampled_from(claims))
        kind = draw(st.sampled_from(RulingKind))
        if kind not in {RulingKind.SAME_AS, RulingKind.DIFFERENT, RulingKind.SET}:
            rulings.append(ruling(kind, one, minute=minute))
        elif kind is RulingKind.SET:
            rulings.append(ruling(kind, one, field="type", value="ACCUSE", minute=minute))
        elif one.id != other.id:
            rulings.append(ruling(kind, one, other=other, minute=minute))
    return claims, rulings


def merged(claims: Sequence[Telling], rulings: Sequence[Ruling] = ()) -> list[Event]:
    return merge([one.claim for one in claims], facts_of(claims), rulings)


def facts_of(claims: Sequence[Telling]) -> dict[str, ReportFacts]:
    return {one.claim.report_id: one.facts for one in claims}


@given(decided(), st.randoms())
@settings(max_examples=150)
def test_order_of_arrival_does_not_matter(
    case: tuple[list[Telling], list[Ruling]], random: Random
) -> None:
    claims, rulings = case
    facts = facts_of(claims)
    shuffled, shuffled_rulings = list(claims), list(rulings)
    random.shuffle(shuffled)
    random.shuffle(shuffled_rulings)

    first = merge([one.claim for one in claims], facts, rulings)

    assert merge([one.claim for one in shuffled], facts, shuffled_rulings) == first


@given(decided())
@settings(max_examples=100)
def test_every_claim_is_in_one_event_and_rejected_ones_in_none(
    case: tuple[list[Telling], list[Ruling]],
) -> None:
    claims, rulings = case
    rejected = {one.target for one in rulings if one.kind is RulingKind.REJECT}

    told_of = [claim_id for event in merged(claims, rulings) for claim_id in event.claim_ids]

    assert sorted(told_of) == sorted({one.id for one in claims} - rejected)


@given(st.lists(tellings(), max_size=14))
@settings(max_examples=100)
def test_merging_a_block_alone_gives_what_merging_all_gives_for_it(claims: list[Telling]) -> None:
    blocks: dict[str, list[Telling]] = {}
    for one in claims:
        blocks.setdefault(block_of(one.claim), []).append(one)

    facts = facts_of(claims)
    apart = [
        event for block in blocks.values() for event in merge([one.claim for one in block], facts)
    ]

    assert sorted(apart, key=lambda event: event.id) == sorted(
        merged(claims), key=lambda event: event.id
    )


@given(decided())
@settings(max_examples=100)
def test_claims_of_one_event_merge_to_that_event_again(
    case: tuple[list[Telling], list[Ruling]],
) -> None:
    """Unless a ruling ties some of them; all readings of a claim are given, as they were before."""
    claims, rulings = case
    tied = Decisions(rulings).bonds()

    for event in merged(claims, rulings):
        if any(claim_id in tied for claim_id in event.claim_ids):
            continue
        its = [one.claim for one in claims if one.id in event.claim_ids]
        assert merge(its, facts_of(claims), rulings) == [replace(event, links=())]


@given(decided())
@settings(max_examples=100)
def test_last_ruling_on_two_claims_holds(case: tuple[list[Telling], list[Ruling]]) -> None:
    claims, rulings = case
    ties = [one for one in rulings if one.kind in {RulingKind.SAME_AS, RulingKind.DIFFERENT}]
    rejected = {one.target for one in rulings if one.kind is RulingKind.REJECT}
    if not ties or {ties[-1].target, ties[-1].other} & rejected:
        return
    last = ties[-1]

    is_together = any(
        {last.target, last.other} <= set(event.claim_ids) for event in merged(claims, rulings)
    )

    assert is_together == (last.kind is RulingKind.SAME_AS)


@given(st.lists(tellings(), max_size=14))
@settings(max_examples=100)
def test_links_lead_to_other_events_that_are_there(claims: list[Telling]) -> None:
    events = merged(claims)
    known = {event.id for event in events}

    for event in events:
        assert {link.event_id for link in event.links} <= known - {event.id}
