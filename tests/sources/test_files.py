"""The front door: whatever is named becomes reports and problems, and nothing is lost."""

import gzip
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records import Problem, Report
from detente.sources import Fetched, ReadOptions, read_reports
from detente.sources.files import admit, files_in, foreign_language
from detente.sources.options import plain_letters
from sources.readings import NEWS, PATIENT, read, stream_of

DAY = date(2024, 2, 2)
PAGE = f"<!doctype html><html><head><title>Recalled</title></head><body><p>{NEWS}</p></body></html>"
SHARED = Path(__file__).parents[2] / ".." / "shared"


def test_a_text_file_is_kept_exactly_under_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfNorland\tleft.\r\n\r\n \x07Sudria stayed.\r")

    report = read(path, published=DAY).report

    assert report == Report(
        key=str(path), text="Norland\tleft.\r\n\r\n \x07Sudria stayed.\r", published=DAY
    )


@PATIENT
@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_on_standard_input_is_kept_in_plain_letters_or_told_of(text: str) -> None:
    reading = read("-", stdin=f"News: {text}".encode(), published=DAY)

    assert [report.text for report in reading.reports] == (
        [plain_letters(f"News: {text}")] if not reading.losses else []
    )
    assert len(reading.reports) + len(reading.losses) == 1


def test_every_kind_of_file_is_read_zipped_or_not(tmp_path: Path) -> None:
    contents = {
        "a.csv": f'text\n"{NEWS}"\n',
        "b.html": PAGE,
        "c.jsonl": '{"text": "Norland left."}\n',
        "d.md": f"# Recalled\n\n{NEWS}",
        "e.txt": NEWS,
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content.encode()))

    reading = read(tmp_path, published=DAY)

    assert reading.problems == []
    plain, zipped = reading.reports[::2], reading.reports[1::2]
    assert [report.text for report in plain] == [report.text for report in zipped]
    assert len(plain) == 5


@pytest.mark.parametrize(
    ("data", "key", "text"),
    [
        (NEWS.encode(), "-", NEWS),
        (gzip.compress(NEWS.encode()), "-", NEWS),
        (b'{"text": "Norland left."}\n', "-:1", "Norland left."),
        (b"id,text\nx,Norland left.\n", "x", "Norland left."),
    ],
    ids=["text", "gzip", "jsonl", "csv"],
)
def test_standard_input_is_told_by_its_first_bytes(data: bytes, key: str, text: str) -> None:
    report = read("-", stdin=data, published=DAY).report

    assert (report.key, report.text) == (key, text)


def test_a_page_on_standard_input_is_an_article() -> None:
    report = read("-", stdin=PAGE.encode(), published=DAY).report

    assert report.title == "Recalled"
    assert "<p>" not in report.text


def test_standard_input_stays_open_for_others() -> None:
    stdin = stream_of(b'{"text": "Norland left."}\n')

    list(read_reports(["-"], stdin=stdin))

    assert not stdin.closed


def test_an_address_is_fetched_and_told_by_its_type() -> None:
    url = "https://hw.example/1"
    pages = {url: Fetched(url=f"{url}/final", body=PAGE.encode(), content_type="text/html")}

    report = read(url, pages=pages, published=DAY).report

    assert (report.key, report.url, report.title) == (url, f"{url}/final", "Recalled")


def test_the_charset_of_an_answer_counts() -> None:
    url = "https://hw.example/1"
    body = "Señor Núñez went to Sudria.".encode("cp1252")
    fetched = Fetched(url=url, body=body, content_type="text/plain", charset="windows-1252")

    reading = read(url, pages={url: fetched}, published=DAY)

    assert reading.report.text == "Señor Núñez went to Sudria."
    assert reading.problems == []


def test_a_page_may_declare_its_own_charset(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    page = PAGE.replace("<head>", "<head><meta charset=windows-1251>").replace("Monday", "Пн")
    path.write_bytes(page.encode("cp1251"))

    reading = read(path, published=DAY)

    assert "Пн" in reading.report.text
    assert reading.problems == []


def test_an_address_that_fails_is_a_problem_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NEWS)

    reading = read("https://hw.example/none", path, published=DAY)

    assert (reading.problem.key, reading.problem.kind) == ("https://hw.example/none", "http-404")
    assert reading.report.key == str(path)


BAD: dict[str, tuple[bytes, str]] = {
    "nothing.txt": (b"", "empty"),
    "blanks.txt": (b" \n\n", "empty"),
    "nothing.html": (b"", "empty"),
    "nothing.csv": (b"", "empty"),
    "nothing.parquet": (b"", "empty"),
    "nul.txt": (b"Norland\0left.", "binary"),
    "late-nul.txt": (b"Norland left. " * 10_000 + b"\0", "binary"),
    "scan.txt": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "binary"),
    "photo.html": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "binary"),
    "picture.html": (b"<html><body><img src=a.png></body></html>", "no-text"),
    "long.txt": (b"Norland left. " * 100_000, "too-long"),
    "huge.txt": (b"Norland left. " * 200_000, "too-long"),
    "cut.txt.gz": (gzip.compress(NEWS.encode())[:-12], "broken-gzip"),
    "damaged.txt.gz": (gzip.compress(NEWS.encode())[:20] + b"\0" * 40, "broken-gzip"),
    "no.parquet": (b"Norland left.", "broken-parquet"),
    "list.json": (b'[{"text": "Norland left."}]', "unknown-kind"),
    "feed": (b"<?xml version='1.0'?><rss/>", "unknown-kind"),
}


@pytest.mark.parametrize(("name", "bad"), BAD.items(), ids=BAD)
def test_a_bad_file_is_one_problem_and_the_rest_goes_on(
    tmp_path: Path, name: str, bad: tuple[bytes, str]
) -> None:
    data, kind = bad
    path, good = tmp_path / name, tmp_path / "good.txt"
    path.write_bytes(data)
    good.write_text(NEWS)

    reading = read(path, good, published=DAY, max_chars=500_000)

    assert (reading.problem.key, reading.problem.kind) == (str(path), kind)
    assert not reading.problem.is_warning
    assert reading.report.key == str(good)


def test_rows_before_the_damage_of_a_zipped_table_stand(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = "".join(f'{{"text": "Norland left {n * n * n} times."}}\n' for n in range(4_000))
    path.write_bytes(gzip.compress(lines.encode())[:-1000])

    reading = read(path, published=DAY)

    assert len(reading.reports) > 1000
    assert reading.losses[-1] == "broken-gzip"


def test_an_office_document_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert "is a zip archive or an office document" in read(path).problem.detail


@pytest.mark.parametrize("path", ["no/such/file.txt", "", "nul\0.txt", "x" * 5000])
def test_a_path_that_leads_nowhere_is_a_problem(path: str) -> None:
    problem = read(path).problem

    assert (problem.key, problem.kind in {"missing-file", "unreadable"}) == (path, True)


def test_a_link_that_leads_to_itself_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.symlink_to(path)

    assert read(path).problem.kind == "unreadable"


def test_a_file_that_breaks_while_it_is_read_is_unreadable() -> None:
    path = Path("/proc/self/mem")  # opens for everybody, but its first page cannot be read
    if not path.exists():
        pytest.skip("no /proc here")

    assert read(path).problem.kind == "unreadable"


def test_problems_of_a_folder_come_among_its_reports(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS)
    (tmp_path / "b.docx").write_text("x")
    (tmp_path / "c.txt").write_text(NEWS)

    keys = [item.key.removeprefix(f"{tmp_path}/") for item in read(tmp_path, published=DAY).items]

    assert keys == ["a.txt", "b.docx", "c.txt"]


def test_a_guessed_encoding_is_a_warning_and_the_report_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Señor Núñez went – on Monday.".encode("cp1252"))

    reading = read(path, published=DAY)

    assert (reading.problem.kind, reading.problem.is_warning) == ("encoding", True)
    assert reading.report.text == "Señor Núñez went – on Monday."


def test_a_file_named_twice_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NEWS)

    reading = read(path, path, published=DAY)

    assert (reading.problem.kind, reading.problem.is_warning) == ("duplicate-key", True)
    assert len(reading.reports) == 2


def test_a_bad_date_at_the_top_of_markdown_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ndate: yesterday\n---\n{NEWS}")

    reading = read(path)

    assert [problem.kind for problem in reading.problems] == ["bad-date", "no-date"]
    assert reading.report.published is None


def test_outlet_and_day_for_all_fill_every_kind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS)
    (tmp_path / "b.jsonl").write_text('{"text": "Norland left.", "outlet": "Own"}\n')

    reports = read(tmp_path, published=DAY, outlet="Harbour Wire").reports

    assert [(r.outlet, r.published) for r in reports] == [("Harbour Wire", DAY), ("Own", DAY)]


def test_reading_stops_when_nobody_asks_for_more(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Norland left."}\n' * 10)
    items = read_reports([str(path)], ReadOptions(published=DAY))

    assert isinstance(next(items), Report)
    items.close()  # type: ignore[attr-defined]  # a generator; no warning of an open file follows


@PATIENT
@given(st.binary(max_size=300))
def test_any_bytes_give_reports_or_problems_and_never_crash(data: bytes) -> None:
    reading = read("-", stdin=data, published=DAY)

    assert reading.items


@pytest.mark.parametrize(
    ("name", "n_rows", "title_column"),
    [
        ("us_china_statements_2025-01_2025-09.jsonl.gz", 590, "headline"),
        ("whitehouse_briefings_china_2009_2016.jsonl.gz", 240, "title"),
    ],
)
def test_no_row_of_the_real_samples_is_lost(name: str, n_rows: int, title_column: str) -> None:
    path = SHARED / "samples" / "text" / name
    if not path.exists():
        pytest.skip(f"{path} is not here: real samples are not part of the repository")

    reading = read(path, title_column=title_column)

    assert len(reading.reports) == n_rows
    assert not reading.losses
    assert all(report.title and report.published and report.url for report in reading.reports)


def test_the_model_case_is_an_agency_that_retells_a_paper() -> None:
    path = SHARED / "seed" / "article.txt"
    if not path.exists():
        pytest.skip(f"{path} is not here: the model case is not part of the repository")

    reading = read(path)

    assert (reading.report.outlet, reading.report.credited) == ("ANI", "The New York Times")
    assert reading.report.text == path.read_bytes().decode()
    assert reading.report.title == reading.report.text.partition("\n")[0]
    assert [problem.kind for problem in reading.problems] == ["no-date"]


LEAD = "Norland will recall its ambassador, The New York Times reported."


def admitted(text: str = LEAD, **fields: Any) -> Report:
    """The report that ``text`` becomes; ``fallback`` is the outlet given for all."""
    options = ReadOptions(published=DAY, outlet=fields.pop("fallback", None))
    (report,) = admit(Report(key="a", text=text, **fields), options)
    assert isinstance(report, Report)
    return report


def refused(text: str, max_chars: int = 1000) -> Problem:
    (problem,) = admit(Report(key="a", text=text), ReadOptions(max_chars=max_chars))
    assert isinstance(problem, Problem)
    return problem


def test_text_and_key_stay_as_they_are() -> None:
    report = admitted("\tNorland\x07 met Sudria.\r\n\r\n")

    assert (report.key, report.text) == ("a", "\tNorland\x07 met Sudria.\r\n\r\n")


@pytest.mark.parametrize("text", ["", " \n\t", "\u2028"])
def test_a_text_without_words_is_empty(text: str) -> None:
    assert refused(text).kind == "empty"


def test_a_nul_makes_a_text_binary() -> None:
    assert refused("Norland\0Sudria").kind == "binary"


def test_a_text_over_the_bound_is_too_long() -> None:
    problem = refused("x" * 11, max_chars=10)

    assert (problem.kind, problem.is_warning) == ("too-long", False)
    assert "11 characters, more than 10" in problem.detail


def test_without_a_day_there_is_a_warning_and_the_report() -> None:
    warning, report = admit(Report(key="a", text=LEAD), ReadOptions())

    assert isinstance(warning, Problem)
    assert isinstance(report, Report)
    assert (warning.kind, warning.is_warning) == ("no-date", True)
    assert "give --published" in warning.detail


def test_the_day_given_for_all_fills_but_does_not_override() -> None:
    assert admitted().published == DAY
    assert admitted(published=date(2020, 1, 1)).published == date(2020, 1, 1)


DATED = "VELD, Jan. 15, 2024 (Veld Herald) - Norland recalled its ambassador."


def test_a_dateline_with_its_year_dates_a_report_without_a_day_and_says_so() -> None:
    warning, report = admit(Report(key="a", text=DATED), ReadOptions())

    assert isinstance(warning, Problem)
    assert isinstance(report, Report)
    assert report.published == date(2024, 1, 15)
    assert (warning.kind, warning.is_warning) == ("dateline-date", True)
    assert "2024-01-15" in warning.detail


def test_a_dateline_overrides_no_day_that_is_known() -> None:
    assert admitted(DATED).published == DAY
    assert admitted(DATED, published=date(2020, 1, 1)).published == date(2020, 1, 1)


def test_the_name_in_a_dateline_is_the_outlet_where_nothing_else_is_known() -> None:
    assert admitted(DATED).outlet == "Veld Herald"
    assert admitted(DATED, url="https://apnews.com/1").outlet == "AP"
    assert admitted(DATED, fallback="Given").outlet == "Given"
    assert admitted(DATED, outlet="Own").outlet == "Own"


SIGNED = "HARBOURTOWN (Reuters) - Norland recalled its ambassador."


def test_own_outlet_counts_before_all_others() -> None:
    report = admitted(SIGNED, outlet="Own", url="https://apnews.com/1", fallback="Given")

    assert report.outlet == "Own"


def test_outlet_given_for_all_counts_before_address_and_agency() -> None:
    assert admitted(SIGNED, url="https://apnews.com/1", fallback="Given").outlet == "Given"


def test_outlet_of_the_address_counts_before_the_agency() -> None:
    assert admitted(SIGNED, url="https://apnews.com/1").outlet == "AP"


def test_agency_counts_where_nothing_else_is_known() -> None:
    assert admitted(SIGNED).outlet == "Reuters"
    assert admitted(SIGNED, url="https://unknown.example/1").outlet == "Reuters"


def test_outlet_is_unknown_where_nothing_tells() -> None:
    assert admitted("Norland recalled its ambassador.").outlet is None


def test_whom_the_report_retells_is_credited() -> None:
    assert admitted(outlet="Harbour Wire").credited == "The New York Times"


@pytest.mark.parametrize("name", ["The New York Times", "NYT", "new york times"])
def test_an_outlet_does_not_credit_itself_under_any_name(name: str) -> None:
    assert admitted(outlet=name).credited is None


def test_an_agency_in_another_outlet_is_credited() -> None:
    report = admitted(SIGNED, outlet="Harbour Wire")

    assert (report.outlet, report.credited) == ("Harbour Wire", "Reuters")


def test_whom_the_text_retells_counts_before_the_agency() -> None:
    report = admitted(f"HARBOURTOWN, February 2 (ANI): {LEAD}", outlet="Harbour Wire")

    assert report.credited == "The New York Times"


def test_an_agency_that_retells_a_paper_is_outlet_and_the_paper_credited() -> None:
    report = admitted(f"HARBOURTOWN, February 2 (ANI): {LEAD}")

    assert (report.outlet, report.credited) == ("ANI", "The New York Times")


def test_a_government_retells_nobody() -> None:
    question = "Reuters: The New York Times reported that you will leave. Will you?\nMinister: No."

    assert admitted(question, url="https://www.state.gov/1").credited is None


def test_an_address_that_is_none_tells_nothing() -> None:
    assert admitted(url="http://[broken").outlet is None


def test_files_come_sorted_with_folders_in_their_place(tmp_path: Path) -> None:
    for name in ("c.txt", "b/z.txt", "b/a.md", "a.jsonl.gz", "B.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")

    names = [
        path.removeprefix(f"{tmp_path}/") for path in files_in(str(tmp_path)) if type(path) is str
    ]

    assert names == ["B.html", "a.jsonl.gz", "b/a.md", "b/z.txt", "c.txt"]


def test_hidden_files_and_folders_are_skipped(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.txt").write_text("x")
    (tmp_path / ".notes.txt").write_text("x")

    assert list(files_in(str(tmp_path))) == []


def test_a_file_of_unknown_kind_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("x")

    (problem,) = files_in(str(tmp_path))

    assert isinstance(problem, Problem)
    assert (problem.key, problem.kind) == (f"{tmp_path}/a.docx", "unknown-kind")
    assert not problem.is_warning


def test_links_to_folders_do_not_go_round(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)

    (problem,) = files_in(str(tmp_path))

    assert isinstance(problem, Problem)
    assert problem.detail == "is a link to a folder; name it by itself to read it"


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")

    (problem,) = files_in(str(tmp_path))

    assert isinstance(problem, Problem)
    assert problem.kind == "unreadable"


def test_a_folder_that_cannot_be_opened_is_a_problem_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").write_text("x")

    scandir = os.scandir

    @contextmanager
    def lister(folder: str) -> Iterator[Iterator["os.DirEntry[str]"]]:
        if folder.endswith("closed"):
            raise PermissionError(13, "Permission denied", folder)
        with scandir(folder) as entries:
            yield entries

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", lister)
        problem, path = files_in(str(tmp_path))

    assert isinstance(problem, Problem)
    assert (problem.key, problem.kind) == (f"{tmp_path}/closed", "unreadable")
    assert "Permission denied" in problem.detail
    assert path == f"{tmp_path}/open.txt"


ENGLISH = (
    "Norland recalled its ambassador from Sudria on Monday after the talks on fishing in the "
    "northern sea had broken down, the foreign ministry said in a short statement. "
)
GERMAN = (
    "Norland hat am Montag seinen Botschafter aus Sudria zurückgerufen, nachdem die Gespräche über "
    "die Fischerei in der nördlichen See gescheitert waren, teilte das Außenministerium mit. "
)
FRENCH = (
    "Norland a rappelé lundi son ambassadeur en Sudrie après l'échec des pourparlers sur la pêche "
    "dans la mer du Nord, a annoncé le ministère dans un communiqué. "
)
CHINESE = (
    "诺兰外交部星期一表示，在有关北部海域捕鱼问题的谈判破裂之后，诺兰已召回驻苏德里亚大使。" * 4
)


def test_english_is_not_foreign() -> None:
    assert foreign_language(ENGLISH) is None


@pytest.mark.parametrize(
    ("text", "language"), [(GERMAN, "de"), (FRENCH, "fr"), (CHINESE, "zh")], ids=["de", "fr", "zh"]
)
def test_another_language_is_named(text: str, language: str) -> None:
    assert foreign_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("外交部发言人星期一表示，中方对此强烈不满。", "zh"),
        ("日本政府は月曜日に大使を召還した。", "ja"),
        ("북한은 월요일 미사일을 발사했다.", "ko"),
        ("Россия отозвала посла.", "ru"),
        ("USA: 美国政府星期一召回大使，谈判破裂", "zh"),
    ],
    ids=["zh", "ja", "ko", "ru", "with a Latin word"],
)
def test_a_short_text_in_another_script_is_foreign(text: str, language: str) -> None:
    assert foreign_language(text) == language


@pytest.mark.parametrize("text", ["12.5 (3)", "Norland (诺兰) met Sudria (苏德里亚).", "…"])
def test_a_short_text_with_some_letters_of_another_script_is_not(text: str) -> None:
    assert foreign_language(text) is None


def test_a_short_text_in_latin_letters_is_never_foreign() -> None:
    assert foreign_language("Norland hat seinen Botschafter zurückgerufen.") is None


@pytest.mark.parametrize(
    "text",
    [
        "Xi Jinping, Kim Jong-un, Wang Yi, Li Qiang, Yoon Suk-yeol, Sergei Lavrov, Olaf Scholz\n"
        * 2,
        "Monday, January 29th, 2024\n" * 10,
        "1,204.50 2,118.75 88.1 (3.4) 12 " * 30,
    ],
    ids=["names", "dates", "figures"],
)
def test_names_dates_and_figures_are_not_foreign(text: str) -> None:
    assert foreign_language(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Nigerian President Chidi Okonkwo dismisses transport minister Bola Adewale for fraud.",
        "Phạm Văn Đồng is named as head of the Communist Party of Vietnam to follow Trần Văn Bình",
    ],
    ids=["Nigerian", "Vietnamese"],
)
def test_english_that_is_full_of_names_is_not_foreign(text: str) -> None:
    assert foreign_language(text) is None


def test_pidgin_is_told_by_its_own_words() -> None:
    text = "Presido Okonkwo don sack di minister wey dem dey accuse of fraud, na so di paper tok am"
    assert foreign_language(f"{text}. {text}") == "pcm"


def test_a_foreign_greeting_does_not_make_a_long_english_text_foreign() -> None:
    assert foreign_language(GERMAN * 30 + ENGLISH * 30) is None
    assert foreign_language(GERMAN * 60) == "de"


def test_a_table_without_the_text_column_offers_what_may_be_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("nr;headline;body\n1;Norland;Norland met Sudria.\n")

    (told,) = read(path).problems

    assert told.detail.endswith(
        "it has: nr, headline, body; name the one with the text: --text-column body"
    )


def test_a_long_text_is_read_and_a_warning_says_that_it_takes_its_time() -> None:
    text = "Norland met Sudria. " * 5_001
    warning, _, report = admit(Report(key="a", text=text), ReadOptions())

    assert isinstance(warning, Problem)
    assert (warning.kind, warning.is_warning) == ("long-text", True)
    assert warning.detail.startswith("has 100,020 characters and is read as one report")
    assert isinstance(report, Report)
