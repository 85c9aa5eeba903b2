"""Snapshots of the program before: a county that was upgraded first still reads its schools."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.core.database import SCHEMA_MAJOR, SCHEMA_MINOR
from models.course import Course
from models.school import School, WorkspaceKind
from models.site import Site
from models.training_class import Lesson
from services import exchange, features
from services.core import identity
from services.exchange import columns, errors, frame, layouts, manifest
from tests.helpers.exchange import broken_citations, silent, take, unchanged
from tests.helpers.old_bundles import FOLDER, county_of

BUNDLES = sorted(FOLDER.glob("*.psb"))


def test_there_is_one_of_each_program_that_is_read() -> None:
    """Whoever raises the schema adds a file of the program before, and its layout."""
    before = [schema for schema in layouts.READ if schema != layouts.NOW]
    assert before[-1] == (SCHEMA_MAJOR, SCHEMA_MINOR - 1)
    assert [path.name for path in BUNDLES] == [
        f"schema_{major}_{minor}.psb" for major, minor in before
    ]


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda path: path.stem)
def test_it_is_taken_in_whole(bundle: Path, tmp_path: Path) -> None:
    county = county_of(bundle, tmp_path / "county")
    seen = exchange.inspect(county, bundle, silent)
    counts = {one.words: one.new for one in seen.tables}
    assert (counts["党员"], counts["签到（含撤销）"]) == (12, 30)
    done = take(county, bundle)
    assert done.receipt is not None
    assert broken_citations(county) == []
    with county.read() as session:
        sender = session.scalars(select(School.id).where(School.kind == WorkspaceKind.school)).one()
        for kind in (table.model for table in features.tables()):
            words = columns.words(kind.__tablename__)
            held = session.scalar(select(func.count()).where(kind.owner == sender))
            assert held == counts.get(words, 0), words
        lessons = session.execute(select(Lesson, Course).join(Course)).all()
        assert lessons
        for lesson, course in lessons:
            assert (lesson.task, lesson.tier, lesson.form) == (
                course.task,
                course.tier,
                course.form,
            )
            assert (course.topics, course.review) == ("", "none")
        assert {(site.opening, site.other_use) for site in session.scalars(select(Site))} == {
            ("", "")
        }
    with unchanged(county):
        assert take(county, bundle).again
    county.close()


def test_older_and_mislabelled_files_are_refused(tmp_path: Path) -> None:
    """What says it is old must be old, and what is old must say so."""
    bundle = FOLDER / "schema_1_1.psb"
    county = county_of(bundle, tmp_path / "county")
    with county.read() as session:
        keys = identity.own(session)
    opened = frame.split(frame.uncover(bundle.read_bytes(), keys.age_identity))
    signing_key = keys.signing_key
    own = identity.public_keys(keys)
    with county.write("test.forge") as session:
        from models.school import Peer

        peer = session.scalars(select(Peer)).one()
        peer.verify_key = own.verify_key  # so that the test may sign as the school
        fingerprint = exchange.peers(session)[0].fingerprint
    made = manifest.parse(opened.manifest)
    made = replace(made, sender=replace(made.sender, fingerprint=fingerprint))
    for schema, kind in (
        ((SCHEMA_MAJOR, SCHEMA_MINOR), errors.BadContents),
        ((1, 0), errors.TooOld),
        ((0, 9), errors.TooOld),
    ):
        written = replace(made, schema=schema).to_bytes()
        sealed = frame.build(opened.kind, written, opened.payload, signing_key)
        path = tmp_path / "forged.psb"
        path.write_bytes(frame.cover(sealed, (own.age_recipient,)))
        with unchanged(county), pytest.raises(kind):
            take(county, path)
    county.close()
