"""The list of outlets: strict on load, searchable by name, host and text."""

import csv
import io
from datetime import date

import pytest

from detente.errors import BadConfig
from detente.sources.outlets import (
    Filing,
    Outlets,
    find_agency,
    find_filing,
    find_retold,
    load_outlets,
    read_outlets,
)
from detente.sources.text import report_from_text
from sources.casebook import Case, read_cases

ROW = {
    "id": "wire",
    "name": "Harbour Wire",
    "aliases": "HW|The Wire of Harbourtown",
    "kind": "agency",
    "country": "NRL",
    "domains": "harbourwire.example|hw.example",
    "source": "https://harbourwire.example/",
}


def outlets(*changes: dict[str, str]) -> Outlets:
    return read_outlets(csv_of(*({**ROW, **change} for change in changes or ({},))))


def csv_of(*rows: dict[str, str]) -> str:
    lines = io.StringIO()
    writer = csv.DictWriter(lines, list(rows[-1]))
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue()


def names_in(text: str) -> list[str]:
    return [text[named.span.start : named.span.end] for named in outlets().find(text)]


def test_own_list_has_150_outlets_and_a_source_for_each_by_its_check() -> None:
    known = load_outlets()

    assert len({*known._by_name.values()}) >= 150
    assert {outlet.kind for outlet in known._by_name.values()} == {
        *("agency", "newspaper", "broadcaster", "site", "government")
    }


def test_every_country_is_a_code_of_three_letters() -> None:
    countries = {outlet.country for outlet in load_outlets()._by_name.values()}

    assert [code for code in countries if len(code) != 3 or not code.isupper()] == []


def test_every_domain_is_a_host_in_small_letters() -> None:
    domains = load_outlets()._by_domain

    assert [
        name for name in domains if name != name.lower() or "/" in name or "." not in name
    ] == []


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("NYT", "The New York Times"),
        ("the new york times", "The New York Times"),
        ("New York Times", "The New York Times"),
        ("People’s Daily", "People's Daily"),
        ("Asian News International", "ANI"),
    ],
)
def test_an_outlet_is_found_under_all_its_names(name: str, outlet: str) -> None:
    found = load_outlets().named(name)

    assert found is not None
    assert found.name == outlet


@pytest.mark.parametrize(
    ("host", "outlet"),
    [
        ("www.reuters.com", "Reuters"),
        ("edition.cnn.com.", "CNN"),
        ("economictimes.indiatimes.com", "The Economic Times"),
        ("timesofindia.indiatimes.com", "The Times of India"),
        ("WWW.BBC.CO.UK", "BBC"),
    ],
)
def test_an_outlet_is_found_by_a_host_below_its_domain(host: str, outlet: str) -> None:
    found = load_outlets().of_host(host)

    assert found is not None
    assert found.name == outlet


@pytest.mark.parametrize("host", ["notreuters.com", "reuters.com.example", "com", "", "localhost"])
def test_a_host_that_only_looks_alike_is_nobody(host: str) -> None:
    assert load_outlets().of_host(host) is None


def test_names_in_a_text_are_whole_words_in_order() -> None:
    assert names_in("Harbour Wire and HW, not SHW or HWs; The Wire of Harbourtown.") == [
        "Harbour Wire",
        "HW",
        "The Wire of Harbourtown",
    ]


def test_the_article_may_be_small_but_the_name_not() -> None:
    assert names_in("the Wire of Harbourtown, the wire of harbourtown, harbour wire") == [
        "the Wire of Harbourtown"
    ]


def test_an_abbreviation_must_be_in_capitals() -> None:
    assert names_in("hw Hw HW") == ["HW"]


def test_the_longest_name_counts() -> None:
    (named,) = load_outlets().find("The New York Times reported.")

    assert named.outlet.id == "nyt"


def test_governments_are_known_by_host_but_not_searched_in_texts() -> None:
    known = load_outlets()
    government = known.of_host("www.whitehouse.gov")

    assert government is not None
    assert government.name == "The White House"
    assert list(known.find("The White House reported progress.")) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "rumour"}, r"outlets\.csv, row 2: .*'rumour'"),
        ({"source": ""}, r"outlets\.csv, row 2: .*missing.*source"),
        ({"colour": "red"}, r"outlets\.csv, row 1: .*id,name,aliases"),
    ],
)
def test_a_wrong_line_is_refused_with_file_and_line(change: dict[str, str], message: str) -> None:
    with pytest.raises(BadConfig, match=message):
        outlets(change)


def test_a_missing_field_is_refused() -> None:
    with pytest.raises(BadConfig, match="domains"):
        read_outlets(csv_of({key: ROW[key] for key in ROW if key != "domains"}))


def test_two_lines_cannot_share_an_id() -> None:
    with pytest.raises(BadConfig, match="'wire' belongs to"):
        outlets({}, {"name": "Two", "aliases": "", "domains": "two.example"})


@pytest.mark.parametrize("other", [{"name": "the harbour wire"}, {"domains": "hw.example"}])
def test_two_outlets_cannot_share_a_name_or_a_domain(other: dict[str, str]) -> None:
    distinct = {"id": "two", "name": "Two", "aliases": "", "domains": "two.example"}

    with pytest.raises(BadConfig, match="belongs to 'wire' and to 'two'"):
        outlets({}, {**distinct, **other})


@pytest.mark.parametrize("case", list(read_cases("agencies")), ids=str)
def test_agency_signs_the_report(case: Case) -> None:
    agency = find_agency(report_from_text("a", case.text), load_outlets())

    assert (agency.name if agency else None) == case.expected


@pytest.mark.parametrize("case", list(read_cases("retellings")), ids=str)
def test_report_retells_a_medium(case: Case) -> None:
    retold = list(find_retold(report_from_text("a", case.text), load_outlets()))

    assert (retold[0].name if retold else None) == case.expected


@pytest.mark.parametrize("case", list(read_cases("datelines")), ids=str)
def test_dateline_tells_day_and_outlet(case: Case) -> None:
    found = find_filing(case.text)

    told = f"{found.day or '-'} | {found.outlet or '-'}"
    assert (None if told == "- | -" else told) == case.expected


def test_a_dateline_stands_at_the_top_and_not_further_down() -> None:
    dateline = "VELD, Jan. 15, 2024 (Veld Herald) - Norland spoke."

    assert find_filing("A headline\n\n" + dateline) == Filing(date(2024, 1, 15), "Veld Herald")
    assert find_filing("Norland spoke.\n" * 6 + dateline) == Filing(None, None)
