"""The register of learning materials, and the courses that use them."""

import sqlalchemy as sa
from alembic import op

from models.core import types
from models.core.rebuild import cites, exchanged, texts, words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TASKS = ("theory", "political", "discipline", "purpose", "tradition", "situation", "skills")
KINDS = ("textbook", "courseware", "micro_video", "lesson_video", "article", "case")


def upgrade() -> None:
    op.create_table(
        "material",
        words("material", "kind", "materialkind", *KINDS),
        *texts("title"),
        words("material", "task", "task", *TASKS),
        *texts("author"),
        sa.Column("made_on", types.PartialDateType(), nullable=True),
        sa.Column("length", sa.Integer(), nullable=False),
        *texts("note"),
        words("material", "review", "materialreview", "waiting", "approved", "returned"),
        *texts("reviewed_by"),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        *texts("review_note"),
        sa.Column("retired_at", types.UtcTime(), nullable=True),
        *exchanged("material"),
    )
    op.create_index(op.f("ix_material_owner"), "material", ["owner"])
    op.create_table(
        "material_course",
        sa.Column("material_id", types.Id(), nullable=False),
        sa.Column("course_id", types.Id(), nullable=False),
        cites("material_course", "course_id", "course"),
        cites("material_course", "material_id", "material"),
        *exchanged("material_course"),
    )
    op.create_index(op.f("ix_material_course_course_id"), "material_course", ["course_id"])
    op.create_index(op.f("ix_material_course_owner"), "material_course", ["owner"])
    op.create_index(
        "uq_material_course_material_id_course_id",
        "material_course",
        ["material_id", "course_id"],
        unique=True,
    )
