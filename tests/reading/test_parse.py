from datetime import date

import pytest

from builders import a_report
from detente.reading.dates.mentions import find_dates
from detente.reading.parse import SpacyParser, Stand, find_dateline, stands
from detente.reading.places import find_places
from detente.records import Report
from reading.date_cases import Case, read_cases

PARSER = SpacyParser()
TEXT = "BEIJING, Feb. 2 (Xinhua) -- Norland and Sudria met in Vilnius on Thursday."


@pytest.mark.parametrize("case", list(read_cases("datelines.txt", "=>")), ids=str)
def test_dateline_ends_where_the_report_begins(case: Case) -> None:
    span = find_dateline(case.given)

    assert (case.given[span.start : span.end].strip() if span else "none") == case.expected


def test_dateline_may_stand_below_a_headline() -> None:
    text = f"Norland and Sudria meet\n\n{TEXT}"

    span = find_dateline(text)

    assert span is not None
    assert text[span.start : span.end] == "BEIJING, Feb. 2 (Xinhua) --"


def test_dates_and_places_leave_the_dateline_out() -> None:
    sentences = PARSER.parse(Report(key="case", text=TEXT))

    dates = find_dates(sentences, date(2024, 2, 3))
    places = find_places(sentences)

    assert [TEXT[found.span.start : found.span.end] for found in dates] == ["Thursday"]
    assert [TEXT[found.span.start : found.span.end] for found in places] == ["Vilnius"]


def test_text_without_words_has_no_dateline() -> None:
    assert find_dateline("") is None
    assert find_dateline("\n \n") is None


@pytest.mark.parametrize(
    ("headline", "tags", "stand"),
    [
        (
            "Norland summons Sudrian envoy",
            "NNP NNS JJ NN",
            Stand(1, ("accuses", "seeks"), "summon"),
        ),
        ("Police club marchers", "NN NN NNS", Stand(1, ("accuse", "seek"), "club")),
        (
            "Norland pledges to free crew",
            "NNP NNS TO VB NN",
            Stand(1, ("refuses", "seeks"), "pledge"),
        ),
        ("Norland fumes at Sudria", "NNP NNS IN NNP", Stand(1, ("appears", "seeks"), "fume")),
        ("Norland hands over trawler", "NNP NNS IN NN", Stand(1, ("sends", "seeks"), "hand")),
        (
            "Norland sanctions Sudrian bank",
            "NNP NNS JJ NN",
            Stand(1, ("accuses", "seeks"), "sanction"),
        ),
    ],
)
def test_word_that_may_be_the_verb_gets_a_stand_in(headline: str, tags: str, stand: Stand) -> None:
    assert stands(headline.split(), tags.split()) == (stand,)


def test_comma_between_two_subjects_stands_for_and() -> None:
    found = stands(["Norland", ",", "Sudria", "ink", "treaty"], ["NNP", ",", "NNP", "NN", "NN"])

    assert found == (Stand(1, ("and", "and"), ","), Stand(3, ("accuse", "seek"), "ink"))


@pytest.mark.parametrize(
    ("headline", "tags"),
    [
        ("Norland sanctions relief", "NNP NNS NN"),
        ("New sanctions on Sudria", "JJ NNS IN NNP"),
        ("Norland jails miners .", "NNP NNS NNS ."),
        ("Norland opens its border", "NNP VBZ PRP$ NN"),
        ("Fighting in Norland", "NN IN NNP"),
    ],
)
def test_noun_phrases_full_sentences_and_plain_verbs_are_left_alone(
    headline: str, tags: str
) -> None:
    assert stands(headline.split(), tags.split()) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Chile has promised Uganda 300 million dollars.", "Uganda"),
        ("Chile has promised Costa Rica 20 patrol boats.", "Rica"),
    ],
)
def test_a_name_before_a_number_receives(text: str, name: str) -> None:
    (sentence,) = PARSER.parse(a_report(text))

    token = next(t for t in sentence.tokens if t.text == name)

    assert (token.dep, sentence.tokens[token.head].text) == ("dative", "promised")


def test_a_name_before_a_noun_alone_does_not() -> None:
    (sentence,) = PARSER.parse(a_report("Chile has bought 300 Uganda stamps."))

    assert "dative" not in {t.dep for t in sentence.tokens}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Chile, Spain and Germany recalled their ambassadors from Paraguay.", "Chile Spain"),
        ("Niger, Costa Rica and Spain condemned the raid.", "Niger Rica"),
        ("Chad, Spain and Uganda agreed to send troops.", "Chad Spain"),
    ],
)
def test_the_first_names_of_a_row_are_joined(text: str, names: str) -> None:
    (sentence,) = PARSER.parse(a_report(text))

    first, second = (next(t for t in sentence.tokens if t.text == name) for name in names.split())

    assert first.dep == "nsubj"
    assert (second.dep, second.head) == ("conj", first.index)


@pytest.mark.parametrize(
    "text",
    [
        "Health Minister Cho Min-ho, who had threatened doctors in March, apologised on Saturday.",
        "South Korean President Lee Jae-myung met Health Minister Cho Min-ho on Monday.",
    ],
)
def test_the_pieces_of_a_name_are_one_name(text: str) -> None:
    (sentence,) = PARSER.parse(a_report(text))

    last = next(t for t in sentence.tokens if t.text == "ho")
    before, hyphen = sentence.tokens[last.index - 2 : last.index]

    assert (before.dep, before.head) == ("compound", last.index)
    assert (hyphen.pos, hyphen.dep, hyphen.head) == ("PUNCT", "punct", last.index)


def test_an_apposition_stays_one() -> None:
    (sentence,) = PARSER.parse(a_report("Kagame, President of Rwanda and general, met Tshisekedi."))

    assert [t.text for t in sentence.tokens if t.dep == "appos"] == ["President"]


@pytest.mark.parametrize(
    ("headline", "subject"),
    [
        ("Rwanda accused of arming rebels in Congo", "Rwanda"),
        ("Swedish journalist jailed over film about Belarus", "journalist"),
        ("Mali sanctioned by Canada over coup", "Mali"),
    ],
)
def test_a_headlines_bare_participle_is_a_passive(headline: str, subject: str) -> None:
    (sentence,) = PARSER.parse(a_report(headline))

    acting = {token.text for token in sentence.tokens if token.dep == "nsubj"}

    assert subject not in acting


@pytest.mark.parametrize("text", ["Kenya sent troops to Haiti", "Rwanda had accused Congo of it."])
def test_a_verb_with_its_object_is_none(text: str) -> None:
    (sentence,) = PARSER.parse(a_report(text))

    assert next(t.dep for t in sentence.tokens if t.text == text.split(maxsplit=1)[0]) == "nsubj"


@pytest.mark.parametrize(
    ("headline", "verb"),
    [
        ("Five hurt as Ethiopia shells Eritrea's port", "shells"),
        ("Dozens flee as Kenya shells rebel camp", "shells"),
    ],
)
def test_the_verb_behind_as_is_none_of_its_objects(headline: str, verb: str) -> None:
    (sentence,) = PARSER.parse(a_report(headline))

    assert next(t.pos for t in sentence.tokens if t.text == verb) == "VERB"


def test_a_verb_with_re_is_one_word_and_other_hyphens_part() -> None:
    words = [
        (token.text, token.lemma)
        for sentence in PARSER.parse(
            a_report("Norland re-opened its embassy. It re-imposed an anti-dumping duty.")
        )
        for token in sentence.tokens
    ]

    assert ("re-opened", "re-open") in words
    assert ("re-imposed", "re-impose") in words
    assert ("anti", "anti") in words


@pytest.mark.parametrize(
    ("text", "doer", "verb", "done_to"),
    [
        ("Gunmen in Veld State attack a customs convoy.", "Gunmen", "attack", "convoy"),
        ("Troops in Veld State attack two villages.", "Troops", "attack", "villages"),
        ("Soldiers in Lagos arrest and charge two officers.", "Soldiers", "arrest", "officers"),
    ],
)
def test_a_noun_behind_a_place_may_be_the_verb(
    text: str, doer: str, verb: str, done_to: str
) -> None:
    (sentence,) = PARSER.parse(a_report(text))
    root = sentence.root

    assert root is not None
    assert (root.text, root.pos) == (verb, "VERB")
    subjects = [t.text for t in sentence.tokens if (t.head, t.dep) == (root.index, "nsubj")]
    assert subjects == [doer]
    assert [t.text for t in sentence.tokens if t.dep == "dobj"] == [done_to]


@pytest.mark.parametrize(
    "text",
    [
        "Two suspects in the Paris attack, both Norlandic, flee.",
        "Victims in the Lagos attack and their families sue.",
        "Gunmen in the Lagos attack killed two.",
    ],
)
def test_an_attack_called_after_a_place_is_no_verb(text: str) -> None:
    (sentence,) = PARSER.parse(a_report(text))

    assert next(t.pos for t in sentence.tokens if t.text == "attack") == "NOUN"
