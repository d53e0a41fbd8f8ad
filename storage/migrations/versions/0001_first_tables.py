"""the first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "cohorts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("programme", sa.JSON(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_cohorts")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "pairings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mentor", sa.String(), nullable=False),
        sa.Column("mentee", sa.String(), nullable=False),
        sa.Column("arrangement", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concerns", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_pairings_cohort")),
        sa.ForeignKeyConstraint(["mentee"], ["people.id"], name=op.f("fk_pairings_mentee")),
        sa.ForeignKeyConstraint(["mentor"], ["people.id"], name=op.f("fk_pairings_mentor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
        sa.UniqueConstraint("cohort", "mentor", "mentee", name=op.f("uq_pairings_cohort_mentor_mentee")),
        sa.UniqueConstraint("cohort", "number", name=op.f("uq_pairings_cohort_number")),
    )
    with op.batch_alter_table("pairings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairings_cohort_stage"), ["cohort", "stage"], unique=False)

    op.create_table(
        "letters",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("pairing", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("mime", sa.LargeBinary(), nullable=False),
        sa.Column("outlives_pairing", sa.Boolean(), nullable=False),
        sa.Column("hold_if_unsure", sa.Boolean(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unwanted", sa.Boolean(), nullable=False),
        sa.Column("asked_for", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("claim", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["pairing"], ["pairings.id"], name=op.f("fk_letters_pairing")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_letters_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("key", name=op.f("uq_letters_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letters_message_id")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_pairing"), ["pairing"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_state"), ["state"], unique=False)

    op.create_table(
        "outcomes",
        sa.Column("pairing", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("session", sa.Integer(), nullable=True),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["pairing"], ["pairings.id"], name=op.f("fk_outcomes_pairing")),
        sa.PrimaryKeyConstraint("pairing", "number", name=op.f("pk_outcomes")),
    )


def downgrade() -> None:
    op.drop_table("outcomes")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_state"))
        batch_op.drop_index(batch_op.f("ix_letters_pairing"))

    op.drop_table("letters")
    with op.batch_alter_table("pairings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairings_cohort_stage"))

    op.drop_table("pairings")
    op.drop_table("people")
    op.drop_table("cohorts")
