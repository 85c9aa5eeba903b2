"""The foundation: people, places, classes, sign-ins, lecturers, certificates, exchange.

A released migration stays one file: it is never edited.
"""

import sqlalchemy as sa
from alembic import op

from models.core import types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", types.UtcTime(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    op.create_table(
        "branch",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("retired_at", types.UtcTime(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
    )
    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_owner"), ["owner"], unique=False)
        batch_op.create_index("uq_branch_owner_name", ["owner", "name"], unique=True)

    op.create_table(
        "course",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "task",
            sa.Enum(
                "theory",
                "political",
                "discipline",
                "purpose",
                "tradition",
                "situation",
                "skills",
                name="task",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "tier",
            sa.Enum(
                "first",
                "main",
                "required",
                "elective",
                name="tier",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("hours", types.Hours(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("syllabus", sa.String(), nullable=False),
        sa.Column("retired_at", types.UtcTime(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
    )
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_owner"), ["owner"], unique=False)
        batch_op.create_index("uq_course_owner_code", ["owner", "code"], unique=True)

    op.create_table(
        "lecturer",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pinyin", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("rank", sa.String(), nullable=False),
        sa.Column("education", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "appointed",
                "invited",
                "seconded",
                name="lecturersource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("employer", sa.String(), nullable=False),
        sa.Column("topics", sa.String(), nullable=False),
        sa.Column("retired_at", types.UtcTime(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lecturer")),
    )
    with op.batch_alter_table("lecturer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lecturer_owner"), ["owner"], unique=False)

    op.create_table(
        "own_keys",
        sa.Column("workspace", types.Id(), nullable=False),
        sa.Column("signing_key", sa.LargeBinary(), nullable=False),
        sa.Column("age_identity", sa.String(), nullable=False),
        sa.Column("install", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_own_keys")),
    )
    op.create_table(
        "peer",
        sa.Column("workspace", types.Id(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "school",
                "county",
                name="workspacekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("verify_key", sa.LargeBinary(), nullable=False),
        sa.Column("age_recipient", sa.String(), nullable=False),
        sa.Column("install", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("trusted_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_peer")),
    )
    op.create_table(
        "roster_import",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("imported_at", types.UtcTime(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
    )
    op.create_table(
        "school",
        sa.Column(
            "kind",
            sa.Enum(
                "school",
                "county",
                name="workspacekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("county_name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_owner"), ["owner"], unique=False)

    op.create_table(
        "sent_bundle",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "enrol",
                "keyset",
                "snapshot",
                "receipt",
                "issue",
                name="bundlekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recipient", types.Id(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "approved",
                "written",
                "delivered",
                "held",
                "refused",
                name="bundlestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("manifest_hash", sa.String(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answers", types.Id(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("written_at", types.UtcTime(), nullable=True),
        sa.Column("delivered_at", types.UtcTime(), nullable=True),
        sa.Column("discarded_at", types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_bundle")),
    )
    with op.batch_alter_table("sent_bundle", schema=None) as batch_op:
        batch_op.create_index(
            "uq_sent_bundle_recipient_sequence", ["recipient", "sequence"], unique=True
        )

    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "site",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "main_campus",
                "branch_point",
                "practice_site",
                "teaching_base",
                name="sitekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("keeper", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("retired_at", types.UtcTime(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_site_owner"), ["owner"], unique=False)
        batch_op.create_index("uq_site_owner_name", ["owner", "name"], unique=True)

    op.create_table(
        "taken_bundle",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "enrol",
                "keyset",
                "snapshot",
                "receipt",
                "issue",
                name="bundlekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sender", types.Id(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("manifest_hash", sa.String(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("held_for", sa.String(), nullable=False),
        sa.Column("taken_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_bundle")),
    )
    with op.batch_alter_table("taken_bundle", schema=None) as batch_op:
        batch_op.create_index(
            "uq_taken_bundle_sender_epoch_sequence", ["sender", "epoch", "sequence"], unique=True
        )

    op.create_table(
        "training_class",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("rotation", sa.Boolean(), nullable=False),
        sa.Column("head_teacher", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "running",
                "finished",
                "archived",
                "cancelled",
                name="classstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_class")),
    )
    with op.batch_alter_table("training_class", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_class_owner"), ["owner"], unique=False)
        batch_op.create_index("uq_training_class_owner_code", ["owner", "code"], unique=True)

    op.create_table(
        "appointment",
        sa.Column("lecturer_id", types.Id(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lecturer_id"], ["lecturer.id"], name=op.f("fk_appointment_lecturer_id_lecturer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index("ix_appointment_lecturer_id", ["lecturer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_owner"), ["owner"], unique=False)

    op.create_table(
        "member",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pinyin", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("nation", sa.String(), nullable=False),
        sa.Column("identity_number", sa.String(), nullable=True),
        sa.Column("born", types.PartialDateType(), nullable=True),
        sa.Column("education", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "full",
                "probationary",
                name="memberkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "member",
                "committee",
                "secretary",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("branch_id", types.Id(), nullable=False),
        sa.Column("joined", types.PartialDateType(), nullable=True),
        sa.Column("became_full", types.PartialDateType(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("floating", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("card_code", sa.String(), nullable=False),
        sa.Column("retired_at", types.UtcTime(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_member_branch_id_branch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_member_owner"), ["owner"], unique=False)
        batch_op.create_index("uq_member_owner_card_code", ["owner", "card_code"], unique=True)
        batch_op.create_index(
            "uq_member_owner_identity_number", ["owner", "identity_number"], unique=True
        )

    op.create_table(
        "room",
        sa.Column("site_id", types.Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("retired_at", types.UtcTime(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_room_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
    )
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_owner"), ["owner"], unique=False)
        batch_op.create_index("uq_room_site_id_name", ["site_id", "name"], unique=True)

    op.create_table(
        "certificate",
        sa.Column(
            "kind",
            sa.Enum(
                "appointment",
                "completion",
                "honour",
                name="certificatekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "issued",
                "superseded",
                "void",
                name="certificatestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("appointment_id", types.Id(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
            name=op.f("fk_certificate_appointment_id_appointment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_owner"), ["owner"], unique=False)
        batch_op.create_index("uq_certificate_owner_number", ["owner", "number"], unique=True)

    op.create_table(
        "enrolment",
        sa.Column("class_id", types.Id(), nullable=False),
        sa.Column("member_id", types.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["training_class.id"], name=op.f("fk_enrolment_class_id_training_class")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_enrolment_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolment_owner"), ["owner"], unique=False)
        batch_op.create_index(
            "uq_enrolment_class_id_member_id", ["class_id", "member_id"], unique=True
        )

    op.create_table(
        "lesson",
        sa.Column("class_id", types.Id(), nullable=False),
        sa.Column("course_id", types.Id(), nullable=False),
        sa.Column("room_id", types.Id(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", types.LocalTime(), nullable=False),
        sa.Column("ends_at", types.LocalTime(), nullable=False),
        sa.Column("hours", types.Hours(), nullable=False),
        sa.Column("cancelled_at", types.UtcTime(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["training_class.id"], name=op.f("fk_lesson_class_id_training_class")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_lesson_course_id_course")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_lesson_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_class_id"), ["class_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_owner"), ["owner"], unique=False)
        batch_op.create_index("ix_lesson_owner_starts_at", ["owner", "starts_at"], unique=False)
        batch_op.create_index("ix_lesson_room_id_starts_at", ["room_id", "starts_at"], unique=False)

    op.create_table(
        "booking",
        sa.Column("lesson_id", types.Id(), nullable=False),
        sa.Column("lecturer_id", types.Id(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "confirmed",
                "taught",
                "paid",
                "declined",
                "cancelled",
                "substituted",
                name="bookingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("warning_reason", sa.String(), nullable=False),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lecturer_id"], ["lecturer.id"], name=op.f("fk_booking_lecturer_id_lecturer")
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_booking_lesson_id_lesson")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index("ix_booking_lecturer_id", ["lecturer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_owner"), ["owner"], unique=False)
        batch_op.create_index(
            "uq_booking_lesson_id_lecturer_id",
            ["lesson_id", "lecturer_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('requested', 'confirmed', 'taught', 'paid')"),
        )

    op.create_table(
        "certificate_paper",
        sa.Column("certificate_id", types.Id(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_paper_certificate_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_paper")),
    )
    op.create_table(
        "sign_in",
        sa.Column("lesson_id", types.Id(), nullable=False),
        sa.Column("member_id", types.Id(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "present",
                "late",
                "left_early",
                "leave",
                "absent",
                "made_up",
                name="signinstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "scan",
                "keyboard",
                "paper",
                name="signinmethod",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("arrived_at", types.LocalTime(), nullable=True),
        sa.Column("minutes_late", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("walk_in", sa.Boolean(), nullable=False),
        sa.Column("replaces_id", types.Id(), nullable=True),
        sa.Column("undone_at", types.UtcTime(), nullable=True),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_sign_in_lesson_id_lesson")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_sign_in_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["sign_in.id"], name=op.f("fk_sign_in_replaces_id_sign_in")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_member_id", ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_owner"), ["owner"], unique=False)
        batch_op.create_index(
            "uq_sign_in_lesson_id_member_id",
            ["lesson_id", "member_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
        )
