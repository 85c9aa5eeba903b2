"""Papers against a bare canvas that prints the same text: the floor of what drawing costs."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from statistics import median
from time import perf_counter

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from services.certificate import appointment_paper
from services.core.paper import fonts
from services.core.paper.fonts import Face
from services.sign_in import sheet
from tests.benchmarks.measure import sized
from tests.helpers.teaching import NAMES
from tests.services.test_appointment_paper import PAPER
from tests.services.test_paper import crowd, pages

pytestmark = pytest.mark.benchmark
PEOPLE = CERTIFICATES = sized(500, 40)
ROUNDS = sized(7, 1)


def bare(texts: list[list[str]], face: Face, size: tuple[float, float]) -> bytes:
    """Each text of each page as one string, in one face and size, and nothing else."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, pageCompression=1)
    name = fonts.font(face)
    for page in texts:
        canvas.setFont(name, 10.5)
        for number, text in enumerate(page):
            canvas.drawString(80 + number % 7 * 60, 700 - number // 7 * 20, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def compare(
    words: str, product: Callable[[], bytes], floor: Callable[[], bytes], goal: float
) -> None:
    """Both in turn, so that a busy machine is busy for both; prints the ratio of medians."""
    product(), floor()
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for times, work in zip(spent, (product, floor), strict=True):
            start = perf_counter()
            work()
            times.append(perf_counter() - start)
    ours, least = (median(times) for times in spent)
    print(f"\n{words}: {ours * 1000:.0f} ms, bare canvas {least * 1000:.0f} ms, "
          f"ratio {ours / least:.2f} (goal {goal})")  # fmt: skip


def test_sign_in_sheet_of_500() -> None:
    source = crowd(PEOPLE)
    persons = tuple(
        replace(person, name=NAMES[number % len(NAMES)])
        for number, person in enumerate(source.persons)
    )
    source = replace(source, persons=persons)
    texts = [text.split() for text in pages(sheet.render(source))]
    assert sum(len(page) for page in texts) > 5 * PEOPLE
    compare(
        f"sign-in sheet, {PEOPLE} people",
        lambda: sheet.render(source),
        lambda: bare(texts, Face.song, A4),
        2.0,
    )


def test_500_certificates_in_one_file() -> None:
    papers = [
        replace(PAPER, number=f"ZS-聘-2026-{number:04d}", holder=NAMES[number % len(NAMES)])
        for number in range(1, CERTIFICATES + 1)
    ]
    texts = [text.splitlines() for text in pages(appointment_paper.render_all(papers))]
    assert len(texts) == CERTIFICATES
    compare(
        f"{CERTIFICATES} certificates",
        lambda: appointment_paper.render_all(papers),
        lambda: bare(texts, Face.kai, landscape(A4)),
        1.5,
    )
