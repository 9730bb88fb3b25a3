from datetime import date
from typing import Any

from detente.evaluate.figures import Figures, SpeechScores
from detente.evaluate.gold import Attribution, Range, SpeechRow
from detente.evaluate.speech import score_speech
from detente.records import Span, Speech
from evaluate.fakes import FakeSystem, a_miss

TEXT = "Norland said Sudria had lied about the trawlers, and Vostia said nothing of the kind."
SAID = (13, 47)  # "Sudria had lied about the trawlers"


def _gold(*content: Range, source: tuple[Range, ...] = ((0, 7),)) -> Attribution:
    return Attribution(source, ((8, 12),), content)


def _found(*content: Range, speaker: Range | None = (0, 7)) -> Speech:
    return Speech(
        sentence=0,
        content=tuple(Span(*span) for span in content),
        cue=None,
        cue_lemma="say",
        speaker=Span(*speaker) if speaker else None,
        is_quoted=False,
    )


def _figures(gold: list[Attribution], found: list[Speech]) -> Figures:
    row = SpeechRow(id="a", published=date(2024, 2, 2), text=TEXT, attributions=tuple(gold))
    return score_speech([row], FakeSystem(speeches={"a": found}))


def _scores(gold: list[Attribution], found: list[Speech]) -> dict[str, Any]:
    scores = _figures(gold, found).scores
    assert isinstance(scores, SpeechScores)
    return {
        "precision": scores.content_precision,
        "recall": scores.content_recall,
        "f1": scores.content_f1,
        "source": scores.source,
    }


RIGHT = {"precision": 1.0, "recall": 1.0, "f1": 1.0, "source": 1.0}


def test_the_same_content_and_source_are_right() -> None:
    assert _scores([_gold(SAID)], [_found(SAID)]) == RIGHT


def test_half_of_the_content_is_enough() -> None:
    assert _scores([_gold((10, 30))], [_found((20, 30))]) == RIGHT
    assert _scores([_gold((10, 30))], [_found((21, 30))])["f1"] == 0.0


def test_the_whole_article_is_no_content() -> None:
    assert _scores([_gold(SAID)], [_found((0, len(TEXT)))])["f1"] == 0.0


def test_the_parts_of_a_content_count_together() -> None:
    assert _scores([_gold((13, 25), (30, 47))], [_found((13, 47))]) == RIGHT


def test_a_content_is_used_once() -> None:
    scores = _scores([_gold(SAID)], [_found(SAID), _found(SAID)])

    assert (scores["precision"], scores["recall"]) == (0.5, 1.0)


def test_speech_within_speech_takes_its_own_match() -> None:
    outer, inner = (0, 40), (10, 34)

    scores = _scores([_gold(outer), _gold(inner)], [_found(inner), _found(outer)])

    assert scores == RIGHT


def test_any_overlap_makes_the_source_right() -> None:
    gold = [_gold(SAID, source=((0, 3), (48, 60)))]

    assert _scores(gold, [_found(SAID, speaker=(2, 7))])["source"] == 1.0
    assert _scores(gold, [_found(SAID, speaker=(53, 59))])["source"] == 1.0
    assert _scores(gold, [_found(SAID, speaker=(3, 7))])["source"] == 0.0


def test_nobody_is_right_where_gold_names_nobody() -> None:
    assert _scores([_gold(SAID, source=())], [_found(SAID, speaker=None)])["source"] == 1.0
    assert _scores([_gold(SAID, source=())], [_found(SAID)])["source"] == 0.0
    assert _scores([_gold(SAID)], [_found(SAID, speaker=None)])["source"] == 0.0


def test_an_attribution_without_content_does_not_count() -> None:
    assert _scores([_gold(), _gold(SAID)], [_found(SAID)]) == RIGHT
    assert "not counted, attributions without content: 1" in _figures([_gold()], []).notes


def test_no_gold_and_no_prediction_give_no_figures() -> None:
    assert _scores([], []) == dict.fromkeys(RIGHT)
    assert _scores([_gold(SAID)], []) == {"precision": 0, "recall": 0, "f1": 0, "source": None}
    assert _scores([], [_found(SAID)]) == {"precision": 0, "recall": None, "f1": 0, "source": None}


def test_contents_of_different_articles_never_match() -> None:
    rows = [
        SpeechRow(id=id_, published=None, text=TEXT, attributions=gold)
        for id_, gold in (("a", (_gold(SAID),)), ("b", ()))
    ]

    figures = score_speech(rows, FakeSystem(speeches={"b": [_found(SAID)]}))

    assert figures.as_json()["content_f1"] == 0.0
    assert figures.as_json()["n"] == 2


def test_misses_tell_what_was_missed_invented_and_wrongly_attributed() -> None:
    gold = [_gold((53, 72)), _gold(SAID)]
    found = [_found(SAID, speaker=(53, 59)), _found((0, 7), speaker=None)]

    assert _figures(gold, found).misses == (
        a_miss("a", "Vostia said nothing", "speech", "nothing"),
        a_miss("a", "Norland", "nothing", "speech", "cue say"),
        a_miss("a", TEXT[13:47], "Norland", "Vostia", "the source differs"),
    )
