"""Asking: once, once more with the faults, and never again for what is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from builders import a_problem, a_report
from detente.api import code_reports
from detente.errors import BadReport, ModelRefusal
from detente.llm.reader import ModelReader
from detente.pipeline import Journey
from detente.records import Coded, Problem, Report
from llm.answers import a_side, a_statement, act, answer
from llm.conftest import TRUCE, Scripted

Read = Callable[..., Coded]
MakeReader = Callable[..., ModelReader]
Asking = Callable[[ModelReader], Journey]


def the_report(key: str = "truce") -> Report:
    return a_report(TRUCE, key=key, body_start=25)


def test_one_repair_request_names_the_faults_and_what_it_mends_is_kept(
    reader: MakeReader, asking: Asking
) -> None:
    asker = Scripted(answer(act(predicate="hugged")), answer(act()))
    coded = asking(reader(asker)).code(the_report())
    assert [claim.predicate.quote for claim in coded.claims] == ["met"]
    assert not coded.problems
    first, second = asker.asked
    assert second.messages[:2] == first.messages
    assert "act 1: 'hugged' does not stand in its clause" in second.messages[-1][1]


def test_a_repair_that_brings_what_nobody_asked_for_changes_nothing_else(
    reader: MakeReader, asking: Asking
) -> None:
    sneaky = act(n=1, type="ASSAULT", mode=None)
    asker = Scripted(answer(act(), act(n=2, predicate="hugged")), answer(sneaky, act(n=2)))
    coded = asking(reader(asker)).code(the_report())
    assert {claim.type for claim in coded.claims} == {"CONSULT"}


def test_an_act_that_the_model_doubts_is_told_where_our_reader_hears_it_too(read: Read) -> None:
    weak = act(
        n=2, sentence=4, predicate="fire", clause="both armies to hold their fire", type="RETREAT",
        actors=[a_side("both armies", "PER-MIL", "CHL-MIL")], when=None, where=None,
    )  # fmt: skip
    coded = read(answer(act(doubtful=True), weak | {"doubtful": True}))
    assert [claim.predicate.quote for claim in coded.claims] == ["met"]
    (problem,) = coded.problems
    assert (problem.kind, problem.is_warning) == ("llm-doubted", True)
    assert "RETREAT 'fire'" in problem.detail
    sure = read(answer(act(), weak), model="other")
    assert [claim.predicate.quote for claim in sure.claims] == ["met", "fire"]


@pytest.mark.parametrize(
    "nothing",
    ["", "I am sorry, I cannot help with that.", "Je ne lis pas ce texte.", "[]", '{"events": []}',
     '{"acts": {}}', "{" * 50_000, "null", "```json\n{\n```"],
    ids=["empty", "refusal", "French", "list", "other keys", "no list", "braces", "null", "fence"],
)  # fmt: skip
def test_what_is_no_answer_twice_is_a_problem_of_the_report_and_the_next_is_coded(
    reader: MakeReader, asking: Asking, nothing: str
) -> None:
    asker = Scripted(nothing, nothing, answer(act()))
    second = reader(asker, at_once=1)
    problem, coded = code_reports([the_report(), the_report("other")][:1], asking(second)), None
    (found,) = problem
    assert isinstance(found, Problem)
    assert (found.kind, found.key) == ("llm-unanswered", "truce")
    coded = asking(reader(Scripted(answer(act())), temperature=0.5)).code(the_report())
    assert len(coded.claims) == 1


def test_an_answer_in_a_fence_or_after_prose_is_read(read: Read) -> None:
    assert len(read(f"Here you are:\n```json\n{answer(act())}\n```\nBest wishes").claims) == 1


def test_thoughts_before_an_answer_are_passed_over(read: Read) -> None:
    (claim,) = read(f"<think>Act {{1}} was a meeting.</think>\n{answer(act())}").claims
    assert claim.type == "CONSULT"


def test_of_a_cut_answer_that_stays_cut_the_whole_acts_are_kept(read: Read) -> None:
    cut = answer(act(), act(n=2))[:-200]
    coded = read(cut, cut)
    assert len(coded.claims) == 1
    assert any("no whole JSON object" in problem.detail for problem in coded.problems)


def test_a_reply_is_kept_and_the_same_question_is_not_asked_again(
    reader: MakeReader, asking: Asking
) -> None:
    first = asking(reader(Scripted(answer(act())))).code(the_report())
    silent = Scripted()
    again = asking(reader(silent)).code(the_report())
    offline = asking(reader(None)).code(the_report())
    assert first == again == offline
    assert not silent.asked


@pytest.mark.parametrize("changes", [{"model": "other"}, {"temperature": 0.7}, {"max_tokens": 99}])
def test_another_model_or_parameter_is_another_question(
    reader: MakeReader, asking: Asking, changes: dict[str, object]
) -> None:
    asking(reader(Scripted(answer(act())))).code(the_report())
    with pytest.raises(BadReport, match="no reply is kept"):
        asking(reader(None, **changes)).code(the_report())


def test_claims_and_run_name_model_prompt_and_parameters(
    reader: MakeReader, asking: Asking
) -> None:
    journey = asking(reader(Scripted(answer(act()))))
    (claim,) = journey.code(the_report()).claims
    assert claim.coder.startswith("llm-scripted-")
    assert claim.coder in journey.run.coder
    assert "prompt=" in journey.run.coder
    assert "temperature=0" in journey.run.coder


def test_several_reports_come_back_in_their_order_with_problems_between(
    reader: MakeReader, asking: Asking
) -> None:
    reports: list[Report | Problem] = [
        the_report(),
        a_problem(),
        a_report("Chile praised Peru.", key="praise"),
    ]
    found = list(code_reports(reports, asking(reader(Scripted(answer(), answer())))))
    keys = [one.key if isinstance(one, Problem) else one.report.key for one in found]
    assert keys == ["truce", a_problem().key, "praise"]


def test_the_budget_ends_the_run_and_what_was_answered_is_kept(
    reader: MakeReader, asking: Asking, tmp_path: Path
) -> None:
    asker = Scripted(answer(act()), answer(), answer(), n_tokens=2_500)
    texts = [f"{TRUCE} Edition {number}." for number in range(3)]
    reports = [a_report(text, key=str(number)) for number, text in enumerate(texts)]
    second = reader(asker, budget=17_000.0, at_once=1)
    done: list[object] = []
    with pytest.raises(ModelRefusal, match=r"the budget of 17,000\.00 would not hold"):
        done.extend(code_reports(reports, asking(second)))
    kept = list((tmp_path / "replies").rglob("*.json"))
    assert len(kept) == len(asker.asked)
    assert 0 < len(kept) < len(reports)


def test_beside_the_reader_only_paragraphs_with_a_heard_act_are_asked_about(
    reader: MakeReader, asking: Asking
) -> None:
    dull = "The concert hall in Lima was painted blue.\n\n"
    report = a_report(f"{dull}Peru expelled the Chilean ambassador on Monday.\n")
    asker = Scripted(
        answer(
            act(
                sentence=2,
                predicate="expelled",
                clause="Peru expelled the Chilean ambassador on Monday",
                type="SANCTION",
                mode="expel",
                actors=[a_side("Peru", "PER-GOV")],
                recipients=[a_side("the Chilean ambassador", "CHL-GOV")],
                where=None,
            )
        )
    )
    coded = asking(reader(asker, is_beside_reader=True)).code(report)
    assert "in the sentences 2;" in asker.asked[0].messages[-1][1]
    assert [claim.type for claim in coded.claims] == ["SANCTION"]
    assert coded.claims[0].coder.startswith("llm+reader-")


def test_beside_the_reader_a_report_without_an_act_is_not_asked_about(
    reader: MakeReader, asking: Asking
) -> None:
    asker = Scripted()
    coded = asking(reader(asker, is_beside_reader=True)).code(
        a_report("The hall was painted blue.")
    )
    assert not asker.asked
    assert not coded.claims


def test_beside_the_reader_silence_leaves_the_readers_own_word(
    reader: MakeReader, asking: Asking
) -> None:
    report = a_report("Peru expelled the Chilean ambassador on Monday.")
    coded = asking(reader(Scripted(), is_beside_reader=True)).code(report)
    assert [claim.type for claim in coded.claims] == ["SANCTION"]
    assert [problem.kind for problem in coded.problems] == ["llm-unanswered"]


def test_a_long_report_is_asked_about_in_stretches_and_numbers_do_not_meet(
    reader: MakeReader, asking: Asking
) -> None:
    filler = "The hall was painted blue. " * 85
    report = a_report(f"Peru met Chile in Lima. {filler}Chile met Peru in Arica.")
    sides = [a_side("Peru", "PER-GOV"), a_side("Chile", "CHL-GOV")]
    one = act(sentence=1, clause="Peru met Chile in Lima", actors=sides, when=None, where=None)
    other = one | {"sentence": 87, "clause": "Chile met Peru in Arica"}
    asker = Scripted(answer(one), answer(other))
    coded = asking(reader(asker, at_once=1)).code(report)
    assert len(asker.asked) == 2
    assert [claim.sentence for claim in coded.claims] == [0, 86]
    assert "[1] Peru met Chile in Lima." in asker.asked[1].messages[-1][1]


def test_statements_that_the_repair_mends_are_kept_and_no_problem_is_left(
    reader: MakeReader, asking: Asking
) -> None:
    bad = a_statement(words="A bomb killed many")
    asker = Scripted(answer(statements=(bad,)), answer(statements=(a_statement(),)))
    coded = asking(reader(asker)).code(the_report())
    assert len(coded.statements) == 1
    assert [problem.kind for problem in coded.problems] == ["no-claims"]
