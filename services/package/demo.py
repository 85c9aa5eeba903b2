"""A made-up package: a lesson in class, then a visit to the last site."""

from decimal import Decimal

from services import course, site
from services.core.session import WorkSession
from services.package.kinds import kinds
from services.package.operations import PackageDraft, StageDraft, create, next_code


def demo(session: WorkSession) -> None:
    courses = [row.id for row in course.list_all(session)]
    base = site.list_all(session)[-1].id
    create(
        session,
        PackageDraft(
            next_code(session),
            "学党史、走红色路",
            kinds(session)[0],
            (StageDraft(courses[0]), StageDraft(courses[5], base, Decimal(2))),
            audience="全体党员",
        ),
    )
