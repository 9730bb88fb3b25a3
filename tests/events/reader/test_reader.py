"""The reader: what it hears, what it looks at, what it decides, on a short report of its own."""

import gc
from datetime import date
from io import BytesIO
from weakref import ref

import numpy as np
import pytest

from detente.codebook import load_codebook
from detente.config import MIN_SCORES, Config
from detente.events.reader.decide import (
    AMONG_COLUMNS,
    VERSION_COLUMNS,
    Decided,
    decide,
    versions,
)
from detente.events.reader.deciders import load_deciders
from detente.events.reader.encoder import load_encoder
from detente.events.reader.features import (
    ACT_COLUMNS,
    COUNTRY_COLUMNS,
    ELSEWHERE,
    SIDE_COLUMNS,
    UNNAMED,
    CountryRows,
    Heard,
    Proposal,
    Unplaced,
    act_row,
    side_rows,
)
from detente.events.reader.repeats import REPEAT_COLUMNS, once, repeat_row
from detente.events.reader.scene import Scene, scene_of
from detente.events.reader.sectors import Sectors, Sided, cues
from detente.events.reader.topics import load_contexts
from detente.events.reader.window import (
    MAX_PIECES,
    N_DISTANCES,
    Telling,
    Window,
    distance,
    pieces_of,
    windows,
)
from detente.pipeline import Journey
from detente.records import Coded, Report, Status

TEXT = (
    "Soldiers in Sudan killed nine farmers near Kadugli on Monday. Egypt condemned the attack. "
    "Cairo said it would send doctors to Sudan. The weather stayed dry."
)


@pytest.fixture(scope="module")
def journey() -> Journey:
    return Journey.from_config(Config())


@pytest.fixture(scope="module")
def coded(journey: Journey) -> Coded:
    return journey.code(Report(key="r", text=TEXT, published=date(2024, 2, 2)))


def a_scene(journey: Journey, text: str) -> Scene:
    report = Report(key="r", text=text, published=date(2024, 2, 2))
    setting = journey._heard(report, journey._parse(report)).setting
    return scene_of(setting, journey.english.coder.rules)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def scene(journey: Journey) -> Scene:
    return a_scene(journey, TEXT)


@pytest.fixture(scope="module")
def heard(scene: Scene) -> dict[int, list[Heard]]:
    return load_encoder().hear(windows(scene))


def _told(coded: Coded) -> set[tuple[str, str, frozenset[str], frozenset[str]]]:
    return {
        (
            claim.type,
            claim.status,
            frozenset(actor.value.country or "" for actor in claim.actors),
            frozenset(actor.value.country or "" for actor in claim.recipients),
        )
        for claim in coded.claims
    }


def test_sides_come_out_by_country_though_words_name_none(coded: Coded) -> None:
    told = _told(coded)

    assert ("ASSAULT", "actual", frozenset({"SDN"}), frozenset({"SDN"})) in told
    assert any(kind == "ACCUSE" and actors == {"EGY"} for kind, _, actors, _ in told)
    assert not any(claim.sentence == 3 for claim in coded.claims)


def test_every_claim_has_a_score_of_at_least_the_default_and_says_why(coded: Coded) -> None:
    assert coded.claims
    assert all(claim.score >= MIN_SCORES["default"] / 2 for claim in coded.claims)
    assert all(claim.why.startswith("heard ") for claim in coded.claims)


def test_what_is_spoken_is_heard_and_decided_by_graphs_of_its_own(journey: Journey) -> None:
    text = (
        "Ministry of Norland on Sudan\n\nWe condemn the attack of Sudan on Egypt. "
        "We urge Sudan to withdraw its soldiers."
    )
    scene = a_scene(journey, text)
    heard = load_encoder(is_spoken=True).hear(windows(scene))
    decided = decide(scene, heard, load_deciders(is_spoken=True))
    likely = {round(one.score, 4) for one in decided if one.score >= MIN_SCORES["default"]}
    told = {round(claim.score, 4) for claim in journey.code(Report(key="r", text=text)).claims}

    assert scene.is_spoken
    assert told
    assert told <= likely
    assert load_deciders(is_spoken=True).digest in journey.english.coder.version


def test_pronouns_may_be_sides_in_what_is_spoken_and_nowhere_else(journey: Journey) -> None:
    told = "The envoy of Norway left, and it rained. He said the ferry was late for them."
    spoken = f"Q Did they leave?\n\nMR. BERG: We have warned you about it. {told}\n\nQ And now?"

    def unknown(text: str) -> set[str]:
        links = a_scene(journey, text).links
        spans = [link.mention.span for link in links if link.actors[0].code == "UNK"]
        return {text[span.start : span.end] for span in spans}

    assert {"We", "you", "them"} <= unknown(spoken)
    assert "it" not in unknown(spoken)
    assert unknown(told) == set()


def test_a_states_name_takes_a_sector_and_a_known_persons_keeps_his(journey: Journey) -> None:
    told = "Sudan bombed Chad. Vladimir Putin condemned Sudan. Freeman Mbowe condemned Sudan."
    scene = a_scene(journey, told)
    heard, written = load_encoder().hear(windows(scene)), BytesIO()
    none = np.zeros((heard[0][0].vector.size + 1, 1))
    views = dict.fromkeys(("mention", "actor", "recipient"), none)
    table = {"cues": ["any"], "sectors": ["MIL"], "weights": [[1.0]], **views}
    np.savez_compressed(written, **table)  # type: ignore[arg-type]
    always_soldiers = Sectors(written.getvalue())

    decided = decide(scene, heard, load_deciders())
    likely = [one for one in decided if one.score >= MIN_SCORES["default"]]
    codes = {
        (actor.name, actor.code)
        for one in map(always_soldiers.having, likely)
        for side in one.actors
        for actor in side.link.actors
    }

    assert codes == {
        ("Sudan", "SDN-MIL"),
        ("Vladimir Putin", "RUS-GOV"),
        ("Freeman Mbowe", "TZA-MIL"),  # known as opposition: that is a second sector
    }


def test_whom_else_of_its_country_the_report_tells_is_a_cue(journey: Journey) -> None:
    scene = a_scene(journey, "Sudan bombed Chad. Rebels in Sudan fled from Sudan's army.")
    asked = Sided(
        sentence=0,
        word=1,
        type="ASSAULT",
        role=1,
        link=scene.links[0],
        country="SDN",
        across=(),
    )

    told = {cue for cue in cues(scene, asked) if cue.startswith("beside") and "ASSAULT" in cue}

    assert told == {"beside MIL ASSAULT 1", "beside REB ASSAULT 1"}


def test_who_gives_his_word_gives_it_on_the_day_of_saying_whatever_his_sector(
    journey: Journey,
) -> None:
    text = "Freeman Mbowe said on Friday he agreed to hold talks with Chad's president."
    told = journey.code(Report(key="r", text=text, published=date(2024, 10, 14)))
    agreed = next(one for one in told.claims if one.type == "AGREE")
    assert agreed.actors[0].value.code == "TZA-PTY"  # known as opposition, as who speaks still is
    assert agreed.date is not None
    assert agreed.date.value.earliest == date(2024, 10, 11)


def test_a_lower_least_score_tells_no_less() -> None:
    wide = Journey.from_config(Config(min_score=MIN_SCORES["recall"]))
    narrow = Journey.from_config(Config(min_score=MIN_SCORES["precision"]))
    report = Report(key="r", text=TEXT, published=date(2024, 2, 2))

    told = [{c.predicate.span for c in one.code(report).claims} for one in (narrow, wide)]

    assert told[0] <= told[1]


def test_a_second_reading_gives_the_same(journey: Journey, coded: Coded) -> None:
    assert journey.code(coded.report) == coded


def test_rows_have_their_columns(scene: Scene, heard: dict[int, list[Heard]]) -> None:
    beside = heard[0]
    proposal = Proposal(scene, scene.sentences[0], beside[0], beside)

    assert len(act_row(proposal)) == len(ACT_COLUMNS)
    assert {len(row) for row in side_rows(proposal)} == {len(SIDE_COLUMNS)}
    countries = CountryRows(scene)
    assert {"SDN", "EGY"} <= set(countries.candidates)
    rows = countries.of(Unplaced(0, 0, None, UNNAMED, 16, 1))
    assert {len(row) for row in rows} == {len(COUNTRY_COLUMNS)}
    for of_word in versions(scene, heard, load_deciders()):
        assert {len(one.row) for one in of_word} == {len(VERSION_COLUMNS)}
    told = decide(scene, heard, load_deciders())
    assert {len(one.row) for one in told} == {len((*VERSION_COLUMNS, *AMONG_COLUMNS))}
    assert {len(repeat_row(one, other)) for one in told for other in told} == {len(REPEAT_COLUMNS)}


def test_each_word_is_decided_once_and_no_side_acts_on_itself(
    scene: Scene, heard: dict[int, list[Heard]]
) -> None:
    decided = decide(scene, heard, load_deciders())

    places = [(one.proposal.sentence.index, one.proposal.word) for one in decided]
    assert len(places) == len(set(places))
    assert all(0 <= one.score <= 1 for one in decided)
    assert not any(_is_on_itself(one) for one in decided if not one.is_ruled)


def test_an_act_told_twice_is_told_once_with_both_citations(coded: Coded) -> None:
    spans = [claim.predicate.span for claim in coded.claims]
    echoes = [echo.span for claim in coded.claims for echo in claim.echoes]

    assert len(spans) == len(set(spans))
    assert not set(spans) & set(echoes)


def test_versions_of_a_word_differ_in_type_or_countries(
    scene: Scene, heard: dict[int, list[Heard]]
) -> None:
    for of_word in versions(scene, heard, load_deciders()):
        first, *others = [(one.type, *one.countries) for one in of_word if not one.is_ruled]
        assert first not in others
        assert len(others) == len(set(others))


def test_only_earlier_acts_are_repeated(scene: Scene, heard: dict[int, list[Heard]]) -> None:
    told = decide(scene, heard, load_deciders())
    found = list(once(told, load_deciders()))

    firsts = [one.act for one in found if one.first is None]
    assert all(one.first in firsts for one in found if one.first is not None)
    order = [(one.proposal.sentence.index, one.proposal.word) for one in told]
    assert all(
        order.index((one.first.proposal.sentence.index, one.first.proposal.word))
        < order.index((one.act.proposal.sentence.index, one.act.proposal.word))
        for one in found
        if one.first is not None
    )
    assert sum(1 + len(one.beside) for one in found) == len(told)


def _is_on_itself(one: Decided) -> bool:
    acting = {side.link.mention.span for side in one.actors}
    return any(side.link.mention.span in acting for side in one.recipients)


def test_a_window_holds_what_stands_before_it(scene: Scene) -> None:
    first, second, *_ = windows(scene)

    assert first.start == 0
    assert second.text.startswith("Soldiers in Sudan")
    assert second.text[second.start :].startswith("Egypt condemned")
    assert {seen.link for seen in first.mentions} < {seen.link for seen in second.mentions}


def test_a_window_knows_which_words_tell_the_same_country(scene: Scene) -> None:
    first, second, *_ = windows(scene)
    told = {first.text[one.start : one.end]: one for one in (*first.mentions, *first.places)}

    assert first.countries == ("SDN",)
    assert second.countries == ("SDN", "EGY")
    assert told["Kadugli"].telling is Telling.BY_PLACE
    assert first.slot(told["Kadugli"]) == first.slot(told["Sudan"]) == 1
    assert told["nine farmers"].telling in {Telling.BY_GUESS, Telling.NOT}


def test_the_encoder_says_whose_a_side_is(heard: dict[int, list[Heard]]) -> None:
    killed = next(one for one in heard[0] if one.word == 3)

    assert set(killed.whose) == set(killed.roles)
    for shares in (*killed.whose.values(), *killed.whose_unnamed):
        assert set(shares) == {"SDN", ELSEWHERE}
        assert sum(shares.values()) == pytest.approx(1, abs=0.001)
        assert shares["SDN"] > shares[ELSEWHERE]


def test_rows_of_countries_go_with_their_report(scene: Scene) -> None:
    gc.disable()
    try:
        countries = CountryRows(scene)
        countries.of(Unplaced(0, 0, None, UNNAMED, 16, 1))
        held = ref(countries)
        del countries
        assert held() is None
    finally:
        gc.enable()


def test_what_the_encoder_says_of_a_country_is_in_its_row(scene: Scene) -> None:
    first, countries = COUNTRY_COLUMNS.index("heard"), CountryRows(scene)

    def told(shares: dict[str, float] | None) -> dict[str, list[float]]:
        rows = countries.of(Unplaced(0, 0, None, UNNAMED, 16, 1, heard=shares))
        cells = rows[:, first : first + 3].round(1).astype(float).round(1).tolist()
        return dict(zip(countries.candidates, cells, strict=True))

    assert told({"SDN": 0.7, ELSEWHERE: 0.3})["SDN"] == [0.7, 0.3, -1]
    assert told({"SDN": 0.7, ELSEWHERE: 0.3})["EGY"] == [-1, 0.3, 0.7]
    assert told(None)["SDN"] == [-1, -1, -1]


def test_a_sentence_that_names_nobody_is_heard() -> None:
    text = "Talks went on."
    window = Window(sentence=0, text=text, start=0, words=((0, 5), (6, 10), (11, 13)), rules={0: 2})

    (told, *_) = load_encoder().hear([window])[0]

    assert told.roles == {}
    assert told.whose_unnamed == ({ELSEWHERE: 1.0}, {ELSEWHERE: 1.0})


def test_an_endless_sentence_is_cut_but_its_start_is_read() -> None:
    text = "Norland warned Sudria " + "and then again " * 400
    window = Window(sentence=0, text=text, start=0, words=((0, 7), (8, 14), (5000, 5005)))

    pieces = pieces_of(window, load_encoder()._tokenizer)

    assert len(pieces.ids) == MAX_PIECES
    assert pieces.words[0] is not None
    assert pieces.words[2] is None


def test_distances_are_told_apart_by_sign_and_octave() -> None:
    near = [distance(n) for n in range(-5, 6)]

    assert len(set(near)) == len(near)
    assert max(distance(n) for n in (-500, 500)) < N_DISTANCES
    assert distance(300) == distance(400) != distance(-300)


def test_each_context_has_a_share_of_its_own(heard: dict[int, list[Heard]]) -> None:
    killed = next(one for one in heard[0] if one.likeliest)
    shares = load_contexts().shares(killed)
    assert list(shares) == [context.name for context in load_codebook().contexts]
    assert all(0 <= share <= 1 for share in shares.values())


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("The navy of Norland shelled a port of Sudria.", "military"),
        ("Norland's court sentenced a Sudrian to nine years.", "legal"),
        ("Norland cut its tariff on Sudrian cars.", "economic"),
    ],
)
def test_what_an_act_is_about_is_heard_without_a_cue(
    journey: Journey, text: str, context: str
) -> None:
    text = text.replace("Norland", "France").replace("Sudria", "Egypt")
    (claim, *_) = journey.code(Report(key="r", text=text)).claims
    assert context in claim.contexts


def test_vectors_are_the_same_whether_a_word_is_heard_or_asked_for(
    scene: Scene, heard: dict[int, list[Heard]]
) -> None:
    first = next(windows(scene))
    (one, *_) = heard[first.sentence]
    seen = load_encoder().vectors(first)
    assert np.array_equal(seen.words[one.word], one.vector)
    assert np.array_equal(seen.around, one.around)
    assert all(np.array_equal(seen.mentions[n], one.mentions[n]) for n in one.mentions)


def test_a_word_that_was_cut_off_has_no_vector() -> None:
    text = "x " * 400
    spans = tuple((2 * n, 2 * n + 1) for n in range(400))
    seen = load_encoder().vectors(Window(sentence=0, text=text, start=0, words=spans))
    assert 0 in seen.words
    assert 399 not in seen.words


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Russia denied shelling Georgia.", "heavy-weapons"),
        ("Georgia was not shelled by Russia.", "heavy-weapons"),
    ],
)
def test_the_rule_names_the_weapon_where_nothing_else_is_sure(
    journey: Journey, text: str, mode: str
) -> None:
    (claim,) = journey.code(Report(key="r", text=text)).claims

    assert (claim.type, claim.mode) == ("ASSAULT", mode)


@pytest.mark.parametrize(
    ("text", "guest", "host"),
    [
        ("Togo welcomed Kuwait's emir in Lome on Friday.", "KWT", "TGO"),
        ("The Danish prime minister greeted her Kenyan counterpart in Copenhagen.", "KEN", "DNK"),
        ("Angola's president was welcomed in Madrid by the Spanish king.", "AGO", "ESP"),
        ("The Omani foreign minister was hosted by the Vietnamese premier in Hanoi.", "OMN", "VNM"),
        ("Malawi's president arrived in Seoul on Monday.", "MWI", "KOR"),
    ],
)
def test_a_visit_goes_from_guest_to_host(
    journey: Journey, text: str, guest: str, host: str
) -> None:
    (claim,) = journey.code(Report(key="r", text=text, published=date(2024, 2, 2))).claims

    assert (claim.type, claim.mode) == ("CONSULT", "visit")
    assert [one.value.country for one in claim.actors] == [guest]
    assert [one.value.country for one in claim.recipients] == [host]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("African Union troops killed 24 militants in Somalia on Monday.", ["IGO-MIL"]),
        ("NATO forces killed 12 Taliban insurgents in Kandahar.", ["IGO-MIL"]),
        ("Troops of Kenya and Uganda killed 24 militants in Somalia.", ["KEN-MIL", "UGA-MIL"]),
    ],
)
def test_a_name_within_the_words_of_a_side_is_no_other_side(
    journey: Journey, text: str, actors: list[str]
) -> None:
    (claim,) = journey.code(Report(key="r", text=text, published=date(2012, 2, 2))).claims

    assert sorted(one.value.code for one in claim.actors) == actors


ASKED = (
    "Press conference of Foreign Minister Anna Berg, Oslo\n\n"
    "Q Minister, what do you say to Serbia's decision to expel two Norwegian diplomats?\n\n"
    "MINISTER BERG: We regret the decision.\n\n"
    "Q Will Norway expel Serbian diplomats in return?\n\n"
    "MINISTER BERG: We are looking at our options."
)


def test_a_question_in_a_transcript_tells_on_the_word_of_who_asks(journey: Journey) -> None:
    claims = journey.code(Report(key="r", text=ASKED, published=date(2024, 2, 2))).claims

    told = [one for one in claims if one.speaker and one.speaker.citation.quote == "Q"]
    assert [(one.type, one.status) for one in told] == [("SANCTION", Status.ACTUAL)]
    assert [one.actors[0].value.country for one in told] == ["SRB"]


BRIEFED = (
    "Press briefing\n\n"
    "MR. LUND: We condemn Serbia's raid on the port.\n\n"
    "Q Has the ministry asked Serbia for an apology?\n\n"
    "MR. LUND: We have asked Serbia for one."
)


@pytest.mark.parametrize(
    ("url", "states"),
    [
        ("https://www.mfa.gov.fi/briefing", {"FIN"}),
        ("https://um.fi/briefing", {"FIN"}),
        ("https://www.harbourwire.com/briefing", set()),
    ],
)
def test_we_are_the_state_whose_document_it_is(
    journey: Journey, url: str, states: set[str]
) -> None:
    report = Report(key="r", text=BRIEFED, published=date(2024, 2, 2), url=url)
    voices = [
        one.value
        for claim in journey.code(report).claims
        for one in claim.actors
        if one.citation.quote == "We"
    ]

    assert {one.country for one in voices} - {None} == states
    assert all(one.is_guessed for one in voices)


def test_a_question_elsewhere_tells_nothing(journey: Journey) -> None:
    text = "Serbia expelled two Norwegian diplomats. Will Norway expel Serbian diplomats?"
    claims = journey.code(Report(key="r", text=text, published=date(2024, 2, 2))).claims

    assert [one.predicate.quote for one in claims] == ["expelled"]


TURNS = (
    "Officials took questions in Rome on Friday.\n\n"
    "Harbour Wire: What about the port?\n\n"
    "Foreign Minister Anna Berg of Norway: The quay is long, and the season was good for all who "
    "fish there. Boats of every size came and went in the last weeks, in fair weather and in foul. "
    "The harbour master kept a list of them. Serbia should stop blocking the port."
)
OWN_WORDS = (
    "Norway's Foreign Ministry answered on Friday.\n\n"
    "The quay is long, and the season was good for all who fish there, we are told. Boats of every "
    "size came and went in the last weeks, in fair weather and in foul, and a harbour master kept "
    "a list of them for the archive of the town. He likes lists, and nobody minds. Serbia should "
    "stop blocking the port."
)


@pytest.mark.parametrize(
    ("text", "head"),
    [
        (TURNS, "Foreign Minister Anna Berg of Norway: "),
        (OWN_WORDS, "Norway's Foreign Ministry answered on Friday.: "),
    ],
)
def test_a_sentence_of_a_speech_is_read_with_who_speaks(
    journey: Journey, text: str, head: str
) -> None:
    *_, window = windows(a_scene(journey, text))
    assert window.text.startswith(head)
    assert window.text[window.start :] == "Serbia should stop blocking the port."
    words = [window.text[one.start : one.end] for one in window.mentions]
    assert any(word in head for word in words)
    assert words[-1] == "Serbia"
    assert [window.text[a:b] for a, b in window.words][:2] == ["Serbia", "should"]


def test_who_speaks_is_left_out_where_nothing_is_said_in_ones_own_voice(scene: Scene) -> None:
    assert scene.voices.keys() <= {1, 2}
    assert all(window.text in TEXT for window in windows(scene))


@pytest.mark.parametrize(
    ("text", "word", "is_none"),
    [
        ("Kenya holds an election on March 3.", "March", True),
        ("Shops in Kenya need no longer close.", "longer", True),
        ("Kenya reports a spate of killings.", "spate", True),
        ("Kenya reports a spate of killings.", "killings", False),
        ("Two men are killed in an explosion at a paint factory in Kenya.", "killed", True),
        ("A gas tanker explodes in Kenya.", "explodes", True),
        ("A bomb explodes at a paint factory in Kenya.", "explodes", False),
        ("Two men are killed in an explosion in Kenya.", "killed", False),
    ],
)
def test_days_measures_and_accidents_are_no_acts(
    journey: Journey, text: str, word: str, *, is_none: bool
) -> None:
    scene = a_scene(journey, text)
    (sentence,) = scene.sentences
    index = next(token.index for token in sentence.tokens if token.text == word)

    assert scene.names_no_act(sentence, index) is is_none


def statuses_in(journey: Journey, text: str) -> dict[str, Status]:
    claims = journey.code(Report(key="r", text=text, published=date(2024, 2, 2))).claims
    return {claim.predicate.quote: claim.status for claim in claims}


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("The European Union has stopped short of rejecting Turkey's bid.", "rejecting"),
        ("Rwanda dismissed reports that its army was willing to talk to Uganda.", "willing"),
    ],
)
def test_what_words_deny_outright_is_denied_whatever_is_heard(
    journey: Journey, text: str, predicate: str
) -> None:
    told = statuses_in(journey, text)

    assert told[predicate] is Status.NEGATED


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Kenya has not ruled out air strikes on Uganda.", "strikes"),
        ("Kenya did not rule out a meeting with Uganda.", "meeting"),
        ("Kenya does not rule out supplying weapons to Uganda.", "supplying"),
    ],
)
def test_what_is_not_ruled_out_is_possible_and_nothing_is_refused(
    journey: Journey, text: str, predicate: str
) -> None:
    told = statuses_in(journey, text)

    assert told.pop(predicate) is Status.HYPOTHETICAL
    assert set(told.values()) <= {Status.NEGATED}
