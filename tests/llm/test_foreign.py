"""Reports in other languages: the model alone reads them, and its quotes stay in the original."""

from collections.abc import Callable
from datetime import date

import pytest

from builders import a_report
from detente.llm.request import requests_for
from detente.pipeline import Journey
from detente.records import Coded
from llm.answers import a_side, act, answer

Read = Callable[..., Coded]

# (language, text, number of the sentence, clause, predicate, sides, date's words, place's words)
# ruff: noqa: RUF001  # Cyrillic is meant
REPORTS = [
    (
        "es",
        (
            "El ministro de Exteriores de Perú se reunió el lunes en Lima con su homólogo chileno. "
            "Ambos hablaron durante dos horas sobre la pesca y el comercio en la frontera común."
        ),
        "El ministro de Exteriores de Perú se reunió el lunes en Lima con su homólogo chileno",
        "se reunió",
        ("El ministro de Exteriores de Perú", "su homólogo chileno"),
        "el lunes",
        "Lima",
    ),
    (
        "fr",
        (
            "Le ministre péruvien des Affaires étrangères a rencontré lundi à Lima son homologue "
            "chilien. Les deux hommes ont parlé pendant deux heures de la pêche et du commerce."
        ),
        (
            "Le ministre péruvien des Affaires étrangères a rencontré lundi à Lima son homologue "
            "chilien"
        ),
        "rencontré",
        ("Le ministre péruvien des Affaires étrangères", "son homologue chilien"),
        "lundi",
        "Lima",
    ),
    (
        "zh",
        (
            "秘鲁外交部长星期一在利马会见了智利外交部长。双方就渔业和边境贸易问题进行了两个小时的会谈。"
            "会谈结束后没有发表联合声明。两国关系近年来因海上边界问题而紧张。"
        ),
        "秘鲁外交部长星期一在利马会见了智利外交部长",
        "会见",
        ("秘鲁外交部长", "智利外交部长"),
        "星期一",
        "利马",
    ),
    (
        "ar",
        (
            "التقى وزير خارجية بيرو يوم الاثنين في ليما نظيره التشيلي. وتحدث الوزيران لمدة ساعتين "
            "عن الصيد والتجارة على الحدود المشتركة بين البلدين."
        ),
        "التقى وزير خارجية بيرو يوم الاثنين في ليما نظيره التشيلي",
        "التقى",
        ("وزير خارجية بيرو", "نظيره التشيلي"),
        "يوم الاثنين",
        "ليما",
    ),
    (
        "ru",
        (
            "Министр иностранных дел Перу встретился в понедельник в Лиме со своим чилийским "
            "коллегой. Они два часа говорили о рыболовстве и торговле на общей границе."
        ),
        "Министр иностранных дел Перу встретился в понедельник в Лиме со своим чилийским коллегой",
        "встретился",
        ("Министр иностранных дел Перу", "своим чилийским коллегой"),
        "в понедельник",
        "Лиме",
    ),
]


@pytest.mark.parametrize("case", REPORTS, ids=[case[0] for case in REPORTS])
def test_a_report_in_another_language_is_read_by_the_model_alone(
    read: Read, case: tuple[str, str, str, str, tuple[str, str], str, str]
) -> None:
    _, text, clause, predicate, (minister, colleague), day, place = case
    told = act(
        sentence=1,
        clause=clause,
        predicate=predicate,
        actors=[a_side(minister, "PER-GOV"), a_side(colleague, "CHL-GOV")],
        when={"words": day, "first": "2024-01-29", "last": "2024-01-29"},
        where={"words": place, "country": "PER"},
    )
    coded = read(answer(told), report=a_report(text))
    (met,) = coded.claims
    for citation in met.citations:
        coded.report.check(citation)
    assert met.citation.quote == clause
    assert [actor.citation.quote for actor in met.actors] == [minister, colleague]
    assert [actor.value.code for actor in met.actors] == ["PER-GOV", "CHL-GOV"]
    assert all(actor.value.is_guessed for actor in met.actors)  # on the model's word
    assert met.date is not None
    assert met.date.value.earliest == date(2024, 1, 29)
    assert met.place is not None
    assert met.place.value.country == "PER"


@pytest.mark.parametrize("case", REPORTS, ids=[case[0] for case in REPORTS])
def test_its_sentences_are_numbered_in_its_own_words(
    journey: Journey, case: tuple[str, str, str, str, tuple[str, str], str, str]
) -> None:
    language, text, *_ = case
    page = journey.page(a_report(text))
    assert page.language == language
    assert len(page.sentences) == (4 if language == "zh" else 2)
    (request,) = requests_for(page)
    assert f"Language: {language}" in request.messages[1][1]
    assert "mentions:" not in request.messages[1][1]


def test_a_translated_quote_is_not_believed(read: Read) -> None:
    _, text, *_ = REPORTS[0]
    told = answer(act(sentence=1))
    assert not read(told, told, report=a_report(text)).claims


def test_a_code_of_no_country_is_not_believed_in_any_language(read: Read) -> None:
    _, text, clause, predicate, (minister, _), *_ = REPORTS[4]
    side = [a_side(minister, "ATL-GOV")]
    told = answer(act(sentence=1, clause=clause, predicate=predicate, actors=side))
    assert not read(told, told, report=a_report(text)).claims


def test_days_that_run_backwards_or_are_none_date_nothing(read: Read) -> None:
    _, text, clause, predicate, (minister, _), day, _ = REPORTS[4]
    for first, last in (("2024-02-02", "2024-01-01"), ("yesterday", None), (None, None)):
        told = act(
            sentence=1,
            clause=clause,
            predicate=predicate,
            actors=[a_side(minister, "PER-GOV")],
            when={"words": day, "first": first, "last": last},
            where=None,
        )
        report = a_report(text, key=f"{first}{last}", outlet=f"{first}")
        assert read(answer(told), report=report).claims[0].date is None


def test_without_a_model_it_is_kept_and_not_coded(journey: Journey) -> None:
    coded = journey.code(a_report(REPORTS[1][1]))
    assert not coded.claims
    assert [problem.kind for problem in coded.problems] == ["language"]
