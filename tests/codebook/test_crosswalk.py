"""The tables that turn other programs' actors into countries and sectors."""

import pytest

from detente.actors import load_gazetteer
from detente.codebook import load_codebook
from detente.codebook.crosswalk import Party, load_crosswalk

CROSSWALK = load_crosswalk()


def test_every_sector_is_plovers_and_every_country_is_known() -> None:
    codebook = load_codebook()
    sectors = {sector.code for sector in codebook.sectors}
    countries = load_gazetteer().states | {term.code for term in codebook.nonstate}
    parties = [
        *CROSSWALK.roles.values(),
        *CROSSWALK.groups.values(),
        *CROSSWALK.places.values(),
        *(Party(country=row.country, sector=row.sector) for row in CROSSWALK.sectors.values()),
        *(Party(country=code) for code in CROSSWALK.fips.values()),
        *(Party(sector=code) for code in CROSSWALK.agents.values()),
    ]
    assert {one.sector for one in parties} - {None} <= sectors
    assert {one.country for one in parties} - {None} <= countries


@pytest.mark.parametrize(
    ("country", "group", "roles", "code"),
    [
        ("NRL", None, ["GOV"], ("NRL", "GOV")),
        ("NRL", None, ["OPP", "LEG"], ("NRL", "LEG")),
        ("NRL", None, ["OPP"], ("NRL", "OPP")),
        ("NRL", None, ["MOD"], ("NRL", None)),
        (None, "UNO", [], ("UNO", "GOV")),
        (None, None, ["NGO", "HLH"], ("NGO", "SOC")),
        ("NRL", None, ["MNC"], ("NRL", "BUS")),
        (None, "UNHEARD", ["UNHEARD"], (None, None)),
    ],
)
def test_cameo_codes_make_a_party(
    country: str | None, group: str | None, roles: list[str], code: tuple[str | None, str | None]
) -> None:
    party = CROSSWALK.party_of_cameo(country, group, roles)
    assert (party.country, party.sector) == code


@pytest.mark.parametrize(
    ("sectors", "code"),
    [
        (["Parties", "Elite", "Government", "Military"], ("NRL", "MIL")),
        (["Ideological", "Parties"], ("NRL", "PTY")),
        (["Dissident", "Insurgents"], ("NRL", "REB")),
        (["Far Left"], ("NRL", None)),
        ([], ("NRL", None)),
    ],
)
def test_the_weightiest_of_icews_sectors_counts(
    sectors: list[str], code: tuple[str, str | None]
) -> None:
    party = CROSSWALK.party_of_icews("NRL", sectors)
    assert (party.country, party.sector) == code
