"""Acts that belong together, and which of them weigh most."""

from datetime import date
from typing import Any

import pytest

from builders import a_claim, a_coding, a_date, a_place, a_report, an_actor
from detente.codebook import Codebook
from detente.records import Claim, Coded, Status
from detente.relations.brief.affairs import Affair, find_affairs, weights_of
from detente.relations.brief.brief import brief_from_claims
from detente.relations.brief.page import affair_line, page_of
from detente.relations.brief.render import MOST_PARTS, affairs_text
from detente.relations.evidence import gather
from detente.relations.sides import Scope

SCOPE = Scope(side_a="NRL", side_b="SDR")


def telling(day: str, words: str, kind: str, **changes: Any) -> Coded:
    """A report of one sentence with one act of Norland's on Sudria, done on its day."""
    report = a_report(words, published=date.fromisoformat(day), key=f"{day} {words}")
    return a_coding(report, claims=(a_act(report, words, day, kind, **changes),))


def a_act(report: Any, words: str, day: str, kind: str, **changes: Any) -> Claim:
    given = {"actors": ("NRL-GOV",), "recipients": ("SDR-GOV",), "date": a_date(day), **changes}
    return a_claim(report, quote=words, type=kind, **given)


def affairs(codebook: Codebook, *coded: Coded) -> list[Affair]:
    evidence = gather(coded, SCOPE)
    return list(find_affairs(evidence, weights_of(evidence, codebook)))


def test_summit_is_one_entry_with_its_talks_and_outcome(codebook: Codebook) -> None:
    both = {"actors": ("NRL-GOV", "SDR-GOV"), "recipients": ()}
    found = affairs(
        codebook,
        telling("2024-03-01", "Norland's president travels to Sudria for talks", "CONSULT"),
        telling("2024-03-02", "The presidents of Norland and Sudria meet", "CONSULT", **both),
        telling("2024-03-02", "Norland and Sudria agree on fishing quotas", "AGREE", **both),
        telling("2024-05-20", "Norland closes its ports to Sudrian trawlers", "SANCTION"),
    )

    assert [(one.lead.type, len(one.parts)) for one in found] == [("CONSULT", 2), ("SANCTION", 0)]
    assert (found[0].earliest, found[0].latest) == (date(2024, 3, 1), date(2024, 3, 2))
    assert affair_line(found[0]).head.startswith("2 Mar 2024 (1 - 2 Mar 2024): The presidents")


def test_acts_of_one_place_within_days_stand_together_and_of_another_apart(
    codebook: Codebook,
) -> None:
    def shots(day: str, place: str) -> Coded:
        words = f"Norland's navy fires on a Sudrian ship off {place}"
        return telling(day, words, "ASSAULT", place=a_place(place))

    def exercise(day: str, place: str) -> Coded:
        words = f"Norland and Sudria sail together off {place}"
        both = {"actors": ("NRL-MIL", "SDR-MIL"), "recipients": ()}
        return telling(day, words, "COOPERATE", place=a_place(place), **both)

    found = affairs(codebook, shots("2024-03-01", "Norburg"), exercise("2024-03-20", "Norburg"))
    near = affairs(codebook, shots("2024-03-01", "Norburg"), exercise("2024-03-03", "Norburg"))

    assert len(found) == 2
    assert [len(one.parts) for one in near] == [1]


def test_who_does_the_same_again_within_a_month_makes_one_affair(codebook: Codebook) -> None:
    def patrol(day: str) -> Coded:
        words = f"Norland's ships enter the strait of Sudria on the day {day}"
        return telling(day, words, "MOBILIZE")

    again = affairs(codebook, patrol("2024-03-01"), patrol("2024-03-20"))
    later = affairs(codebook, patrol("2024-03-01"), patrol("2024-05-20"))

    assert [len(one.parts) for one in again] == [1]
    assert len(later) == 2


def test_attacks_that_answer_attacks_are_one_affair_but_no_deed_of_unknown_men(
    codebook: Codebook,
) -> None:
    text = "Sudria's air force bombs Norland.\nIt rains.\nIt pours.\nNorland's guns fire."
    report = a_report(text, published=date(2024, 3, 20))
    back = {"actors": ("SDR-MIL",), "recipients": ("NRL-GOV",)}
    bombs = a_act(report, text.splitlines()[0], "2024-03-20", "ASSAULT", **back)
    fires = a_act(report, text.splitlines()[-1], "2024-03-22", "ASSAULT", recipients=())
    found = affairs(
        codebook,
        telling("2024-03-01", "Norland's army shells Sudria", "ASSAULT", actors=("NRL-MIL",)),
        a_coding(report, claims=(bombs, fires)),
        telling("2024-03-24", "Gunmen kill a man", "ASSAULT", **back | {"actors": ("SDR-UAF",)}),
    )

    assert [len(one.acts) for one in found] == [3, 1]
    assert found[1].lead.actors[0] == "SDR-UAF"


def test_line_of_a_war_names_what_the_other_side_did_before_more_of_the_same(
    codebook: Codebook,
) -> None:
    back = {"actors": ("SDR-MIL",), "recipients": ("NRL-GOV",), "score": 0.4}
    shells = [
        telling(f"2024-03-{day:02}", f"Norland's army shells town {day} in Sudria", "ASSAULT")
        for day in range(1, 7)
    ]
    answer = telling("2024-03-08", "Sudria's air force bombs Norland", "ASSAULT", **back)
    (found,) = affairs(codebook, *shells, answer)
    assert affair_line(found).facts[0] == "Sudria's air force bombs Norland"


def test_next_sentence_of_the_same_day_belongs_to_an_affair(codebook: Codebook) -> None:
    def told(second: str) -> list[Affair]:
        texts = ["Norland joins a union of ports.", "Sudria condemns it."]
        report = a_report(" ".join(texts), published=date(2024, 3, 1))
        joins = a_act(report, texts[0], "2024-03-01", "SUPPORT", recipients=("SDR-GOV", "VST-GOV"))
        condemns = {"actors": ("SDR-GOV",), "recipients": ("NRL-GOV",), "sentence": 1}
        answers = a_act(report, texts[1], second, "ACCUSE", **condemns)
        return affairs(codebook, a_coding(report, claims=(joins, answers)))

    assert [len(one.acts) for one in told("2024-03-01")] == [2]
    assert [len(one.acts) for one in told("2024-03-05")] == [1, 1]


def test_what_more_reports_tell_of_comes_first(codebook: Codebook) -> None:
    often = [
        telling(day, f"Norland halts Sudrian trade, {n}", "SANCTION")
        for n, day in enumerate(("2024-03-01", "2024-03-12", "2024-03-23"))
    ]
    once = telling("2024-08-01", "Norland shells Sudria", "ASSAULT")
    found = affairs(codebook, once, *often)
    assert [one.lead.type for one in found] == ["SANCTION", "ASSAULT"]


def test_talks_that_a_sentence_says_were_called_off_do_not_lead(codebook: Codebook) -> None:
    words = "Norland's president cancels the talks with Sudria's president"
    report = a_report(words, published=date(2024, 3, 1))
    met = a_act(report, words, "2024-03-01", "CONSULT", predicate="talks")
    off = a_act(report, words, "2024-03-01", "REJECT", mode="meet", predicate="cancels")
    (found,) = affairs(codebook, a_coding(report, claims=(met, off)))
    assert found.lead.type == "REJECT"


def test_month_that_holds_a_day_is_not_apart_from_it(codebook: Codebook) -> None:
    both = {"actors": ("NRL-GOV", "SDR-GOV"), "recipients": ()}
    month = a_date("2024-03-01", "2024-03-31")
    found = affairs(
        codebook,
        telling("2024-03-28", "The presidents of Norland and Sudria meet", "CONSULT", **both),
        telling("2024-04-02", "Both agree on quotas in March", "AGREE", **both, date=month),
    )
    assert [len(one.parts) for one in found] == [1]


def test_doubtful_act_weighs_by_its_score_and_never_leads(codebook: Codebook) -> None:
    found = affairs(
        codebook,
        telling("2024-03-01", "Norland shells the harbour of Sudria", "ASSAULT", score=0.45),
        telling("2024-05-01", "Norland accuses Sudria of theft", "ACCUSE", score=0.9),
        telling("2024-07-01", "Norland shuts its ports to Sudria", "SANCTION", score=0.6),
        telling("2024-07-02", "Norland raids a bank of Sudria", "ASSAULT", score=0.49),
    )
    leads = [(one.lead.type, one.is_doubtful) for one in found]

    assert leads[0] == ("ACCUSE", False)
    assert set(leads[1:]) == {("ASSAULT", True), ("SANCTION", False)}


def test_a_plan_stands_with_what_came_of_it(codebook: Codebook) -> None:
    both = {"actors": ("NRL-GOV", "SDR-GOV"), "recipients": ()}
    (found,) = affairs(
        codebook,
        telling(
            "2024-02-20",
            "Norland and Sudria plan talks on fishing",
            "CONSULT",
            **both,
            status=Status.FUTURE,
            date=None,
        ),
        telling("2024-03-20", "Norland and Sudria hold talks on fishing", "CONSULT", **both),
    )
    assert found.lead.status is Status.ACTUAL
    assert [part.status for part in found.parts] == [Status.FUTURE]


@pytest.mark.parametrize(
    ("heavy", "light"),
    [
        ({"kind": "ASSAULT"}, {"kind": "ACCUSE"}),
        ({"kind": "SANCTION"}, {"kind": "SANCTION", "status": Status.FUTURE}),
        ({"kind": "SANCTION"}, {"kind": "SANCTION", "recipients": ()}),
        ({"kind": "SANCTION"}, {"kind": "SANCTION", "is_historical": True}),
        (
            {"kind": "CONSULT", "actors": (an_actor("NRL-GOV", office="president"),)},
            {"kind": "CONSULT", "actors": (an_actor("NRL-GOV", office="ambassador"),)},
        ),
    ],
    ids=["hostile", "done", "between", "new", "leaders"],
)
def test_what_weighs_more_comes_first(
    codebook: Codebook, heavy: dict[str, Any], light: dict[str, Any]
) -> None:
    first = telling("2024-03-01", "Norland's government heavily does this to Sudria", **heavy)
    second = telling("2024-06-01", "Norland's government lightly does this to Sudria", **light)
    both = telling("2024-06-01", "Norland and Sudria speak", "REQUEST")
    found = affairs(codebook, second, first, both)

    assert "heavily" in found[0].lead.words


def test_doubtful_acts_never_lead(codebook: Codebook) -> None:
    sure = telling("2024-03-01", "Norland's minister accuses Sudria", "ACCUSE", score=0.9)
    doubtful = telling("2024-03-20", "Norland's army attacks Sudria's port", "ASSAULT", score=0.2)
    found = affairs(codebook, doubtful, sure)

    assert [one.is_doubtful for one in found] == [False, True]
    assert affair_line(found[1]).state == "doubtful"


def test_affair_is_planned_only_if_nothing_of_it_is_done(codebook: Codebook) -> None:
    both = {"actors": ("NRL-GOV", "SDR-GOV"), "recipients": ()}
    words = "Norland and Sudria meet and will sign a treaty"
    report = a_report(words, published=date(2024, 3, 2))
    plan = a_act(report, words, "2024-03-04", "AGREE", status=Status.FUTURE, score=0.9, **both)
    deed = a_act(report, words, "2024-03-02", "CONSULT", predicate="meet", **both)

    (whole,) = affairs(codebook, a_coding(report, claims=(plan, deed)))
    (planned,) = affairs(codebook, a_coding(report, claims=(plan,)))

    assert affair_line(whole).state is None
    assert affair_line(planned).state == "planned"


def test_affair_told_by_sentences_of_weightier_ones_alone_comes_last(codebook: Codebook) -> None:
    words = "After a war of years Norland and Sudria signed a peace accord"
    report = a_report(words, published=date(2024, 3, 1))
    long = a_date("2001-01-01", "2003-12-31")
    accord = a_act(report, words, "2024-01-05", "AGREE", actors=("NRL-GOV", "SDR-GOV"))
    war = a_act(report, words, "2024-03-01", "ASSAULT", date=long, is_historical=True)
    coded = [
        a_coding(report, claims=(accord, war)),
        telling("2024-06-01", "Norland could sue Sudria", "ACCUSE", status=Status.HYPOTHETICAL),
    ]
    made = brief_from_claims(coded, SCOPE, codebook)
    shown = next(block for block in page_of(made).blocks if block.name == "Main events")

    assert [one.lead.type for one in made.affairs] == ["AGREE", "ASSAULT", "ACCUSE"]
    assert "sue" in shown.lines[1].head
    assert len(shown.lines) == 3


def test_affair_of_many_acts_shows_ten_and_counts_the_others(codebook: Codebook) -> None:
    words = "Norland shelled Sudria"
    raids = [
        telling(f"2024-03-{day:02}", f"{words} near {day} farms", "ASSAULT") for day in range(1, 16)
    ]
    made = brief_from_claims(raids, SCOPE, codebook)
    short, whole = affairs_text(made, most=20), affairs_text(made)

    assert len(made.affairs) == 1
    assert short.count("[done] NRL") == MOST_PARTS
    assert "  ... and 4 more acts (--all shows them)" in short
    assert whole.count("[done] NRL") == 14
    assert "more acts" not in whole
