"""How two sides stand: a period chosen once, the latest acts first, what is folded in reach."""

import io
import re

import pytest
from docx import Document
from starlette.testclient import TestClient

from web.reading import seen_in

PERIOD = {"since": "2024-02-01", "until": "2024-03-31"}


def test_a_period_is_chosen_once_for_brief_months_pictures_and_timeline(desk: TestClient) -> None:
    page = seen_in(desk.get("/dyad/NRL/SDR", params=PERIOD).text)
    twin = desk.get("/dyad/NRL/SDR.json", params=PERIOD).json()

    assert twin["brief"]["scope"]["since"] == PERIOD["since"]
    assert twin["brief"]["scope"]["as_of"] == PERIOD["until"]
    assert {month["start"][:7] for month in twin["months"]} == {"2024-02", "2024-03"}
    days = [one["date"]["start"] for one in (*twin["latest"], *twin["timeline"]["events"])]
    assert min(days) >= PERIOD["since"]
    assert max(days) <= PERIOD["until"]
    pictures = [link for link in page.links() if link.startswith("/picture/NRL/SDR/")]
    assert pictures
    assert all("since=2024-02-01" in link for link in pictures)


def test_the_latest_acts_stand_before_the_rest_of_the_brief(desk: TestClient) -> None:
    text = desk.get("/dyad/NRL/SDR").text

    assert (
        0
        < text.index("Latest acts")
        < text.index("What this rests on")
        < text.index("Timeline</h2>")
    )
    assert len(desk.get("/dyad/NRL/SDR.json").json()["latest"]) == 6


def test_all_lines_of_the_brief_are_one_link_away(desk: TestClient) -> None:
    short = seen_in(desk.get("/dyad/NRL/SDR").text)
    whole = seen_in(desk.get("/dyad/NRL/SDR?all=true").text)

    assert "/dyad/NRL/SDR?all=true" in short.links()
    assert "/dyad/NRL/SDR?all=true" not in whole.links()
    assert len(whole.named("li")) > len(short.named("li"))


@pytest.mark.parametrize("day", ["2024-02-30", "soon"])
def test_a_period_that_is_none_is_refused(desk: TestClient, day: str) -> None:
    assert desk.get("/dyad/NRL/SDR", params={"since": day}).status_code == 400


def test_the_brief_is_there_as_markdown_and_for_word(desk: TestClient) -> None:
    markdown = desk.get("/dyad/NRL/SDR/brief.md", params=PERIOD)
    word = desk.get("/dyad/NRL/SDR/brief.docx", params=PERIOD)
    paragraphs = [one.text for one in Document(io.BytesIO(word.content)).paragraphs]

    assert markdown.text.startswith("# NRL (NRL) and SDR (SDR) since 1 Feb 2024")
    assert paragraphs[0].startswith("NRL (NRL) and SDR (SDR) since 1 Feb 2024")
    assert "Reports" in paragraphs
    assert word.headers["content-disposition"] == 'attachment; filename="NRL-SDR.docx"'
    assert desk.get("/dyad/NRL/SDR/brief.docx", params=PERIOD).content == word.content
    assert desk.get("/dyad/NRL/XXX/brief.md").status_code == 404


def test_a_file_of_the_brief_counts_what_it_leaves_out_or_has_all(desk: TestClient) -> None:
    short, whole = (desk.get("/dyad/NRL/SDR/brief.md" + asked).text for asked in ("", "?all=true"))
    word = desk.get("/dyad/NRL/SDR/brief.docx").content
    paragraphs = [one.text for one in Document(io.BytesIO(word)).paragraphs]

    (left,) = re.findall(r"^- (and \d+ more)", short, re.MULTILINE)[:1]
    assert left in paragraphs
    assert "--all" not in short
    assert not re.search(r"^- and \d+ more", whole, re.MULTILINE)
    assert "brief.docx?all=true" in desk.get("/dyad/NRL/SDR?all=true").text


def test_names_of_sides_lead_to_the_address_with_their_codes(desk: TestClient) -> None:
    moved = desk.get("/dyad/Bosnia and Herzegovina/sdr?since=2024-02-01", follow_redirects=False)
    twin = desk.get("/dyad/Russia/Ukraine.json", follow_redirects=False)

    assert moved.status_code == twin.status_code == 307
    assert moved.headers["location"] == "/dyad/BIH/SDR?since=2024-02-01"
    assert twin.headers["location"] == "/dyad/RUS/UKR.json"
    assert desk.get("/dyad/Russia/Ukraine").status_code == 200
    assert desk.get("/api/v1/relations/Russia/Ukraine").status_code == 200


def test_a_side_that_nobody_knows_is_refused_with_the_nearest(desk: TestClient) -> None:
    told = desk.get("/dyad/Russia/Ukrane.json")

    assert told.status_code == 404
    assert "did you mean UKR" in told.json()["detail"]
