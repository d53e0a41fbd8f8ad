"""applications and drafts"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_applications_cohort")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_applications_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("cohort", "person", "role", name=op.f("uq_applications_cohort_person_role")),
    )
    op.create_table(
        "drafts",
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_drafts_cohort")),
        sa.PrimaryKeyConstraint("cohort", name=op.f("pk_drafts")),
    )
    op.create_table(
        "match_marks",
        sa.Column("mentor", sa.String(), nullable=False),
        sa.Column("mentee", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mentee"], ["applications.id"], name=op.f("fk_match_marks_mentee")),
        sa.ForeignKeyConstraint(["mentor"], ["applications.id"], name=op.f("fk_match_marks_mentor")),
        sa.PrimaryKeyConstraint("mentor", "mentee", name=op.f("pk_match_marks")),
    )


def downgrade() -> None:
    op.drop_table("match_marks")
    op.drop_table("drafts")
    op.drop_table("applications")
