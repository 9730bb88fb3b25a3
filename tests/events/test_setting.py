"""Which date belongs to which act, and in whose speech an act stands."""

from dataclasses import replace
from datetime import date

import pytest

from builders import a_report
from detente.events.setting import Setting, attached, is_of_topic, seat
from detente.language.clauses import Clauses
from detente.reading.parse import SpacyParser
from detente.reading.places import find_places
from detente.records import (
    DateBasis,
    DateMention,
    EventDate,
    Granularity,
    Sentence,
    Span,
    Speech,
)

PARSER = SpacyParser()


def _parsed(text: str) -> tuple[Sentence, ...]:
    return PARSER.parse(a_report(text))


def _mention(sentence: Sentence, text: str, phrase: str) -> DateMention:
    span = Span(text.index(phrase), text.index(phrase) + len(phrase))
    head = sentence.head_of(span)
    assert head is not None
    day = date(2024, 1, 1)
    return DateMention(
        span=span,
        sentence=sentence.index,
        head=head.index,
        date=EventDate(earliest=day, latest=day, granularity=Granularity.DAY),
    )


@pytest.mark.parametrize(
    ("text", "phrase", "predicate", "belongs"),
    [
        ("Norland met Sudria on Monday.", "Monday", "met", True),
        ("In March the two met and agreed on a plan.", "March", "met", True),
        ("In March the two met and agreed on a plan.", "March", "agreed", True),
        ("The two met and agreed on a plan in March.", "March", "met", False),
        ("Norland agreed in March to lift the ban.", "March", "agreed", True),
        ("Norland said on Monday that Sudria had freed the sailors.", "Monday", "freed", False),
        ("The thaw followed a summit in November.", "November", "summit", True),
        ("Norland closed the border after the attack on Monday.", "Monday", "attack", True),
        ("Norland closed the border after Monday's attack.", "Monday", "closed", False),
        ("Norland punished Sudria for last week's raid.", "last week", "punished", False),
        ("Since the pact of March 2019 the two have traded.", "March 2019", "traded", False),
        ("They spoke on the sidelines of last week's summit.", "last week", "spoke", True),
        ("Norland visited Sudria amid the 2017 border crisis.", "2017", "visited", False),
        ("The 2017 war ruined Sudria.", "2017", "war", True),
        ("Norland met Sudria in 2017.", "2017", "met", True),
        ("Norland charged an envoy over the bombing of a ship in 1988.", "1988", "charged", False),
        ("Norland charged an envoy over the bombing of a ship in 1988.", "1988", "bombing", True),
        (
            "A Sudrian man was charged in relation with the Veld bombing in 1988.",
            "1988",
            "charged",
            False,
        ),
        (
            "A Sudrian man was charged in relation with the Veld bombing in 1988.",
            "1988",
            "bombing",
            True,
        ),
        ("An envoy was jailed for theft in 1988.", "1988", "jailed", True),
        ("The leader of Friday's raid was shot.", "Friday", "shot", False),
        ("The leader of Friday's raid was shot.", "Friday", "raid", True),
        ("Berg, the leader of Friday's raid, was shot.", "Friday", "shot", False),
        ("Friday's raid killed ten.", "Friday", "killed", True),
        ("Norland dropped plans for a vote on May 9.", "May 9", "dropped", False),
        ("Norland dropped the case on May 9.", "May 9", "dropped", True),
        ("Norland left the town in 1988.", "1988", "left", True),
        ("The 2001 Norland-led invasion ended.", "2001", "invasion", True),
        ("The 2001 Norland-led invasion ended.", "2001", "ended", False),
        ("Ten sailors were killed in a 2005 blast.", "2005", "killed", True),
        ("Four men were charged in the 2005 blast.", "2005", "charged", False),
        ("They spoke by phone on Monday and agreed on a truce.", "Monday", "agreed", True),
        ("Norland spoke on Monday and Sudria agreed.", "Monday", "agreed", False),
        ("The war began on Oct. 7, when gunmen stormed the town.", "Oct. 7", "stormed", True),
        ("In April Norland raised duties; Sudria halted imports.", "April", "halted", True),
        ("In April Norland raised duties; Sudria has halted imports.", "April", "halted", False),
        (
            "In April Norland raised duties; it says Sudria halted imports.",
            "April",
            "halted",
            False,
        ),
    ],
)
def test_date_belongs_to_the_act_it_stands_with(
    text: str, phrase: str, predicate: str, *, belongs: bool
) -> None:
    sentence = _parsed(text)[0]
    index = next(token.index for token in sentence.tokens if token.text == predicate)

    found = attached([_mention(sentence, text, phrase)], Clauses(sentence), index)

    assert (found is not None) is belongs


@pytest.mark.parametrize(
    ("text", "phrase", "predicate", "is_of_topic_"),
    [
        ("Norland condemned Monday's raid on its port.", "Monday", "condemned", True),
        ("The raid on Monday was condemned by Norland.", "Monday", "condemned", True),
        ("Norland opposed the invasion of Sudria in 2003.", "2003", "opposed", True),
        ("Norland opposed the law in 2003.", "2003", "opposed", False),
        ("On Monday Norland condemned the raid.", "Monday", "condemned", False),
    ],
)
def test_what_is_spoken_of_has_a_day_of_its_own(
    text: str, phrase: str, predicate: str, *, is_of_topic_: bool
) -> None:
    sentence = _parsed(text)[0]
    index = next(token.index for token in sentence.tokens if token.text == predicate)

    assert is_of_topic(_mention(sentence, text, phrase), Clauses(sentence), index) is is_of_topic_


def test_phrase_counts_before_an_occasion_that_stands_nearer() -> None:
    text = "They signed at the summit on Monday."
    sentence = _parsed(text)[0]
    event = _mention(sentence, text, "the summit")
    event = replace(event, date=replace(event.date, basis=DateBasis.EVENT))
    told = _mention(sentence, text, "Monday")

    found = attached([event, told], Clauses(sentence), 1)

    assert found is told


def test_month_but_no_day_is_also_that_of_what_led_to_the_act() -> None:
    text = "They broke with it in March after jets had bombed a camp."
    sentence = _parsed(text)[0]
    day = _mention(sentence, text, "March")
    month = replace(day, date=replace(day.date, granularity=Granularity.MONTH))
    bombed = next(token.index for token in sentence.tokens if token.text == "bombed")

    assert attached([month], Clauses(sentence), bombed) is month
    assert attached([day], Clauses(sentence), bombed) is None


def test_innermost_speech_is_on_whose_word_an_act_stands() -> None:
    report = a_report("The paper said officials said Norland left.")
    outer = _speech(Span(15, 42))
    inner = _speech(Span(30, 42))
    setting = Setting(report=report, sentences=(), links=(), speeches=(outer, inner))

    assert setting.speech_around(Span(38, 42)) is inner
    assert setting.speech_around(Span(15, 24)) is outer
    assert setting.speech_around(Span(0, 3)) is None


@pytest.mark.parametrize(
    ("text", "content", "act", "cue", "is_heard"),
    [
        ("Norland rejected the offer of talks.", "the offer of talks", "offer", "reject", False),
        (
            "Norland discussed the arrest of a spy.",
            "the arrest of a spy",
            "arrest",
            "discuss",
            False,
        ),
        ("Norland reported the arrest of a spy.", "the arrest of a spy", "arrest", "report", True),
        (
            "Norland dismissed claims that it fired.",
            "claims that it fired",
            "fired",
            "dismiss",
            True,
        ),
        ("Norland filed a request to jail him.", "to jail him", "jail", "request", False),
        ("Norland refused to deny the raid.", "to deny the raid", "raid", "refuse", False),
        ("Norland demanded men held there.", "men held there", "held", "demand", False),
    ],
)
def test_what_somebody_takes_up_is_not_on_his_word(
    text: str, content: str, act: str, cue: str, *, is_heard: bool
) -> None:
    start, at = text.index(content), text.index(act)
    said = replace(_speech(Span(start, start + len(content))), cue_lemma=cue)
    setting = Setting(report=a_report(text), sentences=_parsed(text), links=(), speeches=(said,))

    assert setting.speech_around(Span(at, at + len(act))) == (said if is_heard else None)


def _speech(content: Span) -> Speech:
    return Speech(
        sentence=0, content=(content,), cue=None, cue_lemma=None, speaker=None, is_quoted=False
    )


@pytest.mark.parametrize(
    ("text", "predicate", "place"),
    [
        ("In Mosul, a car bomb killed nine people.", "bomb", "Mosul"),
        ("A U.S. airstrike killed 20 people near Ramadi.", "airstrike", "Ramadi"),
        ("A car bomb killed five people and wounded 17 in Baghdad.", "killed", "Baghdad"),
        ("Five people were killed and 17 wounded in Basra.", "killed", "Basra"),
        ("Eight people are killed and 20 others injured by a bomber in Kabul.", "killed", "Kabul"),
        ("Two were killed in Basra and three were wounded in Mosul.", "killed", "Basra"),
        ("Two were killed after a raid and three were wounded in Mosul.", "killed", None),
        ("Five were killed and three wounded in a separate raid in Mosul.", "killed", None),
        ("He condemned the raid and met the king in Amman.", "condemned", None),
        ("Ten people were killed when a bomb exploded in Aden.", "killed", "Aden"),
        ("Gunmen attacked a bus in Aden, killing ten people.", "killing", "Aden"),
        ("In Mosul, police say a car bomb killed nine people.", "killed", "Mosul"),
        ("In Aden, local officials said gunmen attacked a convoy.", "attacked", "Aden"),
        ("In Washington, a spokesman said gunmen attacked a convoy.", "attacked", None),
        ("In London, the minister said Norland attacked a ship.", "attacked", None),
        ("A bomb killed ten people in Iraq's western Anbar province.", "killed", "Anbar"),
    ],
)
def test_place_of_an_act(text: str, predicate: str, place: str | None) -> None:
    (sentence,) = _parsed(text)
    head = next(token.index for token in sentence.tokens if token.text == predicate)
    found = seat(find_places([sentence]), Clauses(sentence), head)
    assert (found.place.name if found else None) == place


@pytest.mark.parametrize(
    ("text", "word", "is_dated"),
    [
        ("The two held talks in Geneva on Monday.", "talks", True),
        ("Talks were held in Geneva on Monday.", "Talks", True),
        ("The two praised the talks loudly on Monday.", "talks", False),
    ],
)
def test_what_is_held_has_the_day_of_its_holding(text: str, word: str, *, is_dated: bool) -> None:
    sentence = _parsed(text)[0]
    clauses = Clauses(sentence)
    predicate = next(token.index for token in sentence.tokens if token.text == word)

    found = attached([_mention(sentence, text, "on Monday")], clauses, predicate)

    assert (found is not None) is is_dated
