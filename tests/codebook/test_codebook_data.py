"""PLOVER's facts, written down a second time: a slip in one copy shows."""

import re
from itertools import chain

import pytest

from detente.codebook import Quad, load_codebook
from detente.records import Status

BOOK = load_codebook()

# From the manual's table of scores; the two in brackets are decision 1.
SCORES = """
AGREE 2.5
CONSULT 2.5: visit 4, third-party 1, multilateral 4, phone 1.5
SUPPORT 5
CONCEDE 4.5
COOPERATE 9.5
AID 10
RETREAT 6.5: withdraw 8, release 6.5, disarm 10, ceasefire 7.5, access 6.5, resign 4.5
REQUEST 0: assist 0.5, change -1, yield -1, meet 0
ACCUSE (-3): disapprove -2, investigate -3.5, allege -3.5
REJECT -2: assist -1.5, change -2, yield -2, meet -2
THREATEN -3.5: restrict -3, arrest -3.5, relations -3.5, expel -3.5, territory -4, violence -3.5
PROTEST -5: demo -5, riot -7, strike -5, hunger -4.5, boycott -4.5, obstruct -4.5, vandalize (-5)
SANCTION -6: convict -6, expel -5.5, withdraw -6, discontinue -6
MOBILIZE -5.5: troops -6.5, weapons -6.5, police -5.5, militia -6
COERCE -7: seize -7, restrict -7, censor -6.5, curfew -6.5, martial-law -7.5, arrest -7, \
deport -7, withhold -7, misinformation -6.5, cyber -7
ASSAULT -9: abduct -8.5, beat -7.5, torture -8.5, sexual -8.5, targeted -9.5, destroy -8.5, \
primitive -8, firearms -9, explosives -9, suicide-attack -9.5, aerial -9.5, drone -9.5, \
heavy-weapons -9.5, crowd-control -7.5, unconventional -10
"""

CONTEXTS = """
military intelligence executive legislative election political_institutions pro_democracy
pro_autocracy economic legal reparations human_rights rights_freedoms repression human_security
gender lgbt religion_ethnicity inequality diplomatic territory peacekeeping health asylum migration
disasters natural_resource environment technology terrorism cbrn cyber misinformation crime
corruption illegal_drugs trafficking
"""


def test_types_modes_and_scores_are_plovers() -> None:
    expected: dict[tuple[str, str | None], float] = {}
    for line in SCORES.strip().splitlines():
        names = re.findall(r"([A-Za-z-]*[A-Za-z]) \(?(-?[\d.]+)", line)
        type_name = names[0][0]
        expected |= {(type_name, None): float(names[0][1])}
        expected |= {(type_name, mode): float(score) for mode, score in names[1:]}

    found = {
        (each.name, mode): BOOK.intensity(each.name, mode)
        for each in BOOK.types
        for mode in (None, *(mode.name for mode in each.modes))
    }

    assert len(found) == 16 + 67
    assert found == expected


def test_contexts_are_plovers_in_its_order() -> None:
    assert [context.name for context in BOOK.contexts] == CONTEXTS.split()


def test_sectors_are_plovers() -> None:
    frequent = "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK"
    others = "AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC"
    without_state = "IGO UNO EUR NGO ISM IMG MNC"

    assert {sector.code for sector in BOOK.sectors} == {*frequent.split(), *others.split()}
    assert {term.code for term in BOOK.nonstate} == {*without_state.split()}


def test_quads_hold_the_types_of_the_manual_and_sanction_among_deeds() -> None:
    quads = {quad: [each.name for each in BOOK.types if each.quad == quad] for quad in Quad}

    assert quads == {
        Quad.VERBAL_COOPERATION: ["AGREE", "CONSULT", "SUPPORT", "CONCEDE"],
        Quad.MATERIAL_COOPERATION: ["COOPERATE", "AID", "RETREAT"],
        Quad.VERBAL_CONFLICT: ["REQUEST", "ACCUSE", "REJECT", "THREATEN"],
        Quad.MATERIAL_CONFLICT: ["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"],
    }


def test_cooperation_scores_above_conflict() -> None:
    friendly = [each.intensity for each in BOOK.types if each.quad <= 2]
    hostile = [each.intensity for each in BOOK.types if each.quad >= 3]

    assert min(friendly) > 0 >= max(hostile)


def test_three_types_need_a_recipient() -> None:
    needing = {each.name for each in BOOK.types if each.needs_recipient}

    assert needing == {"COOPERATE", "AID", "SANCTION"}


def test_two_modes_bring_a_context() -> None:
    brought = {
        (each.name, mode.name): mode.context
        for each in BOOK.types
        for mode in each.modes
        if mode.context
    }

    assert brought == {("COERCE", "misinformation"): "misinformation", ("COERCE", "cyber"): "cyber"}


def test_statuses_are_those_of_the_records() -> None:
    assert [term.code for term in BOOK.statuses] == list(Status)


def test_decisions_are_numbered_from_one_and_give_reasons() -> None:
    assert [decision.number for decision in BOOK.decisions] == list(range(1, 10))


def test_only_the_score_that_the_manual_lacks_is_this_projects() -> None:
    ours = [
        f"{each.name}-{mode.name}"
        for each in BOOK.types
        for mode in each.modes
        if mode.source == "this project"
    ]

    assert ours == ["PROTEST-vandalize"]


def test_every_definition_is_a_sentence_of_its_own() -> None:
    definitions = [
        *(each.definition for each in BOOK.types),
        *(mode.definition for each in BOOK.types for mode in each.modes),
        *(context.definition for context in BOOK.contexts),
        *(term.definition for term in (*BOOK.sectors, *BOOK.nonstate, *BOOK.statuses)),
    ]

    assert len(set(definitions)) == len(definitions)
    assert [text for text in definitions if not re.fullmatch(r"[A-Z].*\.", text)] == []


def test_every_example_is_told_once() -> None:
    examples = [
        *chain.from_iterable(each.examples for each in BOOK.types),
        *(mode.example for each in BOOK.types for mode in each.modes),
    ]

    assert len(set(examples)) == len(examples)


def test_every_context_has_cues_of_its_own() -> None:
    for context in BOOK.contexts:
        others = {cue for other in BOOK.contexts if other != context for cue in other.cues}
        assert len(set(context.cues)) == len(context.cues), context.name
        assert len(set(context.cues) - others) >= 10, context.name


@pytest.mark.parametrize(
    ("words", "issue_id"),
    [
        ("Diaoyu Islands", "senkaku islands"),
        ("denuclearization", "denuclearisation of korea"),
        ("denuclearisation", "denuclearisation of korea"),
        ("JCPOA", "iran nuclear deal"),
        ("opioid crisis", "fentanyl"),
        ("missile defense", "missile defence"),
        ("Malvinas", "falkland islands"),
        ("small boats", "channel crossings"),
        ("AI", "artificial intelligence"),
        ("GERD", "renaissance dam"),
    ],
)
def test_issue_is_known_by_the_words_of_either_side(words: str, issue_id: str) -> None:
    assert words in BOOK.issue(issue_id).names


def test_bare_countries_are_no_issues() -> None:
    names = {name.casefold() for issue in BOOK.issues for name in issue.names}
    countries = "china russia iran ukraine israel syria north korea united states japan india"

    assert not names & set(re.findall(r"north korea|united states|\w+", countries))


def test_hierarchy_of_issues_is_at_most_four_deep() -> None:
    above = {issue.id: issue.parent for issue in BOOK.issues}

    def depth(issue: str) -> int:
        parent = above[issue]
        return 0 if parent is None else 1 + depth(parent)

    assert max(map(depth, above)) <= 4, max(above, key=depth)
