"""Which events bear on one another."""

from dataclasses import replace

import pytest

from builders import a_claim, a_report
from builders import words as words_of
from detente.errors import BadConfig
from detente.events.merging.bearing import is_danger, is_word_given
from detente.events.merging.knowledge import load_knowledge, read_knowledge
from detente.events.merging.merge import merge
from detente.events.merging.options import MergeOptions
from detente.records import Cited, EventLink, LinkKind
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


def test_talks_that_were_planned_without_a_day_are_the_next_ones_within_three_months() -> None:
    def met(day: str = "2024-03-10") -> Telling:
        return told("CONSULT", "NRL SDR", on=day, published=day)

    vague = told("CONSULT", "NRL SDR", status="future")

    assert kinds_of(met(), vague) == [LinkKind.FULFILS]
    assert kinds_of(met("2024-09-10"), vague) == []


def test_plan_is_fulfilled_once_and_not_before_it_is_told() -> None:
    plan = told("CONSULT", "NRL SDR", status="future", actors=LEADERS, published="2024-02-02")

    def met(day: str) -> Telling:
        return told("CONSULT", "NRL SDR", actors=LEADERS, on=day, published=day)

    before, first, second = met("2024-02-01"), met("2024-02-20"), met("2024-03-01")

    assert kinds_of(before, plan, first, second) == []
    assert kinds_of(first, plan, before, second) == [LinkKind.FULFILS]
    assert kinds_of(second, plan, before, first) == []


def test_plan_for_a_day_or_week_is_carried_out_in_it() -> None:
    def kinds(deed: str, plan: str) -> list[LinkKind]:
        planned = told("MOBILIZE", "NRL > SDR", status="future", on=plan)
        return kinds_of(told("MOBILIZE", "NRL > SDR", on=deed, published=deed), planned)

    assert kinds("2024-02-10", "2024-02-10") == [LinkKind.FULFILS]
    assert kinds("2024-02-20", "2024-02-10") == []
    assert kinds("2024-03-06", "2024-03-01/2024-03-07") == [LinkKind.FULFILS]
    assert kinds("2024-03-08", "2024-03-01/2024-03-07") == []


def test_talks_agreed_for_a_month_are_those_held_in_it() -> None:
    agreed = told("AGREE", "NRL SDR", words="agreed to hold talks on the port in April")

    def held(day: str, who: str = "NRL SDR") -> Telling:
        return told("CONSULT", who, words="held talks on the port", on=day, published=day)

    assert kinds_of(held("2024-04-27"), agreed) == [LinkKind.FULFILS]
    assert kinds_of(held("2024-03-20"), agreed) == []
    assert kinds_of(held("2024-04-27", "NRL VST"), agreed) == []


def test_only_a_deed_that_is_surely_told_settles_anything() -> None:
    agreed = told("AGREE", "NRL > SDR", words="agreed to release the sailors")
    free = {"words": "released the sailors", "published": "2024-02-20"}

    assert kinds_of(told("RETREAT", "NRL > SDR", **free), agreed) == [LinkKind.FULFILS]
    assert kinds_of(told("RETREAT", "NRL > SDR", score=0.39, **free), agreed) == []


@pytest.mark.parametrize(("by", "n"), [("NRL-GOV", 1), (None, 1), ("UNK", 1), ("VST-GOV", 0)])
def test_what_others_say_that_somebody_will_do_binds_nobody(by: str | None, n: int) -> None:
    plan = told("RETREAT", "NRL > SDR", status="future", words="will free the sailors", by=by)
    deed = told("RETREAT", "NRL > SDR", words="freed the sailors", published="2024-02-20")

    assert len(kinds_of(deed, plan)) == n


def test_threat_to_strike_is_carried_out_by_no_test_and_by_no_exchange_of_fire() -> None:
    threat = told("THREATEN", "NRL > SDR", words="threatened to attack the port with missiles")

    def kinds(type_name: str, who: str, words: str) -> list[LinkKind]:
        return kinds_of(told(type_name, who, words=words, published="2024-02-20"), threat)

    assert kinds("ASSAULT", "NRL > SDR", "attacked the port") == [LinkKind.FULFILS]
    assert kinds("MOBILIZE", "NRL", "tested missiles for an attack on the port") == []
    assert kinds("ASSAULT", "NRL SDR", "attacked each other at the port") == []


def test_plan_may_be_carried_out_on_the_day_on_which_another_report_tells_it() -> None:
    plan = told("RETREAT", "NRL > SDR", status="future", words="will free the crew of the trawler")
    deed = told("RETREAT", "NRL > SDR", words="freed the crew of the trawler")
    retold = told("AGREE", "NRL > SDR", words="agreed to free the crew of the trawler")

    assert kinds_of(deed, plan) == [LinkKind.FULFILS]
    assert kinds_of(deed, retold) == []  # which of the two came first is not told


def test_talks_that_a_host_holds_are_those_that_both_sides_planned() -> None:
    plan = told("CONSULT", "NRL SDR", status="future", on="2024-03-10")
    deed = told("CONSULT", "NRL > SDR", on="2024-03-10", published="2024-03-11")

    assert kinds_of(deed, plan) == [LinkKind.FULFILS]


def test_word_given_on_an_earlier_day_is_kept_in_the_report_that_tells_of_it() -> None:
    def given(day: str) -> Telling:
        return told("AGREE", "NRL SDR", on=day, published="2024-03-11", words="agreed on a truce")

    words = "swapped captives as part of a truce"
    deed = told("RETREAT", "NRL SDR", on="2024-03-11", published="2024-03-11", words=words)

    assert kinds_of(deed, given("2024-03-02")) == [LinkKind.FULFILS]
    assert kinds_of(deed, given("2024-03-11")) == []


PLEDGE = "pledged 40 trawlers' release from its northern ports"


def test_measure_that_a_promise_names_fulfils_it_if_it_is_about_the_same_thing() -> None:
    promise = told("AGREE", "NRL > SDR", on="2024-02-01", words=PLEDGE)

    def done(
        words: str,
        kind: str = "RETREAT",
        who: str = "NRL > SDR",
        on: str = "2024-05-01",
        by: str = "",
    ) -> Telling:
        return told(kind, who, on=on, published=on, words=words, by=by)

    assert kinds_of(done("released the trawlers"), promise) == [LinkKind.FULFILS]
    assert kinds_of(done("set free 40 trawlers"), promise) == [LinkKind.FULFILS]
    assert kinds_of(done("released 12 trawlers"), promise) == []  # others
    assert kinds_of(done("released its grain reserves"), promise) == []  # another thing
    assert kinds_of(done("praised the trawlers", kind="SUPPORT"), promise) == []  # another measure
    assert kinds_of(done("released the trawlers", who="SDR > NRL"), promise) == []  # another's
    assert kinds_of(done("released the trawlers", who="NRL > VST"), promise) == []  # to another
    assert kinds_of(done("released the trawlers", on="2024-01-01"), promise) == []  # earlier
    assert kinds_of(done("released the trawlers", by="NRL-GOV"), promise) == []  # its own word
    assert kinds_of(done("agreed to release the trawlers", kind="AGREE"), promise) == []  # a word


def test_promise_on_a_condition_is_left_open() -> None:
    promise = told(
        "AGREE", "NRL > SDR", words="will release 40 trawlers if Sudria opens the strait"
    )
    deed = told("RETREAT", "NRL > SDR", published="2024-03-01", words="released the 40 trawlers")

    assert kinds_of(deed, promise) == []


def test_joint_promise_is_fulfilled_by_all_and_broken_by_one() -> None:
    deal = told("AGREE", "NRL SDR", words="agreed to open the canal to timber barges")

    def done(who: str, words: str) -> Telling:
        return told("CONCEDE", who, published="2024-03-01", words=words)

    assert kinds_of(done("NRL SDR", "opened the canal to barges"), deal) == [LinkKind.FULFILS]
    assert kinds_of(done("NRL > SDR", "opened the canal to barges"), deal) == []
    assert kinds_of(done("NRL > SDR", "closed the canal to barges"), deal) == [LinkKind.BREAKS]


def test_threat_is_carried_out_by_the_measure_it_names() -> None:
    threat = told("THREATEN", "NRL > SDR", words="threatened tariffs on timber if talks fail")

    def done(words: str, day: str = "2024-05-20") -> Telling:
        return told("SANCTION", "NRL > SDR", on=day, published=day, words=words)

    assert kinds_of(done("imposed tariffs on timber"), threat) == [LinkKind.FULFILS]
    assert kinds_of(done("banned timber"), threat) == []
    assert kinds_of(done("imposed tariffs"), threat) == []
    assert kinds_of(done("imposed tariffs", "2024-03-20"), threat) == [LinkKind.FULFILS]  # soon


def test_harm_that_a_side_says_it_will_do_on_a_condition_is_a_threat() -> None:
    def held_out(words: str, by: str = "NRL-GOV") -> Telling:
        return told("SANCTION", "NRL > SDR", status="hypothetical", words=words, by=by)

    deed = told("SANCTION", "NRL > SDR", published="2024-03-01", words="imposed tariffs on timber")
    words = "will impose tariffs on timber if Sudria closes the strait"

    assert kinds_of(deed, held_out(words)) == [LinkKind.FULFILS]
    assert kinds_of(deed, held_out(words, by="SDR-GOV")) == []  # a forecast
    assert kinds_of(deed, held_out("could impose tariffs on timber")) == []


def test_agreed_talks_are_later_ones_only_if_they_are_about_the_same_thing() -> None:
    promise = told("AGREE", "NRL SDR", words="agreed to hold talks on pilotage")

    def met(words: str, day: str = "2024-07-01") -> Telling:
        return told("CONSULT", "NRL SDR", on=day, published=day, words=words)

    assert kinds_of(met("held talks", "2024-04-01"), promise) == [LinkKind.FULFILS]
    assert kinds_of(met("held talks"), promise) == []
    assert kinds_of(met("held talks on pilotage"), promise) == [LinkKind.FULFILS]


def test_agreed_talks_are_those_that_are_called_so_or_fall_on_the_days_told() -> None:
    def kinds(promise: str, deed: str) -> list[LinkKind]:
        met = told("CONSULT", "NRL SDR", on="2024-03-08", published="2024-03-08", words=deed)
        return kinds_of(met, told("AGREE", "NRL SDR", words=promise))

    assert kinds("agreed to hold talks", "held talks") == [LinkKind.FULFILS]
    assert kinds("agreed to hold talks", "hosts") == []
    assert kinds("agreed to hold talks in March", "hosts") == [LinkKind.FULFILS]


def test_leaders_who_agreed_to_meet_do_not_meet_in_the_talks_of_others() -> None:
    promise = told("AGREE", "NRL SDR", actors=LEADERS, words="agreed to meet")
    others = told("CONSULT", "NRL SDR", on="2024-03-08", published="2024-03-08", words="met")
    leaders = told("CONSULT", "NRL SDR", actors=LEADERS, published="2024-03-08", words="met")

    assert kinds_of(others, promise) == []
    assert kinds_of(leaders, promise) == [LinkKind.FULFILS]


def test_firms_and_private_persons_keep_no_word_of_a_state() -> None:
    promise = told("AGREE", "NRL SDR", words="agreed to continue the talks on pilotage")

    def kinds(who: str) -> list[LinkKind]:
        return kinds_of(told("CONSULT", who, published="2024-03-08", words="talks"), promise)

    assert kinds("NRL-GOV SDR-GOV") == [LinkKind.FULFILS]
    assert kinds("NRL-BUS SDR-GOV") == []


def test_word_not_to_do_something_is_broken_by_doing_it_while_it_holds() -> None:
    promise = told("AGREE", "NRL SDR", words="agreed to halt new tariffs on timber for 90 days")

    def imposed(day: str) -> Telling:
        words = "imposed tariffs on timber"
        return told("SANCTION", "SDR > NRL", on=day, published=day, words=words)

    assert kinds_of(imposed("2024-03-01"), promise) == [LinkKind.BREAKS]
    assert kinds_of(imposed("2024-07-01"), promise) == []


def test_attack_breaks_a_ceasefire_whatever_it_is_about() -> None:
    ceasefire = told("RETREAT", "NRL SDR", mode="ceasefire", on="2024-02-01")
    attack = told("ASSAULT", "SDR > NRL", on="2024-02-10", published="2024-02-10")
    alleged = told("ASSAULT", "SDR > NRL", on="2024-02-10", published="2024-02-10", by="NRL-GOV")

    assert kinds_of(attack, ceasefire) == [LinkKind.BREAKS]
    assert kinds_of(alleged, ceasefire) == []


def test_of_one_report_the_words_say_which_came_first() -> None:
    def attack(words: str) -> list[LinkKind]:
        truce = told("AGREE", "SDR > NRL", report="both", words="agrees to a ceasefire, but fires")
        deed = told("ASSAULT", "SDR > NRL", report="both", words=words)
        return kinds_of(deed, truce)

    assert attack("fires on a village afterwards") == [LinkKind.BREAKS]
    assert attack("fires on a village") == []


def test_what_is_forsworn_may_stand_behind_other_things() -> None:
    promise = told(
        "AGREE", "NRL", words="agrees to suspend dredging and trial and seaborne missile tests"
    )
    test = told(
        "MOBILIZE", "NRL", mode="weapons", published="2024-03-01", words="launched a seaborne one"
    )

    assert kinds_of(test, promise) == [LinkKind.BREAKS]


def test_events_of_other_parties_are_linked_where_all_claims_are_at_hand() -> None:
    promise = told("AGREE", "NRL", words=PLEDGE)
    deed = told("RETREAT", "NRL > SDR", published="2024-03-01", words="released the trawlers")
    facts = {one.claim.report_id: one.facts for one in (promise, deed)}
    claims = [promise.claim, deed.claim]

    whole = merge(claims, facts, (), MergeOptions(is_whole=True))

    assert [link.kind for event in whole for link in event.links] == [LinkKind.FULFILS]
    assert not any(event.links for event in merge(claims, facts))


def test_answer_is_linked_where_the_words_say_so() -> None:
    cause = told("SANCTION", "NRL > SDR", on="2024-02-01")

    def answer(words: str) -> Telling:
        return told("COERCE", "SDR > NRL", on="2024-02-10", published="2024-02-10", words=words)

    assert kinds_of(answer("seized a trawler in retaliation for the ban"), cause) == [
        LinkKind.ANSWERS
    ]
    assert kinds_of(answer("seized a trawler after the ban"), cause) == []


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
        [bearing]
        given_types = []
        giving_types = []
        giving = "x"
        conditions = "x"
        causes = "x"
        durations = "x"
        undoing = "x"
        resolve = "x"
        afterwards = "x"
        lasting = "x"
        anew = "x"
        occasions = "x"
        weighed = "x"
        accidents = "x"
        defending = "x"
        empty = ""
        states = ""
        standing = "x"
        [measures]
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


def test_talks_with_others_at_the_table_are_not_those_that_two_agreed() -> None:
    agreed = told("AGREE", "NRL > SDR", words="accepted a proposal for talks")

    def kinds(who: str, words: str = "met near the lake") -> list[LinkKind]:
        return kinds_of(told("CONSULT", who, words=words, published="2024-03-20"), agreed)

    assert kinds("NRL SDR") == [LinkKind.FULFILS]
    assert kinds("NRL SDR VST") == []


def test_talks_at_which_a_word_was_given_are_not_what_it_promised() -> None:
    words = "said during the talks that it would shut the mine in March"
    agreed = told("AGREE", "NRL SDR", words=words)
    readied = told("AGREE", "NRL", words="agreed to open a press room in preparation for the talks")
    met = told("CONSULT", "NRL SDR", words="held talks", published="2024-03-10")

    assert kinds_of(met, agreed) == []
    assert kinds_of(met, readied) == []


def test_attack_that_others_foretell_is_announced_by_nobody() -> None:
    def kinds(by: str | None, *others: Telling, status: str = "future") -> list[LinkKind]:
        plan = told("ASSAULT", "NRL > SDR", status=status, words="will attack the port", by=by)
        deed = told("ASSAULT", "NRL > SDR", words="attacked the port", published="2024-02-20")
        return kinds_of(deed, plan, *others)

    feared = told(
        "ASSAULT", "NRL > SDR", status="future", words="will attack the port", by="VST-GOV"
    )

    assert kinds("NRL-GOV") == [LinkKind.FULFILS]
    assert kinds("NRL-GOV", feared) == [LinkKind.FULFILS]
    assert kinds("VST-GOV") == []
    assert kinds(None, feared) == []


@pytest.mark.parametrize(
    ("words", "is_seen"),
    [
        ("the threat of a Norland attack on the port", True),
        ("a threat by Norland to attack the port", False),
        ("the Norland threat of an attack on the port", False),
    ],
)
def test_threat_that_others_see_is_a_danger(words: str, *, is_seen: bool) -> None:
    report = a_report(words)
    claim = a_claim(report, type="THREATEN", predicate="threat")
    actor = Cited(claim.actors[0].value, words_of(report, "Norland"))

    assert is_danger(replace(claim, actors=(actor,))) is is_seen


def test_going_on_with_attacks_carries_out_no_threat() -> None:
    threat = told(
        "THREATEN", "NRL > SDR", words="threatened to attack ships", published="2024-02-10"
    )
    went_on = told("ASSAULT", "NRL > SDR", words="attacked the port", published="2024-02-01")
    port = told("ASSAULT", "NRL > SDR", words="attacked the old port", published="2024-02-16")
    late = told("ASSAULT", "NRL > SDR", words="attacked the old port", published="2024-03-01")
    ships = told("ASSAULT", "NRL > SDR", words="attacked two ships", published="2024-03-01")

    assert kinds_of(port, threat) == [LinkKind.FULFILS]
    assert kinds_of(late, threat) == []
    assert kinds_of(port, threat, went_on) == []
    assert kinds_of(ships, threat, went_on) == [LinkKind.FULFILS]


def test_refusal_or_harm_that_nobody_held_out_fulfils_no_word() -> None:
    relief = told("AID", "NRL > SDR", status="future", words="will send convoys of grain")
    truce = told("AGREE", "NRL SDR", words="agreed to a ceasefire")

    def later(kind: str, words: str) -> Telling:
        return told(kind, "NRL SDR", words=words, published="2024-02-20")

    assert kinds_of(later("COERCE", "stopped a convoy"), relief) == []
    assert kinds_of(later("REJECT", "ignored a call for a ceasefire"), truce) == []
    assert kinds_of(later("RETREAT", "began a ceasefire"), truce) == [LinkKind.FULFILS]


def test_what_is_done_as_part_of_a_deal_is_no_word_given() -> None:
    words = load_knowledge().bearing
    report = a_report("The government released 39 men under the deal")
    freed = a_claim(report, type="RETREAT", mode="release", predicate="released")
    sworn = a_report("The government pledged a release of 39 men")

    assert not is_word_given(freed, words)
    assert is_word_given(a_claim(sworn, type="RETREAT", mode="release", predicate="release"), words)


def test_truce_is_broken_by_those_who_gave_it_and_on_the_other_side() -> None:
    truce = told("AGREE", "NRL SDR", words="agreed to a ceasefire")

    def kinds(who: str, mode: str | None = None) -> list[LinkKind]:
        deed = told("ASSAULT", who, mode=mode, words="attacked men", published="2024-02-20")
        return kinds_of(deed, truce)

    assert kinds("NRL-MIL > SDR") == [LinkKind.BREAKS]
    assert kinds("NRL-UAF > SDR") == []
    assert kinds("NRL-MIL > SDR-CRM") == []
    assert kinds("NRL-MIL > NRL-CVL") == []
    assert kinds("NRL-MIL > SDR-CVL", "crowd-control") == []


def test_relief_that_was_only_announced_is_broken_by_the_same_measure_put_back() -> None:
    plan = told("CONCEDE", "NRL > SDR", status="future", words="will ease sanctions on timber")
    sworn = told(
        "CONCEDE", "NRL > SDR", status="future", words="will not impose sanctions on timber"
    )

    def kinds(promise: Telling, words: str, **changes: str) -> list[LinkKind]:
        later = told("SANCTION", "NRL > SDR", words=words, published="2024-04-20", **changes)
        return kinds_of(later, promise)

    assert kinds(plan, "expanded its sanctions on timber") == []
    assert kinds(plan, "reimposed its sanctions on timber") == [LinkKind.BREAKS]
    assert kinds(sworn, "imposed sanctions on timber") == [LinkKind.BREAKS]
    assert kinds(sworn, "in response to the raid, imposed sanctions on timber") == []


def test_deal_breaks_no_word_and_a_measure_that_is_weighed_or_only_named_keeps_none() -> None:
    agreed = told("AGREE", "NRL > SDR", words="agreed to ease tariffs on timber")
    threat = told("THREATEN", "NRL > SDR", words="threatened tariffs on timber")
    deal = told(
        "SUPPORT", "NRL SDR", words="signed a deal on tariffs on timber", published="2024-03-01"
    )
    weighed = told("SANCTION", "NRL > SDR", words="considers", published="2024-03-01")

    assert kinds_of(deal, agreed) == []
    assert kinds_of(weighed, threat) == []


def test_what_was_done_in_a_month_that_had_begun_may_have_been_before() -> None:
    truce = told("AGREE", "NRL SDR", words="agreed to a ceasefire", published="2024-02-10")

    def kinds(on: str) -> list[LinkKind]:
        shots = told(
            "ASSAULT", "NRL > SDR", words="shelled the port", on=on, published="2024-03-20"
        )
        return kinds_of(shots, truce)

    assert kinds("2024-02-20") == [LinkKind.BREAKS]
    assert kinds("2024-02") == []


@pytest.mark.parametrize(
    ("words", "who", "by", "kinds"),
    [
        ("shelled the harbour", "NRL > SDR", None, [LinkKind.BREAKS]),
        ("shelled the harbour", "NRL > SDR", "NRL-GOV", [LinkKind.BREAKS]),
        ("shelled the harbour", "NRL > SDR", "SDR-GOV", []),  # on the foe's word
        ("shelled the harbour", "NRL > SDR", "NRL-JUD", []),  # no court owns up for an army
        ("accidentally shelled the harbour", "NRL > SDR", None, []),
        ("shelled the harbour by mistake", "NRL > SDR", None, []),
        ("repelled an attack of boats", "NRL > SDR", None, []),
        ("shot down two drones in its airspace", "NRL > SDR", "NRL-MIL", []),
        ("shelled the harbour, violating the truce", "NRL > SDR", "SDR-GOV", []),
    ],
)
def test_a_truce_is_broken_by_what_is_surely_told_and_meant(
    words: str, who: str, by: str | None, kinds: list[LinkKind]
) -> None:
    truce = told("AGREE", "NRL SDR", words="agreed to a truce", published="2024-01-20")
    deed = told("ASSAULT", who, on="2024-02-10", published="2024-02-10", words=words, by=by)

    assert kinds_of(deed, truce) == kinds


def test_what_is_denied_breaks_no_truce() -> None:
    truce = told("AGREE", "NRL SDR", words="agreed to a truce", published="2024-01-20")
    shared = {"on": "2024-02-10", "published": "2024-02-10"}
    deed = told("ASSAULT", "NRL > SDR", words="shelled the harbour", **shared)
    denial = told("ASSAULT", "NRL > SDR", status="negated", by="NRL-GOV", **shared)

    assert kinds_of(deed, truce, denial) == []


@pytest.mark.parametrize(
    ("cause", "kinds"),
    [
        ({"on": "2024-02-08", "published": "2024-02-10"}, [LinkKind.ANSWERS]),
        ({"published": "2024-02-09"}, [LinkKind.ANSWERS]),
        ({"published": "2024-02-10"}, [LinkKind.ANSWERS]),
        ({"published": "2024-02-11"}, []),
    ],
    ids=str,
)
def test_an_answer_comes_after_what_it_answers(
    cause: dict[str, str], kinds: list[LinkKind]
) -> None:
    words = "burnt the flag in response to the demands"
    answer = told("PROTEST", "SDR > NRL", published="2024-02-10", words=words)

    assert kinds_of(answer, told("REQUEST", "NRL > SDR", **cause)) == kinds
