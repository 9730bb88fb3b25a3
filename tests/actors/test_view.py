from detente.actors.gazetteer_files import RoleRow
from detente.actors.view import Memory, Said
from detente.records import Actor, MentionKind

DAY = "2024-01-01"


def said(code: str, noun: str = "", **changes: object) -> Said:
    country, _, sector = code.partition("-")
    name = str(changes.pop("name", noun or code))
    actor = Actor(
        country=country or None,
        sector=sector or None,
        name=name,
        id=country if not sector else None,
        is_guessed=bool(changes.pop("is_guessed", False)),
    )
    defaults: dict[str, object] = {
        "sentence": 0, "head": 0, "actors": (actor,), "kind": MentionKind.NAME,
        "is_subject": False, "is_person": False, "is_plural": False, "noun": noun,
    }  # fmt: skip
    return Said(**{**defaults, **changes})  # type: ignore[arg-type]  # a builder for tests


def a_memory(*mentions: Said) -> Memory:
    memory = Memory(DAY)
    for mention in mentions:
        memory.add(mention)
    return memory


def a_role(noun: str, sector: str = "GOV", country: str = "") -> RoleRow:
    return RoleRow(noun=noun, sector=sector, kind="organ", source="x", country=country)  # type: ignore[arg-type]  # any sector


def test_mentions_come_back_latest_first_and_from_near_sentences_only() -> None:
    memory = a_memory(said("NRL", sentence=0), said("SDR", sentence=2), said("VST", sentence=3))

    assert [found.countries for found in memory.latest(3, within=1)] == [("VST",), ("SDR",)]


def test_a_surname_and_a_full_name_mean_the_person_named() -> None:
    memory = a_memory(said("NRL-GOV", name="Ada Holm", is_person=True))

    for name in ("Ada Holm", "Holm"):
        found = memory.named(name)
        assert found is not None
        assert found.country == "NRL"


def test_a_role_is_no_name() -> None:
    assert a_memory(said("NRL-GOV", name="officials", is_person=True)).named("officials") is None


def test_what_is_known_does_not_yield_to_a_guess() -> None:
    memory = a_memory(
        said("NRL-GOV", name="Ada Holm", is_person=True),
        said("SDR-GOV", name="Ada Holm", is_person=True, is_guessed=True),
    )

    found = memory.named("Holm")
    assert found is not None
    assert found.country == "NRL"


def test_another_name_of_an_actor_is_remembered_once() -> None:
    memory = Memory(DAY)
    memory.add_name("PR", Actor(country="NRL", name="Party of Reform"))
    memory.add_name("PR", Actor(country="SDR", name="Popular Rally"))

    found = memory.named("PR")
    assert found is not None
    assert found.name == "Party of Reform"


def test_the_same_noun_ends_the_earlier_phrase() -> None:
    memory = a_memory(
        said("NRL-EDU", "a Norlandic institute"), said("SDR-GOV", "the institute law")
    )

    found = memory.same_noun("institute", "EDU")
    assert found is not None
    assert found.countries == ("NRL",)


def test_a_title_before_a_name_counts_as_the_noun() -> None:
    memory = a_memory(said("NRL-GOV", "President Ada Holm", is_person=True))

    assert memory.same_noun("president", "GOV") is not None
    assert memory.same_noun("minister", "GOV") is None


def test_a_body_is_found_by_its_sector() -> None:
    memory = a_memory(
        said("NRL-JRN", "Norland Post", is_body=True),
        said("NRL-GOV", "Foreign Office", is_body=True),
    )

    newspaper = memory.same_body("JRN")
    assert newspaper is not None
    assert newspaper.noun == "Norland Post"
    assert memory.same_body("BUS") is None
    assert memory.same_body(None) is newspaper


def test_the_last_countries_are_listed_once() -> None:
    memory = a_memory(said("NRL"), said("SDR"), said("VST"), said("SDR"))

    assert memory.last_countries() == ("SDR", "VST", "NRL")


def test_the_last_state_is_the_subject_of_the_sentence_before() -> None:
    memory = a_memory(said("NRL", is_subject=True), said("SDR"))

    assert memory.last_state(1) == "NRL"
    assert memory.last_state(5) == "SDR"
    assert Memory(DAY).last_state(0) is None


def test_a_bare_role_is_guessed_by_sector_then_by_frequency() -> None:
    memory = a_memory(said("NRL"), said("NRL"), said("SDR-COP"))

    assert memory.country_for(a_role("police", "COP")) == "SDR"
    assert memory.country_for(a_role("army", "MIL")) == "NRL"
    assert Memory(DAY).country_for(a_role("army", "MIL")) is None


def test_a_ministry_is_never_guessed_to_be_american() -> None:
    memory = a_memory(said("USA-GOV"), said("NRL"))

    assert memory.country_for(a_role("ministry")) == "NRL"
    assert memory.country_for(a_role("government")) == "USA"


def test_a_body_that_only_one_country_has_needs_no_memory() -> None:
    assert Memory(DAY).country_for(a_role("congressman", "LEG", "USA")) == "USA"


def test_the_main_country_is_the_one_mentioned_most() -> None:
    assert a_memory(said("NRL"), said("SDR"), said("SDR")).main_country() == "SDR"
    assert Memory(DAY).main_country() is None
