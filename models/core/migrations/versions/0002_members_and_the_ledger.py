"""Members' posts, leaving, guests, merges; hours beside sign-ins; imports undone; why cancelled."""

import sqlalchemy as sa
from alembic import op

from models.core import types
from models.core.rebuild import cites, exchanged, rebuild, words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rebuild_branch()
    _rebuild_member()
    _rebuild_roster_import()
    _rebuild_lesson()
    op.create_table(
        "roster_layout",
        sa.Column("header", sa.String(), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.Column("used_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("header", name=op.f("pk_roster_layout")),
    )
    op.create_table(
        "former_post",
        sa.Column("member_id", types.Id(), nullable=False),
        words("former_post", "role", "role", "member", "committee", "secretary"),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("starts_on", types.PartialDateType(), nullable=True),
        sa.Column("ends_on", types.PartialDateType(), nullable=False),
        *exchanged("former_post"),
        cites("former_post", "member_id", "member"),
    )
    op.create_index(op.f("ix_former_post_member_id"), "former_post", ["member_id"])
    op.create_index(op.f("ix_former_post_owner"), "former_post", ["owner"])
    op.create_table(
        "hours_record",
        sa.Column("member_id", types.Id(), nullable=False),
        words("hours_record", "kind", "hoursrecordkind", "online", "correction"),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        words(
            "hours_record", "task", "task", "theory", "political", "discipline", "purpose",
            "tradition", "situation", "skills", nullable=True,
        ),
        sa.Column("hours", types.SignedHours(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("undone_at", types.UtcTime(), nullable=True),
        *exchanged("hours_record"),
        cites("hours_record", "member_id", "member"),
    )  # fmt: skip
    op.create_index(op.f("ix_hours_record_member_id"), "hours_record", ["member_id"])
    op.create_index(op.f("ix_hours_record_owner"), "hours_record", ["owner"])
    op.create_table(
        "member_merge",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("kept_id", types.Id(), nullable=False),
        sa.Column("merged_id", types.Id(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("undone", sa.JSON(), nullable=False),
        sa.Column("merged_at", types.UtcTime(), nullable=False),
        sa.Column("taken_back_at", types.UtcTime(), nullable=True),
        cites("member_merge", "kept_id", "member"),
        cites("member_merge", "merged_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_merge")),
    )
    op.create_index(op.f("ix_member_merge_kept_id"), "member_merge", ["kept_id"])
    op.create_index(op.f("ix_member_merge_merged_id"), "member_merge", ["merged_id"])
    op.create_table(
        "member_photo",
        sa.Column("member_id", types.Id(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        cites("member_photo", "member_id", "member"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_member_photo")),
    )


def _rebuild_branch() -> None:
    rebuild(
        "branch",
        (
            sa.Column("name", sa.String(), nullable=False),
            sa.Column("short_name", sa.String(), nullable=False),
            sa.Column("parent_id", types.Id(), nullable=True),
            sa.Column("outside", sa.Boolean(), nullable=False),
            sa.Column("contact", sa.String(), nullable=False),
            sa.Column("phone", sa.String(), nullable=False),
            sa.Column("retired_at", types.UtcTime(), nullable=True),
            *exchanged("branch"),
            cites("branch", "parent_id", "branch"),
        ),
        added={"parent_id": "NULL", "outside": "0", "contact": "''", "phone": "''"},
    )
    op.create_index(op.f("ix_branch_owner"), "branch", ["owner"])
    op.create_index("uq_branch_owner_name", "branch", ["owner", "name"], unique=True)


def _rebuild_member() -> None:
    rebuild(
        "member",
        (
            sa.Column("name", sa.String(), nullable=False),
            sa.Column("pinyin", sa.String(), nullable=False),
            sa.Column("initials", sa.String(), nullable=False),
            sa.Column("sex", sa.String(), nullable=False),
            sa.Column("nation", sa.String(), nullable=False),
            sa.Column("identity_number", sa.String(), nullable=True),
            sa.Column("born", types.PartialDateType(), nullable=True),
            sa.Column("education", sa.String(), nullable=False),
            words("member", "kind", "memberkind", "full", "probationary", "guest"),
            words("member", "role", "role", "member", "committee", "secretary"),
            sa.Column("post", sa.String(), nullable=False),
            sa.Column("role_since", types.PartialDateType(), nullable=True),
            sa.Column("branch_id", types.Id(), nullable=False),
            sa.Column("joined", types.PartialDateType(), nullable=True),
            sa.Column("became_full", types.PartialDateType(), nullable=True),
            sa.Column("occupation", sa.String(), nullable=False),
            sa.Column("phone", sa.String(), nullable=False),
            sa.Column("floating", sa.Boolean(), nullable=False),
            sa.Column("note", sa.String(), nullable=False),
            sa.Column("card_code", sa.String(), nullable=False),
            sa.Column("retired_at", types.UtcTime(), nullable=True),
            words(
                "member", "left_kind", "leftkind", "retired", "transferred", "died", "merged",
                nullable=True,
            ),
            sa.Column("left_on", sa.Date(), nullable=True),
            sa.Column("left_to", sa.String(), nullable=False),
            sa.Column("merged_into_id", types.Id(), nullable=True),
            *exchanged("member"),
            cites("member", "branch_id", "branch"),
            cites("member", "merged_into_id", "member"),
        ),
        added={
            "role_since": "NULL",
            "left_kind": "iif(retired_at IS NULL, NULL, 'retired')",
            "left_on": "NULL",
            "left_to": "''",
            "merged_into_id": "NULL",
        },
    )  # fmt: skip
    op.create_index(op.f("ix_member_branch_id"), "member", ["branch_id"])
    op.create_index(op.f("ix_member_owner"), "member", ["owner"])
    op.create_index("uq_member_owner_card_code", "member", ["owner", "card_code"], unique=True)
    op.create_index(
        "uq_member_owner_identity_number", "member", ["owner", "identity_number"], unique=True
    )


def _rebuild_roster_import() -> None:
    rebuild(
        "roster_import",
        (
            sa.Column("id", types.Id(), nullable=False),
            sa.Column("file_name", sa.String(), nullable=False),
            sa.Column("file_hash", sa.String(), nullable=False),
            sa.Column("imported_at", types.UtcTime(), nullable=False),
            sa.Column("counts", sa.JSON(), nullable=False),
            sa.Column("problems", sa.JSON(), nullable=False),
            sa.Column("done", sa.JSON(), nullable=False),
            sa.Column("undone_at", types.UtcTime(), nullable=True),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
        ),
        added={"done": "'{}'", "undone_at": "NULL"},
    )


def _rebuild_lesson() -> None:
    rebuild(
        "lesson",
        (
            sa.Column("class_id", types.Id(), nullable=False),
            sa.Column("course_id", types.Id(), nullable=False),
            sa.Column("room_id", types.Id(), nullable=False),
            sa.Column("title", sa.String(), nullable=False),
            sa.Column("starts_at", types.LocalTime(), nullable=False),
            sa.Column("ends_at", types.LocalTime(), nullable=False),
            sa.Column("hours", types.Hours(), nullable=False),
            sa.Column("cancelled_at", types.UtcTime(), nullable=True),
            sa.Column("cancel_reason", sa.String(), nullable=False),
            *exchanged("lesson"),
            cites("lesson", "class_id", "training_class"),
            cites("lesson", "course_id", "course"),
            cites("lesson", "room_id", "room"),
        ),
        added={"cancel_reason": "''"},
    )
    op.create_index(op.f("ix_lesson_class_id"), "lesson", ["class_id"])
    op.create_index(op.f("ix_lesson_owner"), "lesson", ["owner"])
    op.create_index("ix_lesson_owner_starts_at", "lesson", ["owner", "starts_at"])
    op.create_index("ix_lesson_room_id_starts_at", "lesson", ["room_id", "starts_at"])
