"""Which events bear on one another."""

import pytest

from detente.errors import BadConfig
from detente.events.merging.knowledge import read_knowledge
from detente.records import EventLink, LinkKind
from events.tellings import Telling, events_of, someone, told

LEADERS = (someone("ada-holm"), someone("jon-arnason", "SDR-GOV"))


def links_of(later: Telling, *others: Telling) -> tuple[EventLink, ...]:
    events = events_of(later, *others)
    return next(event.links for event in events if later.id in event.claim_ids)


def kinds_of(later: Telling, *others: Telling) -> list[LinkKind]:
    return [link.kind for link in links_of(later, *others)]


def test_occurrence_fulfils_its_plan() -> None:
    plan = told("CONSULT", "NRL SDR", status="future", on="2024-03-10")
    deed = told("CONSULT", "NRL SDR", on="2024-03-10", published="2024-03-11")

    events = events_of(plan, deed)
    planned = next(event for event in events if plan.id in event.claim_ids)

    assert links_of(deed, plan) == (EventLink(LinkKind.FULFILS, planned.id),)


def test_plan_without_a_day_needs_its_persons_or_subject() -> None:
    def met(**changes: object) -> Telling:
        return told("CONSULT", "NRL SDR", on="2024-03-10", published="2024-03-11", **changes)

    vague = told("CONSULT", "NRL SDR", status="future")
    leaders = told("CONSULT", "NRL SDR", status="future", actors=LEADERS)
    fishing = told("CONSULT", "NRL SDR", status="future", issues=("fisheries",))

    assert kinds_of(met(), vague) == []
    assert kinds_of(met(actors=LEADERS), leaders) == [LinkKind.FULFILS]
    assert kinds_of(met(issues=("fisheries",)), fishing) == [LinkKind.FULFILS]


def test_plan_is_fulfilled_once_and_not_before_it_is_told() -> None:
    plan = told("CONSULT", "NRL SDR", status="future", actors=LEADERS, published="2024-02-02")

    def met(day: str) -> Telling:
        return told("CONSULT", "NRL SDR", actors=LEADERS, on=day, published=day)

    before, first, second = met("2024-02-01"), met("2024-02-20"), met("2024-03-01")

    assert kinds_of(before, plan, first, second) == []
    assert kinds_of(first, plan, before, second) == [LinkKind.FULFILS]
    assert kinds_of(second, plan, before, first) == []


def test_dated_plan_may_come_a_month_late_but_not_two() -> None:
    plan = told("MOBILIZE", "NRL > SDR", status="future", on="2024-02-10")

    def done(day: str) -> Telling:
        return told("MOBILIZE", "NRL > SDR", on=day, published=day)

    assert kinds_of(done("2024-03-05"), plan) == [LinkKind.FULFILS]
    assert kinds_of(done("2024-04-05"), plan) == []


def test_delivery_fulfils_a_promise_about_the_same_issue() -> None:
    promise = told("AGREE", "NRL > SDR", on="2024-02-01", issues=("fisheries",))

    def given(**changes: object) -> Telling:
        return told("AID", "NRL > SDR", on="2024-05-01", published="2024-05-02", **changes)

    assert kinds_of(given(issues=("fisheries",)), promise) == [LinkKind.FULFILS]
    assert kinds_of(given(), promise) == []
    assert kinds_of(given(issues=("trade",)), promise) == []


def test_promise_binds_who_gave_it() -> None:
    promise = told("AGREE", "NRL > SDR", on="2024-02-01", issues=("fisheries",))
    others = told("AID", "SDR > NRL", on="2024-05-01", issues=("fisheries",))

    assert kinds_of(others, promise) == []


def test_act_fulfils_the_threat_of_its_kind() -> None:
    threat = told("THREATEN", "NRL > SDR", mode="violence", on="2024-02-01", at="Vostia City")

    def done(type_name: str) -> Telling:
        return told(
            type_name, "NRL > SDR", on="2024-02-20", published="2024-02-20", at="Vostia City"
        )

    assert kinds_of(done("ASSAULT"), threat) == [LinkKind.FULFILS]
    assert kinds_of(done("SANCTION"), threat) == []


def test_attack_breaks_a_ceasefire_whatever_it_is_about() -> None:
    ceasefire = told("RETREAT", "NRL SDR", mode="ceasefire", on="2024-02-01")
    attack = told("ASSAULT", "SDR > NRL", on="2024-02-10", published="2024-02-10")

    assert kinds_of(attack, ceasefire) == [LinkKind.BREAKS]


def test_sanction_breaks_an_agreement_on_the_same_issue() -> None:
    deal = told("AGREE", "NRL SDR", on="2024-02-01", issues=("fisheries",))

    def cut(issue: str) -> Telling:
        return told(
            "SANCTION", "SDR > NRL", on="2024-03-01", published="2024-03-01", issues=(issue,)
        )

    assert kinds_of(cut("fisheries"), deal) == [LinkKind.BREAKS]
    assert kinds_of(cut("trade"), deal) == []


def test_answer_is_linked_where_the_words_say_so() -> None:
    cause = told("SANCTION", "NRL > SDR", on="2024-02-01")

    def answer(words: str) -> Telling:
        return told("COERCE", "SDR > NRL", on="2024-02-10", published="2024-02-10", words=words)

    assert kinds_of(answer("seized a trawler in retaliation for the ban"), cause) == [
        LinkKind.ANSWERS
    ]
    assert kinds_of(answer("seized a trawler after the ban"), cause) == []


def test_threatened_measure_carries_the_threat_out_without_a_common_issue() -> None:
    threat = told("THREATEN", "NRL > SDR", mode="expel", on="2024-02-01", issues=("sanctions",))

    def done(**changes: object) -> Telling:
        day = changes.pop("on", "2024-02-08")
        return told("SANCTION", "NRL > SDR", **{"on": day, "published": day, **changes})

    assert kinds_of(done(mode="expel"), threat) == [LinkKind.FULFILS]
    assert kinds_of(done(mode="expel", issues=("espionage",)), threat) == []
    assert kinds_of(done(mode="discontinue"), threat) == []
    assert kinds_of(done(mode="expel", on="2024-03-08"), threat) == []


@pytest.mark.parametrize(
    "words",
    [
        "returned its ambassador on Tuesday, keeping a promise made in Vostia City",
        "returned its ambassador on Tuesday, as it had pledged",
    ],
)
def test_deed_that_says_it_keeps_a_promise_fulfils_it(words: str) -> None:
    promise = told("AGREE", "NRL SDR", on="2024-02-01", published="2024-02-01")
    plan = told("SUPPORT", "NRL > SDR", status="future", published="2024-02-01")
    deed = told("SUPPORT", "NRL > SDR", on="2024-03-10", published="2024-03-11", words=words)

    assert kinds_of(deed, promise, plan) == [LinkKind.FULFILS, LinkKind.FULFILS]


@pytest.mark.parametrize(
    ("who", "kind", "words"),
    [
        ("NRL > SDR", "SUPPORT", "praised Sudria for keeping its promise"),  # another's
        ("NRL > SDR", "ACCUSE", "accused Sudria on Monday, keeping its promise"),  # no such deed
        ("SDR > NRL", "AID", "sent grain on Monday, keeping its promise"),  # gave none
    ],
)
def test_words_about_a_promise_that_the_doer_does_not_keep_are_no_link(
    who: str, kind: str, words: str
) -> None:
    promise = told("AGREE", "NRL > SDR", on="2024-02-01", published="2024-02-01")
    deed = told(kind, who, on="2024-03-10", published="2024-03-11", words=words)

    assert kinds_of(deed, promise) == []


def test_of_several_promises_the_one_that_the_words_name_is_kept_and_else_none() -> None:
    at_home = told("AGREE", "NRL > SDR", on="2024-02-01", published="2024-02-01", at="Norburg")
    abroad = told("AGREE", "NRL > SDR", on="2024-02-09", published="2024-02-09", at="Vostia City")

    def kept(words: str) -> Telling:
        return told("AID", "NRL > SDR", on="2024-03-10", published="2024-03-11", words=words)

    assert kinds_of(kept("sent grain, keeping a promise made in Norburg"), at_home, abroad) == [
        LinkKind.FULFILS
    ]
    assert kinds_of(kept("sent grain, keeping its promise"), at_home, abroad) == []


def test_deed_that_says_it_breaks_a_promise_breaks_it() -> None:
    promise = told("AGREE", "NRL > SDR", on="2024-02-01", published="2024-02-01")
    deed = told(
        "MOBILIZE",
        "NRL > SDR",
        on="2024-05-14",
        published="2024-05-14",
        words="sent warships on Tuesday, breaking a pledge made in February",
    )

    assert kinds_of(deed, promise) == [LinkKind.BREAKS]


def test_answer_is_to_the_act_that_its_words_name() -> None:
    expulsion = told("SANCTION", "NRL > SDR", mode="expel", on="2024-02-01")
    ramming = told("ASSAULT", "NRL > SDR", on="2024-02-05", published="2024-02-05")

    def answer(words: str) -> Telling:
        return told("COERCE", "SDR > NRL", on="2024-02-10", published="2024-02-10", words=words)

    def answered(words: str) -> list[str]:
        later = answer(words)
        events = events_of(expulsion, ramming, later)
        (link,) = next(event.links for event in events if later.id in event.claim_ids)
        return [event.type for event in events if event.id == link.event_id]

    assert answered("seized it in response to the expulsion of its envoys") == ["SANCTION"]
    assert answered("seized it in response to the ramming") == ["ASSAULT"]
    assert answered("seized it in response to that") == ["ASSAULT"]  # the last thing done


def test_answer_to_nothing_known_is_no_link() -> None:
    answer = told("COERCE", "SDR > NRL", words="seized it in response to the ban")

    assert kinds_of(answer) == []


def test_links_stay_between_the_same_parties() -> None:
    plan = told("CONSULT", "NRL VST", status="future", on="2024-03-10")
    deed = told("CONSULT", "NRL SDR", on="2024-03-10", published="2024-03-11")

    assert kinds_of(deed, plan) == []


def test_knowledge_with_an_unknown_type_is_refused() -> None:
    text = b"""
        [families]
        YIELD = ["CONCEED"]
        [modes]
        alike = []
        [issues]
        tell_apart = []
        [promises]
        [threats]
        [breaches]
        [answers]
        cues = []
        nouns = {}
        [kept]
        types = []
        cues = []
        [broken]
        types = []
        cues = []
    """

    with pytest.raises(BadConfig, match=r"merging\.toml.*CONCEED"):
        read_knowledge(text)
