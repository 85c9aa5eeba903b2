"""The menu, packages, orders, the rotation plan; lessons that keep what their course was.

A released migration stays one file: it is never edited.
"""

import sqlalchemy as sa
from alembic import op

from models.core import types
from models.core.rebuild import cites, exchanged, rebuild, texts, words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TASKS = (
    "theory", "political", "discipline", "purpose", "tradition", "situation", "skills",
)  # fmt: skip
TIERS = ("first", "main", "required", "elective")


def upgrade() -> None:
    _rebuild_sites()
    _rebuild_course()
    _add_packages_and_menus()
    _add_plans()
    _rebuild_classes()
    _add_orders()


def _rebuild_sites() -> None:
    rebuild(
        "site",
        (
            *texts("name"),
            words(
                "site",
                "kind",
                "sitekind",
                "main_campus",
                "branch_point",
                "practice_site",
                "teaching_base",
            ),
            *texts("address", "keeper", "phone", "other_use", "opening", "map_point"),
            sa.Column("retired_at", types.UtcTime(), nullable=True),
            *exchanged("site"),
        ),
        added={"other_use": "''", "opening": "''", "map_point": "''"},
    )
    op.create_index(op.f("ix_site_owner"), "site", ["owner"])
    op.create_index("uq_site_owner_name", "site", ["owner", "name"], unique=True)
    rebuild(
        "room",
        (
            sa.Column("site_id", types.Id(), nullable=False),
            *texts("name"),
            sa.Column("places", sa.Integer(), nullable=False),
            *texts("equipment"),
            sa.Column("retired_at", types.UtcTime(), nullable=True),
            *exchanged("room"),
            cites("room", "site_id", "site"),
        ),
        added={"equipment": "''"},
    )
    op.create_index(op.f("ix_room_owner"), "room", ["owner"])
    op.create_index("uq_room_site_id_name", "room", ["site_id", "name"], unique=True)
    op.create_table(
        "travel",
        sa.Column("from_id", types.Id(), nullable=False),
        sa.Column("to_id", types.Id(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        cites("travel", "from_id", "site"),
        cites("travel", "to_id", "site"),
        *exchanged("travel"),
    )
    op.create_index(op.f("ix_travel_owner"), "travel", ["owner"])
    op.create_index(
        "uq_travel_owner_from_id_to_id", "travel", ["owner", "from_id", "to_id"], unique=True
    )


def _rebuild_course() -> None:
    rebuild(
        "course",
        (
            *texts("code", "title"),
            words("course", "task", "task", *TASKS),
            words("course", "tier", "tier", *TIERS),
            *texts("form"),
            sa.Column("hours", types.Hours(), nullable=False),
            *texts("audience", "syllabus", "topics", "materials", "other_lecturers"),
            words(
                "course", "review", "coursewarereview", "none", "submitted", "approved", "returned"
            ),
            *texts("review_note"),
            sa.Column("retired_at", types.UtcTime(), nullable=True),
            *exchanged("course"),
        ),
        added={
            "topics": "''",
            "materials": "''",
            "other_lecturers": "''",
            "review": "'none'",
            "review_note": "''",
        },
    )
    op.create_index(op.f("ix_course_owner"), "course", ["owner"])
    op.create_index("uq_course_owner_code", "course", ["owner", "code"], unique=True)
    op.create_table(
        "course_lecturer",
        sa.Column("course_id", types.Id(), nullable=False),
        sa.Column("lecturer_id", types.Id(), nullable=False),
        cites("course_lecturer", "course_id", "course"),
        cites("course_lecturer", "lecturer_id", "lecturer"),
        *exchanged("course_lecturer"),
    )
    op.create_index(op.f("ix_course_lecturer_lecturer_id"), "course_lecturer", ["lecturer_id"])
    op.create_index(op.f("ix_course_lecturer_owner"), "course_lecturer", ["owner"])
    op.create_index(
        "uq_course_lecturer_course_id_lecturer_id",
        "course_lecturer",
        ["course_id", "lecturer_id"],
        unique=True,
    )


def _add_packages_and_menus() -> None:
    op.create_table(
        "package",
        *texts("code", "title", "kind", "audience", "note"),
        sa.Column("retired_at", types.UtcTime(), nullable=True),
        *exchanged("package"),
    )
    op.create_index(op.f("ix_package_owner"), "package", ["owner"])
    op.create_index("uq_package_owner_code", "package", ["owner", "code"], unique=True)
    op.create_table(
        "package_stage",
        sa.Column("package_id", types.Id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("course_id", types.Id(), nullable=False),
        sa.Column("site_id", types.Id(), nullable=True),
        sa.Column("hours", types.Hours(), nullable=False),
        cites("package_stage", "course_id", "course"),
        cites("package_stage", "package_id", "package"),
        cites("package_stage", "site_id", "site"),
        *exchanged("package_stage"),
    )
    op.create_index(op.f("ix_package_stage_owner"), "package_stage", ["owner"])
    op.create_index(
        "uq_package_stage_package_id_position",
        "package_stage",
        ["package_id", "position"],
        unique=True,
    )
    op.create_table(
        "menu",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *texts("title", "note"),
        sa.Column("published_at", types.UtcTime(), nullable=True),
        *exchanged("menu"),
    )
    op.create_index(op.f("ix_menu_owner"), "menu", ["owner"])
    op.create_index("uq_menu_owner_year_version", "menu", ["owner", "year", "version"], unique=True)
    op.create_table(
        "menu_entry",
        sa.Column("menu_id", types.Id(), nullable=False),
        sa.Column("course_id", types.Id(), nullable=True),
        sa.Column("package_id", types.Id(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        *texts("code", "title"),
        words("menu_entry", "task", "task", *TASKS, nullable=True),
        words("menu_entry", "tier", "tier", *TIERS, nullable=True),
        *texts("form"),
        sa.Column("hours", types.Hours(), nullable=False),
        *texts("audience", "lecturers"),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(course_id IS NULL) <> (package_id IS NULL)", name=op.f("ck_menu_entry_one")
        ),
        cites("menu_entry", "course_id", "course"),
        cites("menu_entry", "menu_id", "menu"),
        cites("menu_entry", "package_id", "package"),
        *exchanged("menu_entry"),
    )
    op.create_index(op.f("ix_menu_entry_owner"), "menu_entry", ["owner"])
    op.create_index(
        "uq_menu_entry_menu_id_course_id", "menu_entry", ["menu_id", "course_id"], unique=True
    )
    op.create_index(
        "uq_menu_entry_menu_id_package_id", "menu_entry", ["menu_id", "package_id"], unique=True
    )


def _add_plans() -> None:
    op.create_table(
        "plan",
        sa.Column("year", sa.Integer(), nullable=False),
        *texts("title"),
        words("plan", "state", "planstate", "draft", "approved"),
        *texts("approved_by"),
        sa.Column("approved_at", types.UtcTime(), nullable=True),
        *texts("reopened_reason"),
        *exchanged("plan"),
    )
    op.create_index(op.f("ix_plan_owner"), "plan", ["owner"])
    op.create_index("uq_plan_owner_year", "plan", ["owner", "year"], unique=True)
    op.create_table(
        "plan_item",
        sa.Column("plan_id", types.Id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *texts("title"),
        words(
            "plan_item",
            "audience",
            "audience",
            "everyone",
            "secretaries",
            "committee",
            "new_secretaries",
            "probationary",
            "new_full",
            "floating",
            "other",
        ),
        *texts("audience_words"),
        sa.Column("heads", sa.Integer(), nullable=False),
        *texts("times"),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("days", types.Hours(), nullable=False),
        sa.Column("hours", types.Hours(), nullable=False),
        *texts("content", "form", "place", "responsible"),
        sa.Column("budget", types.Money(), nullable=True),
        *texts("note"),
        cites("plan_item", "plan_id", "plan"),
        *exchanged("plan_item"),
    )
    op.create_index(op.f("ix_plan_item_owner"), "plan_item", ["owner"])
    op.create_index(op.f("ix_plan_item_plan_id"), "plan_item", ["plan_id"])


def _rebuild_classes() -> None:
    rebuild(
        "training_class",
        (
            *texts("code", "title"),
            sa.Column("rotation", sa.Boolean(), nullable=False),
            *texts("head_teacher"),
            words(
                "training_class",
                "brand",
                "brandkind",
                "bench",
                "front_line",
                "community",
                "evening",
                "delivered",
                "campaign",
                nullable=True,
            ),
            sa.Column("places", sa.Integer(), nullable=True),
            sa.Column("minimum", sa.Integer(), nullable=True),
            sa.Column("plan_item_id", types.Id(), nullable=True),
            sa.Column("package_id", types.Id(), nullable=True),
            words(
                "training_class",
                "state",
                "classstate",
                "draft",
                "open",
                "running",
                "finished",
                "archived",
                "cancelled",
            ),
            *texts("state_reason"),
            *exchanged("training_class"),
            cites("training_class", "plan_item_id", "plan_item"),
            cites("training_class", "package_id", "package"),
        ),
        added={
            "brand": "NULL",
            "places": "NULL",
            "minimum": "NULL",
            "plan_item_id": "NULL",
            "package_id": "NULL",
        },
    )
    op.create_index(op.f("ix_training_class_owner"), "training_class", ["owner"])
    op.create_index(op.f("ix_training_class_package_id"), "training_class", ["package_id"])
    op.create_index(op.f("ix_training_class_plan_item_id"), "training_class", ["plan_item_id"])
    op.create_index(
        "uq_training_class_owner_code", "training_class", ["owner", "code"], unique=True
    )
    of_course = '(SELECT "{0}" FROM course WHERE course.id = lesson.course_id)'
    rebuild(
        "lesson",
        (
            sa.Column("class_id", types.Id(), nullable=False),
            sa.Column("course_id", types.Id(), nullable=False),
            sa.Column("room_id", types.Id(), nullable=False),
            *texts("title"),
            words("lesson", "task", "task", *TASKS),
            words("lesson", "tier", "tier", *TIERS),
            *texts("form"),
            sa.Column("starts_at", types.LocalTime(), nullable=False),
            sa.Column("ends_at", types.LocalTime(), nullable=False),
            sa.Column("hours", types.Hours(), nullable=False),
            sa.Column("cancelled_at", types.UtcTime(), nullable=True),
            *texts("cancel_reason"),
            *exchanged("lesson"),
            cites("lesson", "class_id", "training_class"),
            cites("lesson", "course_id", "course"),
            cites("lesson", "room_id", "room"),
        ),
        added={name: of_course.format(name) for name in ("task", "tier", "form")},
    )
    op.create_index(op.f("ix_lesson_class_id"), "lesson", ["class_id"])
    op.create_index(op.f("ix_lesson_owner"), "lesson", ["owner"])
    op.create_index("ix_lesson_owner_starts_at", "lesson", ["owner", "starts_at"])
    op.create_index("ix_lesson_room_id_starts_at", "lesson", ["room_id", "starts_at"])
    op.create_table(
        "waiting_place",
        sa.Column("class_id", types.Id(), nullable=False),
        sa.Column("member_id", types.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        cites("waiting_place", "class_id", "training_class"),
        cites("waiting_place", "member_id", "member"),
        *exchanged("waiting_place"),
    )
    op.create_index(op.f("ix_waiting_place_member_id"), "waiting_place", ["member_id"])
    op.create_index(op.f("ix_waiting_place_owner"), "waiting_place", ["owner"])
    op.create_index(
        "uq_waiting_place_class_id_member_id",
        "waiting_place",
        ["class_id", "member_id"],
        unique=True,
    )


def _add_orders() -> None:
    op.create_table(
        "dispatch",
        *texts("number"),
        sa.Column("school_id", types.Id(), nullable=False),
        *texts("topic"),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("wished_from", sa.Date(), nullable=True),
        sa.Column("wished_to", sa.Date(), nullable=True),
        *texts("place", "contact", "phone", "note"),
        sa.Column("withdrawn_at", types.UtcTime(), nullable=True),
        *texts("withdrawn_reason"),
        cites("dispatch", "school_id", "school"),
        *exchanged("dispatch"),
    )
    op.create_index(op.f("ix_dispatch_owner"), "dispatch", ["owner"])
    op.create_index(op.f("ix_dispatch_school_id"), "dispatch", ["school_id"])
    op.create_index("uq_dispatch_owner_number", "dispatch", ["owner", "number"], unique=True)
    op.create_table(
        "training_order",
        *texts("number"),
        sa.Column("year", sa.Integer(), nullable=False),
        words(
            "training_order", "channel", "orderchannel", "collective", "individual", "dispatched"
        ),
        sa.Column("branch_id", types.Id(), nullable=True),
        *texts("asker"),
        sa.Column("course_id", types.Id(), nullable=True),
        sa.Column("package_id", types.Id(), nullable=True),
        *texts("topic"),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("wished_from", sa.Date(), nullable=True),
        sa.Column("wished_to", sa.Date(), nullable=True),
        *texts("place", "contact", "phone", "note"),
        sa.Column("menu_id", types.Id(), nullable=True),
        words(
            "training_order",
            "state",
            "orderstate",
            "submitted",
            "accepted",
            "scheduled",
            "delivered",
            "confirmed",
            "rejected",
            "cancelled",
        ),
        *texts("state_reason", "warning_reason"),
        sa.Column("displaced_by_id", types.Id(), nullable=True),
        sa.Column("dispatch_id", types.Id(), nullable=True),
        sa.CheckConstraint(
            "(course_id IS NOT NULL) + (package_id IS NOT NULL) + (topic <> '') = 1",
            name=op.f("ck_training_order_one"),
        ),
        cites("training_order", "branch_id", "branch"),
        cites("training_order", "course_id", "course"),
        cites("training_order", "dispatch_id", "dispatch"),
        cites("training_order", "displaced_by_id", "training_order"),
        cites("training_order", "menu_id", "menu"),
        cites("training_order", "package_id", "package"),
        *exchanged("training_order"),
    )
    op.create_index(op.f("ix_training_order_branch_id"), "training_order", ["branch_id"])
    op.create_index(op.f("ix_training_order_course_id"), "training_order", ["course_id"])
    op.create_index(op.f("ix_training_order_owner"), "training_order", ["owner"])
    op.create_index("ix_training_order_owner_year", "training_order", ["owner", "year"])
    op.create_index(op.f("ix_training_order_package_id"), "training_order", ["package_id"])
    op.create_index("uq_training_order_dispatch_id", "training_order", ["dispatch_id"], unique=True)
    op.create_index(
        "uq_training_order_owner_number", "training_order", ["owner", "number"], unique=True
    )
    op.create_table(
        "order_placement",
        sa.Column("order_id", types.Id(), nullable=False),
        sa.Column("class_id", types.Id(), nullable=False),
        sa.Column("ended_at", types.UtcTime(), nullable=True),
        *texts("end_reason"),
        cites("order_placement", "class_id", "training_class"),
        cites("order_placement", "order_id", "training_order"),
        *exchanged("order_placement"),
    )
    op.create_index(op.f("ix_order_placement_class_id"), "order_placement", ["class_id"])
    op.create_index(op.f("ix_order_placement_order_id"), "order_placement", ["order_id"])
    op.create_index(op.f("ix_order_placement_owner"), "order_placement", ["owner"])
    op.create_index(
        "uq_order_placement_order_id",
        "order_placement",
        ["order_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
    )
