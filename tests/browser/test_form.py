"""The form of a sample, as a file in a browser: filled in, kept, and saved as CSV."""

from pathlib import Path

from playwright.sync_api import Browser

from detente.evaluate import read_filled
from evaluate.checking.samples import form_in

_MOST_RELOADS = 10


def test_a_form_is_filled_in_and_saved_without_a_server(browser: Browser, tmp_path: Path) -> None:
    page, saved = tmp_path / "check.html", tmp_path / "check.csv"
    page.write_bytes(form_in(tmp_path / "record.duckdb", n_reports=2).html())
    window = browser.new_page(accept_downloads=True)
    wrongs: list[str] = []
    window.on("pageerror", lambda error: wrongs.append(str(error)))
    window.goto(page.as_uri())

    window.get_by_label("Your name").fill("Ada Holm")
    for claim in window.locator("article:not(.report)").all():
        claim.get_by_role("button", name="All of it is right").click()
    window.locator("[data-value=check_recipients]").first.fill("-REB")
    for box in window.get_by_role("checkbox").all():
        box.check()
    window.get_by_role("button", name="Another act").first.click()
    window.locator("fieldset").nth(3).get_by_label("its words").fill('they "left", again')
    for _ in range(_MOST_RELOADS):  # what is answered is kept, but written in its own time
        window.reload()
        if window.get_by_label("Your name").input_value():
            break
    with window.expect_download() as download:
        window.get_by_role("button", name="Save as CSV").click()
    download.value.save_as(saved)
    window.close()

    found = read_filled(saved)
    assert wrongs == []
    assert download.value.suggested_filename == "check-Ada-Holm.csv"
    assert found.checker == "Ada Holm"
    assert [one.is_act for one in found.claims] == [True] * 3
    assert [one.answers["recipients"].value for one in found.claims].count("-REB") == 1
    (missed,) = found.missed
    assert len(found.read) == 2
    assert missed in found.read
    assert 'they ""left"", again' in saved.read_text(encoding="utf-8")
