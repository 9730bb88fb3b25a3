"""A journey that codes by two words, so that the command line is tested without a parser."""

from collections.abc import Sequence

from builders import a_claim, a_date, a_problem, a_run, a_statement
from detente.codebook import Codebook, load_codebook
from detente.config import Config
from detente.errors import BadReport
from detente.records import Coded, Report, Run


class FakeJourney:
    """``met`` makes a meeting, ``said`` a statement; ``POISON`` and ``CTRL-C`` go wrong."""

    second = None

    def __init__(self, config: Config) -> None:
        self.config = config
        self.codebook: Codebook = load_codebook()
        self.run: Run = a_run()

    def parse_all(self, reports: Sequence[Report]) -> list[None]:
        return [None for _ in reports]

    def code(self, report: Report, parsed: None = None) -> Coded:
        assert parsed is None
        if "POISON" in report.text:
            raise BadReport(report.key, "poison", "holds poison")
        if "CTRL-C" in report.text:
            raise KeyboardInterrupt
        claims = (a_claim(report, predicate="met", date=a_date()),) if "met" in report.text else ()
        said = (a_statement(report, about=("NRL", "SDR")),) if "said" in report.text else ()
        warning = a_problem(
            key=report.key, kind="no-claims", detail="no claim found", is_warning=True
        )
        return Coded(
            report=report, claims=claims, statements=said, problems=() if claims else (warning,)
        )
