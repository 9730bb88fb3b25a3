"""Who stands behind an event, and how many outlets are independent."""

from detente.records import Standing, Status
from events.tellings import events_of, told


def test_denial_keeps_the_deed_one_event_and_disputes_it() -> None:
    claimed = told("ASSAULT", "NRL > SDR", on="2024-02-01", by="SDR-GOV")
    denied = told("ASSAULT", "NRL > SDR", status="negated", by="NRL-GOV", published="2024-02-03")

    (event,) = events_of(claimed, denied)

    assert event.status is Status.ACTUAL
    assert event.standing == Standing(
        affirmed_by=("SDR-GOV",), denied_by=("NRL-GOV",), n_outlets=1, n_own_voice=0
    )
    assert event.standing.is_disputed


def test_outlet_that_tells_both_word_and_denial_counts_once() -> None:
    claimed = told("ASSAULT", "NRL > SDR", on="2024-02-01", by="SDR-GOV", outlet="Harbour Wire")
    again = told("ASSAULT", "NRL > SDR", on="2024-02-01", by="SDR-GOV", outlet="Coast News")
    denied = told(
        "ASSAULT", "NRL > SDR", status="negated", by="NRL-GOV", outlet="Coast News", on="2024-02-01"
    )

    (event,) = events_of(claimed, again, denied)

    assert (event.standing.denied_by, event.standing.n_outlets) == (("NRL-GOV",), 2)


def test_outlets_own_voice_against_a_denial_is_a_dispute_too() -> None:
    (event,) = events_of(
        told("ASSAULT", "NRL > SDR"), told("ASSAULT", "NRL > SDR", status="negated", by="NRL-GOV")
    )

    assert (event.standing.affirmed_by, event.standing.n_own_voice) == ((), 1)
    assert event.standing.is_disputed


def test_mere_denial_is_not_disputed() -> None:
    (event,) = events_of(told("AID", "NRL > SDR", status="negated", by="NRL-GOV"))

    assert event.status is Status.NEGATED
    assert event.standing == Standing(denied_by=("NRL-GOV",), n_outlets=1)
    assert not event.standing.is_disputed


def test_two_reports_of_one_denial_are_one_event() -> None:
    first = told("AID", "NRL > SDR", status="negated", by="NRL-GOV", published="2024-02-01")
    second = told("AID", "NRL > SDR", status="negated", by="NRL-GOV", published="2024-02-02")
    late = told("AID", "NRL > SDR", status="negated", by="NRL-GOV", published="2024-02-20")

    assert len(events_of(first, second)) == 1
    assert len(events_of(first, late)) == 2


def test_what_an_outlet_itself_tells_as_not_done_is_another_event() -> None:
    done = told("AGREE", "NRL SDR", by="NRL-GOV", on="2024-02-01")
    not_done = told("AGREE", "NRL SDR", status="negated", on="2024-02-01")

    assert len(events_of(done, not_done)) == 2


def test_nobody_denies_what_they_affirm() -> None:
    said = told("AGREE", "NRL SDR", by="NRL-GOV", on="2024-02-01")
    denied = told("AGREE", "NRL SDR", by="NRL-GOV", status="negated", on="2024-02-01")

    assert len(events_of(said, denied)) == 2


def test_denied_plan_is_a_disputed_plan() -> None:
    plan = told("CONSULT", "NRL SDR", status="future", on="2024-03-01", by="NRL-GOV")
    denial = told("CONSULT", "NRL SDR", status="negated", on="2024-03-01", by="SDR-GOV")

    (event,) = events_of(plan, denial)

    assert (event.status, event.standing.is_disputed) == (Status.FUTURE, True)


def test_who_only_holds_a_plan_possible_has_not_confirmed_it() -> None:
    plan = told("CONSULT", "NRL SDR", status="future", on="2024-03-01", by="NRL-GOV")
    perhaps = told("CONSULT", "NRL SDR", status="hypothetical", on="2024-03-01", by="SDR-GOV")

    (event,) = events_of(plan, perhaps)

    assert event.status is Status.FUTURE
    assert event.standing.affirmed_by == ("NRL-GOV",)
    assert event.standing.unconfirmed_by == ("SDR-GOV",)


def test_what_is_only_possible_is_unconfirmed_by_nobody() -> None:
    (event,) = events_of(told("CONSULT", "NRL SDR", status="hypothetical", by="SDR-GOV"))

    assert event.standing.unconfirmed_by == ()


def test_copies_and_retellings_count_with_their_origin() -> None:
    own = told("MOBILIZE", "NRL > SDR", outlet="Harbour Wire")
    copy = told("MOBILIZE", "NRL > SDR", outlet="Bay Post", copy_group="wire")
    original = told("MOBILIZE", "NRL > SDR", outlet="The Harbour Wire", copy_group="wire")
    retold = told("MOBILIZE", "NRL > SDR", outlet="Fjord Daily", credited="harbour  wire")
    quoted = told("MOBILIZE", "NRL > SDR", outlet="Inland News", by="OUTLET:Harbour Wire")
    other = told("MOBILIZE", "NRL > SDR", outlet="Bay Post")

    (event,) = events_of(own, copy, original, retold, quoted, other)

    assert len(event.claim_ids) == 6
    assert (event.standing.n_outlets, event.standing.n_own_voice) == (2, 2)


def test_copy_that_credits_nobody_goes_back_to_the_first() -> None:
    early = told("MOBILIZE", "NRL > SDR", outlet="Zeal", copy_group="g", published="2024-02-01")
    late = told("MOBILIZE", "NRL > SDR", outlet="Alpha", copy_group="g", published="2024-02-02")
    zeal = told("MOBILIZE", "NRL > SDR", outlet="Zeal", published="2024-02-01")

    (event,) = events_of(early, late, zeal)

    assert event.standing.n_outlets == 1


def test_reports_of_unknown_outlets_count_each_for_itself() -> None:
    (event,) = events_of(
        told("MOBILIZE", "NRL > SDR", outlet=None), told("MOBILIZE", "NRL > SDR", outlet=None)
    )

    assert event.standing.n_outlets == 2


def test_words_that_name_nobody_known_affirm_nothing() -> None:
    (event,) = events_of(told("MOBILIZE", "NRL > SDR", by="UNK"))

    assert event.standing == Standing(n_outlets=1)
