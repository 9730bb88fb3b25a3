"""Which channels are open, and how a state is told from what was last told."""

from datetime import date
from typing import Any

import pytest

from builders import a_claim, a_coding, a_date, a_place, a_report, an_actor, cited
from detente.codebook import Codebook
from detente.records import Claim, Remark, RemarkKind, Report, Status
from detente.relations.brief.brief import brief_from_claims
from detente.relations.brief.channels import (
    Channel,
    ChannelState,
    Level,
    Move,
    find_channels,
    level_of_offices,
    level_of_words,
    move_in,
)
from detente.relations.brief.page import page_of
from detente.relations.evidence import gather
from detente.relations.sides import Scope

SCOPE = Scope(side_a="NRL", side_b="SDR")
PRESIDENT = an_actor("NRL-GOV", id="nrl-president", name="Ann Norling", office="President")
PREMIER = an_actor("SDR-GOV", id="sdr-premier", name="Sven Sudd", office="Prime Minister")
ENVOY = an_actor("SDR-GOV", id="sdr-envoy", name="Eva Envoy", office="Special Envoy")
LEADERS = (PRESIDENT, PREMIER)


def channels(
    codebook: Codebook, *told: tuple[str, dict[str, Any]], as_of: str = "2024-02-02"
) -> tuple[Channel, ...]:
    """The channels of reports, each one sentence with one claim, told on the day of its date."""
    coded = []
    for number, (text, changes) in enumerate(told):
        values = dict(changes)
        day = date.fromisoformat(values.pop("told", as_of))
        report = a_report(text, key=str(number), published=day)
        coded.append(a_coding(report, claims=(_claim(report, values),)))
    scope = Scope(side_a="NRL", side_b="SDR", as_of=date.fromisoformat(as_of))
    return find_channels(gather(coded, scope), codebook)


def _claim(report: Report, changes: dict[str, Any]) -> Claim:
    return a_claim(report, **{"quote": report.text, "actors": LEADERS, **changes})


def test_talks_of_last_week_are_an_open_channel(codebook: Codebook) -> None:
    (channel,) = channels(codebook, ("The two met.", {"date": a_date("2024-01-29")}))

    assert (channel.level, channel.state) == (Level.LEADERS, ChannelState.OPEN)
    assert channel.who == ("Ann Norling", "Sven Sudd")


def test_talks_of_last_year_with_nothing_to_come_are_a_quiet_channel(codebook: Codebook) -> None:
    (channel,) = channels(codebook, ("The two met.", {"date": a_date("2023-05-01")}))

    assert channel.state is ChannelState.QUIET


def test_old_talks_with_new_ones_announced_are_a_planned_channel(codebook: Codebook) -> None:
    (channel,) = channels(
        codebook,
        ("The two met.", {"date": a_date("2023-05-01")}),
        ("The two will meet.", {"date": a_date("2024-03-01"), "status": Status.FUTURE}),
    )

    assert channel.state is ChannelState.PLANNED
    assert channel.next is not None
    assert channel.next.when == a_date("2024-03-01")


def test_plan_whose_day_is_over_is_no_longer_to_come(codebook: Codebook) -> None:
    (channel,) = channels(
        codebook, ("The two will meet.", {"date": a_date("2024-01-10"), "status": Status.FUTURE})
    )

    assert channel.next is None


def test_plan_without_a_day_is_not_waited_for_for_ever(codebook: Codebook) -> None:
    planned = {"status": Status.FUTURE, "told": "2023-06-01"}
    (channel,) = channels(codebook, ("The two will meet.", planned))

    assert channel.next is None


def test_plan_that_came_to_nothing_is_no_line_of_the_page(codebook: Codebook) -> None:
    words = "The two will meet."
    report = a_report(words, published=date(2023, 6, 1))
    coded = a_coding(report, claims=(_claim(report, {"status": Status.FUTURE}),))
    scope = Scope(side_a="NRL", side_b="SDR", as_of=date(2024, 2, 2))
    page = page_of(brief_from_claims([coded], scope, codebook))

    assert "Channels" not in [block.name for block in page.blocks]


@pytest.mark.parametrize(("sector", "n"), [("GOV", 1), ("MIL", 1), ("BUS", 0), ("PTY", 0)])
def test_visit_of_private_persons_or_parties_is_no_channel(
    codebook: Codebook, sector: str, n: int
) -> None:
    actors = (f"NRL-{sector}", "SDR-GOV")
    assert len(channels(codebook, ("They held talks.", {"actors": actors}))) == n


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ("Talks between Norland and Sudria have stalled.", 1),
        ("It is ready, amid fears that talks between Norland and Sudria have stalled.", 0),
        ("The two agreed on talks that were broken off.", 0),
    ],
)
def test_break_that_is_feared_or_long_past_suspends_nothing(
    codebook: Codebook, words: str, n: int
) -> None:
    report = a_report(words, published=date(2024, 2, 1))
    cue = words[words.lower().index("talks") : -1]
    citation, place = cited(None, report, words).citation, cited(None, report, cue).citation
    remark = Remark(
        report_id=report.id,
        sentence=0,
        kind=RemarkKind.CHANNEL,
        citation=citation,
        cue=place,
        about=("NRL", "SDR"),
    )
    found = find_channels(gather([a_coding(report, claims=(), remarks=(remark,))], SCOPE), codebook)
    assert [one.state for one in found] == [ChannelState.SUSPENDED] * n


def test_channel_that_was_cut_after_talks_is_suspended(codebook: Codebook) -> None:
    (channel,) = channels(
        codebook,
        ("The generals met.", {"date": a_date("2024-01-10"), "actors": ("NRL-MIL", "SDR-MIL")}),
        (
            "Sudria suspended the talks between the militaries.",
            {
                "date": a_date("2024-01-20"),
                "type": "SANCTION",
                "actors": ("SDR-MIL",),
                "recipients": ("NRL-MIL",),
            },
        ),
    )

    assert (channel.level, channel.state) == (Level.MILITARY, ChannelState.SUSPENDED)


def test_channel_that_was_resumed_after_a_cut_is_resumed(codebook: Codebook) -> None:
    cut = {"type": "SANCTION", "actors": ("SDR",), "recipients": ("NRL",), "issues": ("fishing",)}
    (channel,) = channels(
        codebook,
        ("Sudria suspended talks on fishing.", {**cut, "date": a_date("2024-01-10")}),
        (
            "Officials resumed talks on fishing.",
            {"date": a_date("2024-01-20"), "actors": ("NRL", "SDR"), "issues": ("fishing",)},
        ),
    )

    assert (channel.level, channel.state) == (Level.WORKING, ChannelState.RESUMED)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Sudria denied that it had suspended talks on fishing.", None),
        ("Sudria denied media reports that talks on fishing were suspended.", None),
        ("Sudria denied Norland's request for talks and suspended the talks.", "suspended"),
    ],
)
def test_denial_that_talks_were_cut_cuts_none(
    codebook: Codebook, words: str, state: str | None
) -> None:
    told = {"type": "REJECT", "actors": ("SDR",), "recipients": ("NRL",)}

    found = channels(codebook, (words, told))

    assert [one.state for one in found] == ([ChannelState(state)] if state else [])


def test_lower_of_two_offices_is_the_level_of_talks(codebook: Codebook) -> None:
    (channel,) = channels(
        codebook, ("The president met the envoy.", {"actors": (PRESIDENT, ENVOY)})
    )

    assert channel.level is Level.SENIOR


def test_talks_in_general_make_a_channel_only_where_no_other_is_known(codebook: Codebook) -> None:
    vague = ("The two re-engaged.", {"actors": ("NRL", "SDR"), "date": a_date("2024-01-20")})
    clear = ("The two met.", {"date": a_date("2024-01-29")})

    assert [one.level for one in channels(codebook, vague, vague)] == [Level.UNTOLD]
    assert [one.level for one in channels(codebook, vague, clear)] == [Level.LEADERS]


def test_part_of_an_issue_goes_with_the_whole(codebook: Codebook) -> None:
    parent = next(issue for issue in codebook.issues if issue.parent)
    about = {"actors": ("NRL", "SDR")}
    (channel,) = channels(
        codebook,
        ("Officials met.", {**about, "issues": (parent.id,), "date": a_date("2024-01-20")}),
        (
            "Officials sat.",
            {**about, "issues": (str(parent.parent),), "date": a_date("2024-01-25")},
        ),
    )

    assert set(channel.issues) == {parent.id, parent.parent}


def test_meeting_told_in_its_place_is_cited(codebook: Codebook) -> None:
    (channel,) = channels(codebook, ("The two met.", {"place": a_place()}))

    assert channel.last is not None
    assert channel.last.place == "Vostia City"
    assert [quote.words for quote in channel.last.quotes] == ["The two met."]


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("the leaders met", Level.LEADERS),
        ("talks between the militaries", Level.MILITARY),
        ("foreign ministers spoke", Level.MINISTERS),
        ("envoys met", Level.SENIOR),
        ("a working group on drugs", Level.WORKING),
        ("the two sides talked", None),
    ],
)
def test_words_tell_a_level(words: str, level: Level | None) -> None:
    assert level_of_words(words) is level


@pytest.mark.parametrize(
    ("office", "level"),
    [
        ("President", Level.LEADERS),
        ("Prime Minister", Level.LEADERS),
        ("Vice President", Level.MINISTERS),
        ("Deputy Prime Minister", Level.MINISTERS),
        ("Foreign Minister", Level.MINISTERS),
        ("Secretary of State", Level.MINISTERS),
        ("National Security Adviser", Level.SENIOR),
        ("Vice Minister of Commerce", Level.SENIOR),
        ("Minister of Defence", Level.MILITARY),
        ("Chairman of the Joint Chiefs of Staff", Level.MILITARY),
    ],
)
def test_offices_have_a_level(office: str, level: Level) -> None:
    assert level_of_offices([office]) is level


@pytest.mark.parametrize(
    ("words", "move"),
    [
        ("resumed long-stalled talks", Move.RESUMED),
        ("cut off military contacts", Move.SUSPENDED),
        ("met in Vostia City", None),
    ],
)
def test_words_tell_what_became_of_talks(words: str, move: Move | None) -> None:
    assert move_in(words) is move


BROKEN = (
    "Norland broke off diplomatic relations.",
    {"type": "SANCTION", "told": "2016-01-03", "actors": ("NRL",), "recipients": ("SDR",)},
)


@pytest.mark.parametrize(
    ("words", "changes", "state"),
    [
        ("The two restored diplomatic relations.", {"type": "SUPPORT"}, ChannelState.RESUMED),
        ("They agreed to resume diplomatic relations.", {"type": "AGREE"}, ChannelState.AGREED),
        ("Norland stormed the embassy.", {"type": "ASSAULT"}, ChannelState.SUSPENDED),
        ("The two spoke of fishing.", {"type": "SUPPORT"}, ChannelState.SUSPENDED),
    ],
    ids=str,
)
def test_relations_stand_as_the_last_thing_told_of_them(
    codebook: Codebook, words: str, changes: dict[str, Any], state: ChannelState
) -> None:
    told = (words, {"told": "2023-03-10", "recipients": (), **changes})
    (channel,) = channels(codebook, BROKEN, told, as_of="2024-12-01")

    assert (channel.level, channel.state) == (Level.RELATIONS, state)
    assert channel.last is not None
    assert (channel.last.place, channel.who) == (None, ())


@pytest.mark.parametrize("joint", ["and held talks. ", ". The two held talks."])
def test_talks_told_beside_restored_relations_are_a_channel_of_their_own(
    codebook: Codebook, joint: str
) -> None:
    text = f"Norland and Sudria restored diplomatic relations {joint}"
    report = a_report(text, published=date(2024, 2, 1))
    told = {"actors": ("NRL", "SDR"), "recipients": ()}
    restored = a_claim(report, quote="restored diplomatic relations", type="SUPPORT", **told)
    talks = a_claim(report, quote="held talks", **told)
    scope = Scope(side_a="NRL", side_b="SDR", as_of=date(2024, 2, 2))
    found = find_channels(gather([a_coding(report, claims=(restored, talks))], scope), codebook)

    assert {one.level: one.state for one in found} == {
        Level.RELATIONS: ChannelState.RESUMED,
        Level.UNTOLD: ChannelState.OPEN,
    }


@pytest.mark.parametrize(
    ("words", "mode", "n"),
    [
        ("Norland hinted at a summit, which was not a possibility.", None, 0),
        ("The summit did not take place.", None, 0),
        ("Norland's premier went to Sudria to attend the assembly of all islands.", "visit", 0),
        ("Norland's premier attended a conference and met his host.", "visit", 1),
        ("Norland's premier visited Sudria.", "visit", 1),
    ],
)
def test_what_was_not_held_or_was_held_for_many_is_no_contact(
    codebook: Codebook, words: str, mode: str | None, n: int
) -> None:
    assert len(channels(codebook, (words, {"mode": mode}))) == n


def test_a_visit_since_relations_were_restored_resumes_no_talks(codebook: Codebook) -> None:
    words = "He visited Sudria for the first time since the restoration of diplomatic relations."
    (channel,) = channels(codebook, (words, {"mode": "visit"}))

    assert channel.last is not None
    assert channel.last.move is Move.MET
