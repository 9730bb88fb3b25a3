"""Search: best first, in any form of a word, phrases side by side, and names of actors."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from builders import a_claim, a_coding, a_report, a_run, an_actor, cited
from detente.actors import Gazetteer, load_gazetteer
from detente.errors import LedgerUnusable
from detente.events.decisions import Decision, Verdict, rulings_of
from detente.ledger import Ledger
from detente.ledger.search import SearchIndex
from detente.record import compute_events
from detente.records import RulingKind
from detente.relations.explain import look_up
from detente.web import Desk
from detente.web.finder import Finder
from detente.web.holding.writing import rule
from detente.web.mcp import Tools
from detente.web.views.search import likeness, naming_in
from web.conftest import client_of
from web.reading import seen_in
from web.signed_in import disputed

Found = dict[str, Any]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """One claim whose actor the gazetteer knows, and one of somebody else."""
    path = tmp_path_factory.mktemp("offices") / "offices.duckdb"
    met = a_report("Wang Yi met Sudria's envoy.", key="met")
    minister = an_actor("CHN-GOV", name="Wang Yi", id="wang-yi", office="Foreign Minister")
    known = a_claim(met, actors=(cited(minister, met, "Wang Yi"),), predicate="met")
    elsewhere = a_report("Norland met Sudria.", key="other")
    other = a_claim(elsewhere, predicate="met")
    with Ledger.open(path) as ledger:
        added = ledger.add(
            [a_coding(met, claims=(known,)), a_coding(elsewhere, claims=(other,))], a_run()
        )
        assert not added.refused
        compute_events(ledger)
    return client_of(Desk(ledger=path))


def found(desk: TestClient, **asked: str) -> Found:
    answered = desk.get("/search.json", params=asked)
    assert answered.status_code == 200, answered.text
    page: Found = answered.json()
    return page


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("matter 7", 1),
        ("MATTER 7", 1),
        ("mátter", 60),
        ("matters", 60),
        ('"matter 7"', 1),
        ('"7 matter"', 0),
        ("jail", 2),
        ("%%", 0),
        ("ma_ter", 0),
        ("'; DROP", 0),
    ],
)
def test_claims_are_found_by_their_quotes_in_any_form(
    desk: TestClient, words: str, count: int
) -> None:
    assert found(desk, q=words)["n_claims"] == count


def test_a_search_is_told_to_look_in_one_kind_only(desk: TestClient) -> None:
    page = found(desk, q="Sudria", kind="statement")

    assert (page["claims"], page["actors"]) == ([], [])
    assert page["n_statements"]


def test_days_and_outlet_narrow_a_search(desk: TestClient) -> None:
    asked = {"q": "matter", "since": "2024-03-01", "until": "2024-03-31"}

    all_outlets, one_outlet = found(desk, **asked), found(desk, **asked, outlet="harbour wire")

    assert all_outlets["n_claims"] == 12
    assert one_outlet["n_claims"] == 4


def test_pages_of_a_kind_follow_each_other(desk: TestClient) -> None:
    pages = [found(desk, q="matter", kind="claim", page=str(n))["claims"] for n in range(1, 7)]

    ids = [claim["id"] for page in pages for claim in page]
    assert len(ids) == len(set(ids)) == 60
    assert pages[5] == []


def test_where_nothing_holds_all_words_most_of_them_are_enough(desk: TestClient) -> None:
    page = found(desk, q="matter Atlantis")

    assert page["n_claims"] == 60
    assert page["holds_all"] is False


def test_the_words_are_marked_in_what_is_found(desk: TestClient) -> None:
    page = desk.get("/search", params={"q": "denies jail"}).text

    assert "<mark>denied</mark>" in page
    assert "<mark>jailed</mark>" in page


def test_reports_are_found_by_headline_and_statements_by_quote(desk: TestClient) -> None:
    by_headline = found(desk, q="Meeting 12")
    by_quote = found(desk, q="went well")

    assert [one["title"] for one in by_headline["reports"]] == ["Meeting 12"]
    assert by_quote["n_statements"] == 60


def test_actors_are_found_by_name_and_code(desk: TestClient) -> None:
    names = {
        words: [one["code"] for one in found(desk, q=words)["actors"]]
        for words in ("norland", "SDR-")
    }

    assert names == {"norland": ["NRL-GOV"], "SDR-": ["SDR-GOV", "SDR-CVL"]}


def test_an_office_finds_the_claims_of_who_holds_it(offices: TestClient) -> None:
    page = found(offices, q="Chinese foreign minister")

    assert [one["id"] for one in page["named"]] == ["wang-yi"]
    assert [one["quote"] for one in page["claims"]] == ["Wang Yi met Sudria's envoy."]


def test_other_words_beside_an_office_must_stand_in_the_quote(offices: TestClient) -> None:
    counts = [
        found(offices, q=f"Chinese foreign minister {word}")["n_claims"]
        for word in ("envoys", "fishing")
    ]

    assert counts == [1, 0]


def test_each_kind_found_is_a_table_to_save(desk: TestClient) -> None:
    asked = {"q": "went well", "kind": "statement"}

    lines = desk.get("/search.statements.csv", params=asked).text.splitlines()

    twin = found(desk, **asked)["statements"]
    assert [line.split(",")[1] for line in lines[1:]] == [one["id"] for one in twin]


@pytest.mark.parametrize("words", ["", " ", "x", " x "])
def test_one_letter_is_too_short(desk: TestClient, words: str) -> None:
    assert found(desk, q=words)["is_too_short"]


@pytest.mark.parametrize("narrowed", [{"status": "zz"}, {"type": "ZZ"}])
def test_unknown_code_is_told_however_few_words_there_are(
    desk: TestClient, narrowed: dict[str, str]
) -> None:
    answer = desk.get("/search", params={"q": "", **narrowed})

    assert answer.status_code == 400
    assert "zz" in answer.text.lower()


@pytest.mark.parametrize("asked", ["since=yesterday", "until=2024-13-01"])
def test_what_is_no_day_is_refused(desk: TestClient, asked: str) -> None:
    assert desk.get(f"/search?q=matter&{asked}").status_code == 400


def test_what_stands_for_anything_is_escaped() -> None:
    assert likeness(r"50%_\x") == r"%50\%\_\\x%"


def without_extension(ledger: Ledger) -> SearchIndex:
    raise LedgerUnusable(f"no index of {ledger.path}: install duckdb-extension-fts")


def test_without_the_extension_words_are_looked_for_just_so(ordinary: Path) -> None:
    plain = client_of(Desk(ledger=ordinary, finder=Finder(make=without_extension)))

    page = seen_in(plain.get("/search?q=matter 7").text)

    assert "install duckdb-extension-fts" in page.text
    assert found(plain, q="matter 7")["n_claims"] == 1
    assert found(plain, q="matters")["n_claims"] == 0


def test_a_large_index_is_made_beside_the_requests(ordinary: Path) -> None:
    desk = Desk(ledger=ordinary, finder=Finder(at_once=0), patience_s=60)
    client = client_of(desk)

    before = found(client, q="matter 7")
    desk.finder.wait()
    after = found(client, q="matter 7")

    assert before["note"] == "The search index is being built."
    assert (before["is_ranked"], after["is_ranked"]) == (False, True)
    assert (before["n_claims"], after["n_claims"]) == (1, 1)


LONG = (
    "Norland met Sudria in spring. Nothing came of it. A zeppelin hung over the harbour. "
    "The envoys of Norland went home, and the zeppelin stayed."
)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Reports whose texts say more than their claims."""
    path = tmp_path_factory.mktemp("texts") / "texts.duckdb"
    day = date(2024, 3, 1)
    long = a_report(LONG, key="long", title="A quiet spring", published=day)
    short = a_report("Vostia bought a zeppelin.", key="short", published=date(2024, 5, 1))
    met = a_claim(long, quote="Norland met Sudria in spring", predicate="met")
    with Ledger.open(path) as ledger:
        added = ledger.add([a_coding(long, claims=(met,)), a_coding(short, claims=())], a_run())
        assert not added.refused
        compute_events(ledger)
    return client_of(Desk(ledger=path))


def test_a_report_is_found_by_its_whole_text_and_shown_by_its_best_sentence(
    texts: TestClient,
) -> None:
    page = found(texts, q="zeppelin hung")

    assert [one["title"] for one in page["reports"]] == ["A quiet spring"]
    (context,) = page["contexts"].values()
    assert context["words"] == "A zeppelin hung over the harbour."
    start, end = map(int, context["at"].split("-"))
    assert LONG[start:end] == context["words"]
    seen = seen_in(texts.get("/search?q=zeppelin hung").text)
    (link,) = (one for one in seen.links() if "?at=" in one)
    assert 'id="cited"' in texts.get(link).text


def test_a_quote_is_shown_within_its_sentence_with_headline_and_day(texts: TestClient) -> None:
    page = found(texts, q="met", kind="claim")
    words = seen_in(texts.get("/search?q=met&kind=claim").text).text

    assert page["contexts"][page["claims"][0]["id"]]["words"] == "Norland met Sudria in spring."
    assert "A quiet spring" in words
    assert "1 Mar 2024" in words


def test_the_latest_comes_first_where_that_is_asked(texts: TestClient, desk: TestClient) -> None:
    days = [one["report"]["published"] for one in found(desk, q="matter", order="day")["claims"]]

    assert days == sorted(days, reverse=True)
    by_day = [one["key"] for one in found(texts, q="zeppelin", order="day")["reports"]]
    assert by_day == ["short", "long"]


@pytest.mark.parametrize("words", ["matter", "Norland jailed"])
def test_each_facet_leads_to_as_many_as_it_says(desk: TestClient, words: str) -> None:
    page = found(desk, q=words)
    facets = {one["facet"] for one in page["facets"]}

    for one in page["facets"]:
        days = {"since": f"{one['value']}-01-01", "until": f"{one['value']}-12-31"}
        narrowed = days if one["facet"] == "year" else {one["facet"]: one["value"]}
        less = found(desk, q=words, **narrowed)
        n_found = less["n_claims"] + less["n_statements"] + less["n_reports"]
        assert n_found == one["n_found"], one
    assert facets == {"side", "type", "status", "outlet", "year"}


def test_a_page_links_its_facets_and_takes_them_away(desk: TestClient) -> None:
    links = seen_in(desk.get("/search?q=Norland&type=COERCE").text).links()
    narrowed = next(one for one in links if "status=negated" in one)

    assert "type=COERCE" in narrowed
    assert "/search?q=Norland" in links
    assert found(desk, q="Norland", type="COERCE", status="negated")["n_claims"] == 1


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"type": "coercing"}, "nearest: COERCE"),
        ({"side": "Chnia"}, "China"),
        ({"status": "done"}, "is not a status"),
        ({"min_score": "2"}, "is not a degree of certainty"),
    ],
)
def test_what_nobody_knows_is_refused_with_the_nearest(
    desk: TestClient, asked: dict[str, str], told: str
) -> None:
    answer = desk.get("/search.json", params={"q": "Norland", **asked})

    assert answer.status_code == 400
    assert told in answer.text


def test_words_written_wrong_lead_to_those_that_are_known(desk: TestClient) -> None:
    assert found(desk, q="Norlnd jaild")["meant"] == ["Norland jailed"]
    assert found(desk, q="Norland jailed")["meant"] == []


def test_a_name_written_wrong_leads_to_the_right_one(offices: TestClient) -> None:
    page = seen_in(offices.get("/search?q=Chnia").text)

    assert found(offices, q="Chnia")["meant"][0] == "China"
    assert "/search?q=China" in page.links()
    assert found(offices, q="met")["meant"] == []


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("query", "who", "name", "rest"),
    [
        ("Wang Yi", "wang-yi", "Wang Yi", ""),
        ("Chinese foreign minister", "wang-yi", "Chinese foreign minister", ""),
        ("fentanyl Chinese foreign minister", "wang-yi", "Chinese foreign minister", "fentanyl"),
        ('"Wang Yi" visits Bangkok', "wang-yi", "Wang Yi", "visits Bangkok"),
        ("Biden", "joe-biden", "Biden", ""),
    ],
)
def test_a_name_or_an_office_is_found_in_a_query(
    gazetteer: Gazetteer, query: str, who: str, name: str, rest: str
) -> None:
    naming = naming_in(gazetteer, query)

    assert who in naming.ids
    assert (naming.name, naming.rest) == (name, rest)


@pytest.mark.parametrize(
    "query", ["China", "Chinese Taiwan", "taiwan sanctions", "", "a b c d e f g h i Wang Yi"]
)
def test_states_and_plain_words_name_nobody(gazetteer: Gazetteer, query: str) -> None:
    naming = naming_in(gazetteer, query)

    assert (naming.ids, naming.rest) == ((), query)


@pytest.fixture(params=[SearchIndex.of, None], ids=["ranked", "just so"])
def ruled(held: Desk, request: pytest.FixtureRequest) -> Desk:
    """Of two claims that hold "jail" people rejected one, and set the type of the other."""
    one, other = disputed(held).claim_ids
    if request.param is None:
        held.finder.make = without_extension
    verdict = Verdict(by="ada", at=datetime(2024, 6, 1, tzinfo=UTC), because="read it twice")
    with held.open() as ledger:
        decided = [
            (look_up(ledger, one), Decision(is_rejected=True)),
            (look_up(ledger, other), Decision(values={"type": "ACCUSE", "actors": "VST-GOV"})),
        ]
    rule(held, [made for on, decision in decided for made in rulings_of(on, decision, verdict)])
    return held


def test_claims_are_found_and_shown_as_people_ruled(ruled: Desk) -> None:
    client = client_of(ruled)

    page = found(client, q="jail")
    searched = client.get("/api/v1/search", params={"q": "jail"}).json()
    told = Tools(ruled).search("jail")
    cards = seen_in(client.get("/search", params={"q": "jail"}).text).text

    for claims in (page["claims"], searched["claims"], told["claims"]):
        assert [one["type"] for one in claims] == ["ACCUSE"]
    assert (page["n_claims"], searched["n_claims"], told["n_claims"]) == (1, 1, 1)
    assert [one["code"] for one in page["claims"][0]["actors"]] == ["VST-GOV"]
    assert "Accusation" in cards


def test_a_search_is_narrowed_by_what_was_ruled(ruled: Desk) -> None:
    client = client_of(ruled)

    counts = [found(client, q="jail", type=kind)["n_claims"] for kind in ("ACCUSE", "COERCE")]
    sides = [found(client, q="jail", kind="claim", side=one)["n_claims"] for one in ("VST", "NRL")]

    assert counts == [1, 0]
    assert sides == [1, 0]


def test_a_rejected_claim_is_served_as_such_and_found_again(ruled: Desk) -> None:
    client = client_of(ruled)
    with ruled.open() as ledger:
        (rejected,) = (one.target for one in ledger.rulings() if one.kind is RulingKind.REJECT)
        report = next(iter(ledger.claims(ids=[rejected]))).report_id

    answered = client.get(f"/api/v1/claims/{rejected}")
    listed = client.get("/api/v1/claims", params={"report": report}).json()["items"]
    links = [one.get("href") for one in seen_in(client.get(f"/report/{report}").text).named("a")]

    assert answered.status_code == 404
    assert "rejected by a ruling" in answered.json()["detail"]
    assert rejected not in {one["id"] for one in listed}
    assert f"/review?claim={rejected}" in links
    assert "rejected" in Tools(ruled).explain(rejected)["note"]
