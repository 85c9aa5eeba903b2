"""Exemptions, training elsewhere, hours and certificates from before the program came, earlier
branches of members, and branches that were found to be one."""

import sqlalchemy as sa
from alembic import op

from models.core import types
from models.core.rebuild import cites, exchanged, rebuild, texts, words

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TASKS = ("theory", "political", "discipline", "purpose", "tradition", "situation", "skills")
REASONS = ("old_and_weak", "hard_of_moving", "gravely_ill", "disabled", "other")
LEVELS = ("county", "city", "province", "centre", "elsewhere")
RESULTS = ("completed", "not_completed", "unknown")


def upgrade() -> None:
    _rebuild_branch()
    _make_branch_tables()
    _make_former_branch()
    _make_exemption()
    _make_upper_training()
    _rebuild_hours_record()
    _rebuild_certificate()


def _rebuild_branch() -> None:
    rebuild(
        "branch",
        (
            *texts("name", "short_name"),
            sa.Column("parent_id", types.Id(), nullable=True),
            sa.Column("outside", sa.Boolean(), nullable=False),
            *texts("contact", "phone"),
            sa.Column("retired_at", types.UtcTime(), nullable=True),
            sa.Column("merged_into_id", types.Id(), nullable=True),
            *exchanged("branch"),
            cites("branch", "merged_into_id", "branch"),
            cites("branch", "parent_id", "branch"),
        ),
        added={"merged_into_id": "NULL"},
    )
    op.create_index(op.f("ix_branch_owner"), "branch", ["owner"])
    op.create_index("uq_branch_owner_name", "branch", ["owner", "name"], unique=True)


def _make_branch_tables() -> None:
    op.create_table(
        "branch_merge",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("kept_id", types.Id(), nullable=False),
        sa.Column("merged_id", types.Id(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("merged_at", types.UtcTime(), nullable=False),
        sa.Column("taken_back_at", types.UtcTime(), nullable=True),
        cites("branch_merge", "kept_id", "branch"),
        cites("branch_merge", "merged_id", "branch"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_merge")),
    )
    op.create_index(op.f("ix_branch_merge_kept_id"), "branch_merge", ["kept_id"])
    op.create_index(op.f("ix_branch_merge_merged_id"), "branch_merge", ["merged_id"])
    op.create_table(
        "branch_spelling",
        *texts("sender", "spelling"),
        sa.Column("branch_id", types.Id(), nullable=True),
        sa.Column("said_at", types.UtcTime(), nullable=False),
        cites("branch_spelling", "branch_id", "branch"),
        sa.PrimaryKeyConstraint("sender", "spelling", name=op.f("pk_branch_spelling")),
    )


def _make_former_branch() -> None:
    op.create_table(
        "former_branch",
        sa.Column("member_id", types.Id(), nullable=False),
        sa.Column("branch_id", types.Id(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        *exchanged("former_branch"),
        cites("former_branch", "branch_id", "branch"),
        cites("former_branch", "member_id", "member"),
    )
    op.create_index(op.f("ix_former_branch_branch_id"), "former_branch", ["branch_id"])
    op.create_index(op.f("ix_former_branch_member_id"), "former_branch", ["member_id"])
    op.create_index(op.f("ix_former_branch_owner"), "former_branch", ["owner"])


def _make_exemption() -> None:
    op.create_table(
        "exemption",
        sa.Column("member_id", types.Id(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        words("exemption", "reason", "exemptionreason", *REASONS),
        *texts("reason_note"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *texts("paper"),
        sa.Column("undone_at", types.UtcTime(), nullable=True),
        *exchanged("exemption"),
        cites("exemption", "member_id", "member"),
    )
    op.create_index(op.f("ix_exemption_member_id"), "exemption", ["member_id"])
    op.create_index(op.f("ix_exemption_owner"), "exemption", ["owner"])


def _make_upper_training() -> None:
    op.create_table(
        "upper_training",
        sa.Column("member_id", types.Id(), nullable=False),
        words("upper_training", "level", "traininglevel", *LEVELS),
        *texts("organiser", "class_name"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        words("upper_training", "result", "trainingresult", *RESULTS),
        sa.Column("collective", sa.Boolean(), nullable=False),
        *texts("paper"),
        sa.Column("undone_at", types.UtcTime(), nullable=True),
        *exchanged("upper_training"),
        cites("upper_training", "member_id", "member"),
    )
    op.create_index(op.f("ix_upper_training_member_id"), "upper_training", ["member_id"])
    op.create_index(op.f("ix_upper_training_owner"), "upper_training", ["owner"])


def _rebuild_hours_record() -> None:
    kinds = ("online", "correction", "upper_training", "opening")
    rebuild(
        "hours_record",
        (
            sa.Column("member_id", types.Id(), nullable=False),
            words("hours_record", "kind", "hoursrecordkind", *kinds),
            sa.Column("on_day", sa.Date(), nullable=False),
            *texts("title"),
            words("hours_record", "task", "task", *TASKS, nullable=True),
            sa.Column("hours", types.SignedHours(), nullable=False),
            *texts("reason", "paper", "approved_by"),
            sa.Column("training_id", types.Id(), nullable=True),
            sa.Column("collective", sa.Boolean(), nullable=False),
            sa.Column("undone_at", types.UtcTime(), nullable=True),
            *exchanged("hours_record"),
            cites("hours_record", "member_id", "member"),
            cites("hours_record", "training_id", "upper_training"),
        ),
        added={"training_id": "NULL", "collective": "0"},
    )
    op.create_index(op.f("ix_hours_record_member_id"), "hours_record", ["member_id"])
    op.create_index(op.f("ix_hours_record_owner"), "hours_record", ["owner"])
    op.create_index(op.f("ix_hours_record_training_id"), "hours_record", ["training_id"])


def _rebuild_certificate() -> None:
    rebuild(
        "certificate",
        (
            words("certificate", "kind", "certificatekind", "appointment", "completion", "honour"),
            *texts("number"),
            sa.Column("year", sa.Integer(), nullable=False),
            sa.Column("serial", sa.Integer(), nullable=False),
            words("certificate", "state", "certificatestate", "issued", "superseded", "void"),
            *texts("holder"),
            sa.Column("appointment_id", types.Id(), nullable=True),
            sa.Column("issued_on", sa.Date(), nullable=False),
            sa.Column("content", sa.JSON(), nullable=False),
            sa.Column("printed", sa.Integer(), nullable=False),
            sa.Column("earlier", sa.Boolean(), nullable=False),
            *texts("paper"),
            *exchanged("certificate"),
            cites("certificate", "appointment_id", "appointment"),
        ),
        added={"earlier": "0", "paper": "''"},
    )
    op.create_index(op.f("ix_certificate_owner"), "certificate", ["owner"])
    op.create_index("uq_certificate_owner_number", "certificate", ["owner", "number"], unique=True)
