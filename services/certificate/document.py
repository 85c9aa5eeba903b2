"""A certificate's document as it was issued, on its way to paper once more."""

from dataclasses import dataclass
from uuid import UUID

from services.certificate.operations import paper, reprint
from services.core.paper.declared import Paper
from services.core.session import WorkSession


@dataclass(frozen=True)
class Original:
    number: str
    holder: str
    pdf: bytes
    missing: tuple[str, ...]


def original(
    session: WorkSession,
    certificate_id: UUID,
    number: str,
    holder: str,
    missing: tuple[str, ...],
) -> Original:
    """`missing` are the characters printed as 〓, told to who has just issued it."""
    return Original(number, holder, paper(session, certificate_id), missing)


CERTIFICATE = Paper(
    key="certificate.appointment",
    words="聘书",
    content=original,
    render=lambda content, _report: content.pdf,
    missing=lambda content: content.missing,
    name=lambda content, *_: f"{content.number}-{content.holder}",
    title=lambda content, *_: f"聘书 {content.number}",
    verb="certificate.reprint",
    log=lambda session, certificate_id, *_: reprint(session, certificate_id),
)
