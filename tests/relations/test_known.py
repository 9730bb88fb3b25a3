"""What Python asks a ledger by: the names, and the refusals, of the command line."""

import warnings
from collections.abc import Iterator

import pytest

from builders import a_claim, a_coding, a_place, a_report, a_run, a_statement, an_actor, cited
from detente import DetenteError, Ledger, compute_events
from detente.records import Speaker

TEXT = "Greece accused Turkey in Vostia City, Donald Trump said."


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """A ledger with an accusation, on the word of a person."""
    report = a_report(TEXT)
    trump = an_actor("USA-GOV", id="donald-trump", name="Donald Trump")
    speaker = cited(
        Speaker(code="USA-GOV", name="Donald Trump", actor=trump), report, "Donald Trump"
    )
    claim = a_claim(
        report,
        type="ACCUSE",
        predicate="accused",
        actors=("GRC-GOV",),
        recipients=("TUR-GOV",),
        speaker=speaker,
        place=a_place(),
    )
    said = a_statement(report, quote="Greece accused Turkey", speaker=speaker, about=("GRC",))
    with Ledger.open(":memory:") as opened:
        opened.add([a_coding(report, claims=(claim,), statements=(said,))], a_run())
        yield opened


@pytest.mark.parametrize(
    "wanted",
    [
        {"actor": "Greece"},
        {"actor": "grc"},
        {"recipient": "Turkey"},
        {"dyad": ("Turkey", "Greece")},
        {"type": "accuse"},
        {"speaker": "Donald Trump"},
        {"speaker": "United States"},
        {"speaker": "USA-GOV"},
        {"status": None},
    ],
    ids=str,
)
def test_names_stand_for_codes(wanted: dict[str, object], ledger: Ledger) -> None:
    assert ledger.claims(**wanted).count() == 1  # type: ignore[arg-type]  # its keys are named above
    assert ledger.claims_as_ruled({}, **wanted).count() == 1  # type: ignore[arg-type]  # so they are


def test_a_person_is_a_speaker_of_statements(ledger: Ledger) -> None:
    assert ledger.statements(speaker="Donald Trump").count() == 1
    assert ledger.statements(speaker="Joe Biden").count() == 0


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"actor": "Frankistan"}, "no state is known as 'Frankistan'; did you mean PAK"),
        ({"dyad": ("Greece", "Turky")}, "did you mean TUR"),
        ({"dyad": ("Greece", "GRC")}, "both sides are GRC; name two"),
        ({"speaker": "Grece"}, "did you mean GRC"),
        ({"type": "FOO"}, "no event type 'FOO' in the codebook; nearest: "),
        ({"status": "done"}, "'done' is not a status; choose one of: actual, future,"),
        ({"mode": "phones"}, "nearest: phone"),
        ({"issue": "tawain"}, "nearest: taiwan"),
    ],
    ids=str,
)
def test_what_nobody_knows_is_refused(wanted: dict[str, object], told: str, ledger: Ledger) -> None:
    with pytest.raises(DetenteError, match=told):
        ledger.claims(**wanted)  # type: ignore[arg-type]  # its keys are named above


def test_a_kind_of_speech_that_is_none_is_refused(ledger: Ledger) -> None:
    with pytest.raises(DetenteError, match="no kind of speech 'accuses' in the codebook"):
        ledger.statements(type="accuses")


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"place": "Vostia Cty"}, "the place 'Vostia Cty'; nearest: Vostia City"),
        ({"outlet": "Harbor Wire"}, "the outlet 'Harbor Wire'; nearest: Harbour Wire"),
        ({"id": "zzz"}, "no claim whose id begins with 'zzz'"),
    ],
    ids=str,
)
def test_what_the_ledger_lacks_is_a_warning(
    wanted: dict[str, object], told: str, ledger: Ledger
) -> None:
    with pytest.warns(UserWarning, match=told) as told_of:
        assert ledger.claims(**wanted).count() == 0  # type: ignore[arg-type]  # its keys are named above

    assert told_of[0].filename == __file__


def test_a_ledger_of_a_score_holds_what_is_so_sure(ledger: Ledger) -> None:
    compute_events(ledger)
    (claim,) = ledger.claims()

    for least, n in ((claim.score, 1), (1.0, 0)):
        sure = ledger.of_score(least)
        assert (sure.claims().count(), sure.events().count()) == (n, n)
    assert ledger.of_score(1.0).claims(min_score=0.0).count() == 1
    for wrong in (2, float("nan")):
        with pytest.raises(DetenteError, match="min_score is a share"):
            ledger.of_score(wrong)


def test_events_that_do_not_take_all_claims_into_account_say_so(ledger: Ledger) -> None:
    with pytest.warns(UserWarning, match=r"call detente.compute_events\(ledger\)") as told_of:
        assert list(ledger.events()) == []
    assert told_of[0].filename == __file__

    compute_events(ledger)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(list(ledger.events())) == 1


def test_a_ledger_without_claims_has_no_events_to_miss() -> None:
    with warnings.catch_warnings(), Ledger.open(":memory:") as empty:
        warnings.simplefilter("error")
        assert list(empty.events()) == []


def test_what_is_there_is_no_warning(ledger: Ledger) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ledger.claims(place="vostia city", outlet="harbour wire").count() == 1


def test_of_many_namesakes_ten_are_listed(ledger: Ledger) -> None:
    with pytest.raises(DetenteError, match=r"give the id of one: (\S+, ){9}\S+ and \d+ more$"):
        ledger.claims(actor="Kim")
