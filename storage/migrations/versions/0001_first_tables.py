"""The tables of the first release, 0.2.0."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


_TABLES = (
    *("people", "erasures", "past_pairs"),
    *("cohorts", "applications", "pairings", "entries", "outcomes"),
    *("match_marks", "drafts"),
    *("letters", "links", "bounces", "mail_outages"),
    *("actors", "coordinators", "audit", "audit_end"),
    *("reports", "cohort_notes", "recommendations"),
    *("authors", "answers", "contact_wishes", "agreements", "goals", "actions", "stories"),
    "raised_concerns",
    *("store", "messages", "looks"),
)
"""In the order in which they are made: each after those that it refers to."""


def upgrade() -> None:
    _people()
    _entities()
    _matching()
    _letters()
    _audit()
    _reports()
    _evaluation()
    _concerns()
    _server()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "erasures",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workflows", sa.JSON(), nullable=False),
        sa.Column("compacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_erasures_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_erasures")),
    )
    op.create_table(
        "past_pairs",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_past_pairs")),
    )


def _entities() -> None:
    op.create_table(
        "cohorts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("programme", sa.JSON(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("follows", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concerns", sa.JSON(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["follows"], ["cohorts.key"], name=op.f("fk_cohorts_follows")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_cohorts")),
    )
    op.create_table(
        "applications",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imported", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("outstanding", sa.JSON(), nullable=False),
        sa.Column("came_to", sa.JSON(), nullable=False),
        sa.Column("signed_up", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concerns", sa.JSON(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_applications_cohort")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_applications_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("cohort", "number", name=op.f("uq_applications_cohort_number")),
        sa.UniqueConstraint("cohort", "person", "role", name=op.f("uq_applications_cohort_person_role")),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_applications_cohort_stage"), ["cohort", "stage"], unique=False)
    op.create_table(
        "pairings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mentor", sa.String(), nullable=False),
        sa.Column("mentee", sa.String(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("arrangement", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("taken_over", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concerns", sa.JSON(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_pairings_cohort")),
        sa.ForeignKeyConstraint(["mentee"], ["people.id"], name=op.f("fk_pairings_mentee")),
        sa.ForeignKeyConstraint(["mentor"], ["people.id"], name=op.f("fk_pairings_mentor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
        sa.UniqueConstraint(
            "cohort", "mentor", "mentee", "again", name=op.f("uq_pairings_cohort_mentor_mentee_again")
        ),
        sa.UniqueConstraint("cohort", "number", name=op.f("uq_pairings_cohort_number")),
    )
    with op.batch_alter_table("pairings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairings_cohort_stage"), ["cohort", "stage"], unique=False)
    op.create_table(
        "entries",
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workflow_id", "revision", name=op.f("pk_entries")),
    )
    op.create_table(
        "outcomes",
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("session", sa.Integer(), nullable=True),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(), nullable=True),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("corrected_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("workflow_id", "number", name=op.f("pk_outcomes")),
    )


def _matching() -> None:
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
    op.create_table(
        "drafts",
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_drafts_cohort")),
        sa.PrimaryKeyConstraint("cohort", "number", name=op.f("pk_drafts")),
    )


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("mime", sa.LargeBinary(), nullable=False),
        sa.Column("is_farewell", sa.Boolean(), nullable=False),
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
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_letters_cohort")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_letters_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("key", name=op.f("uq_letters_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letters_message_id")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_cohort"), ["cohort"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_workflow_id"), ["workflow_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_state"), ["state"], unique=False)
    op.create_table(
        "links",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_links_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_links")),
    )
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_links_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_links_workflow_id"), ["workflow_id"], unique=False)
    op.create_table(
        "bounces",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("diagnostic", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_bounces")),
    )
    op.create_table(
        "mail_outages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("try_again_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_outages")),
    )


def _audit() -> None:
    op.create_table(
        "actors",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actors")),
        sa.UniqueConstraint("name", name=op.f("uq_actors_name")),
    )
    op.create_table(
        "coordinators",
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("rights", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actors.id"], name=op.f("fk_coordinators_actor")),
        sa.PrimaryKeyConstraint("actor", name=op.f("pk_coordinators")),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actors.id"], name=op.f("fk_audit_actor")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_table(
        "audit_end",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("removed_digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_end")),
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("evaluation", sa.JSON(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_reports_cohort")),
        sa.PrimaryKeyConstraint("cohort", "number", name=op.f("pk_reports")),
    )
    op.create_table(
        "cohort_notes",
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_cohort_notes_cohort")),
        sa.PrimaryKeyConstraint("cohort", "number", name=op.f("pk_cohort_notes")),
    )
    op.create_table(
        "recommendations",
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recommendation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_recommendations_cohort")),
        sa.PrimaryKeyConstraint("cohort", "number", name=op.f("pk_recommendations")),
    )


def _evaluation() -> None:
    op.create_table(
        "authors",
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_authors_cohort")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_authors_person")),
        sa.PrimaryKeyConstraint("pseudonym", name=op.f("pk_authors")),
        sa.UniqueConstraint("person", "cohort", "role", name=op.f("uq_authors_person_cohort_role")),
    )
    op.create_table(
        "answers",
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("wave", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["pseudonym"], ["authors.pseudonym"], name=op.f("fk_answers_pseudonym")),
        sa.PrimaryKeyConstraint("pseudonym", "wave", "item", name=op.f("pk_answers")),
    )
    op.create_table(
        "contact_wishes",
        sa.Column("pairing", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["pairing"], ["pairings.id"], name=op.f("fk_contact_wishes_pairing")),
        sa.PrimaryKeyConstraint("pairing", "role", name=op.f("pk_contact_wishes")),
    )
    op.create_table(
        "agreements",
        sa.Column("pairing", sa.String(), nullable=False),
        sa.Column("confidentiality", sa.String(), nullable=False),
        sa.Column("how_often", sa.String(), nullable=False),
        sa.Column("not_spoken_of", sa.String(), nullable=False),
        sa.Column("ending_well", sa.String(), nullable=False),
        sa.Column("mentor_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mentee_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["pairing"], ["pairings.id"], name=op.f("fk_agreements_pairing")),
        sa.PrimaryKeyConstraint("pairing", name=op.f("pk_agreements")),
    )
    op.create_table(
        "goals",
        sa.Column("pairing", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("at_midway", sa.String(), nullable=True),
        sa.Column("at_end", sa.String(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("feedback", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["pairing"], ["pairings.id"], name=op.f("fk_goals_pairing")),
        sa.PrimaryKeyConstraint("pairing", "role", "number", name=op.f("pk_goals")),
    )
    op.create_table(
        "actions",
        sa.Column("pairing", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("is_shareable", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pairing"], ["pairings.id"], name=op.f("fk_actions_pairing")),
        sa.PrimaryKeyConstraint("pairing", "role", "number", name=op.f("pk_actions")),
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pairing", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("named", sa.String(), nullable=False),
        sa.Column("names_partner", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("partner_approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_published", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_stories_cohort")),
        sa.ForeignKeyConstraint(["pairing"], ["pairings.id"], name=op.f("fk_stories_pairing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
        sa.UniqueConstraint("cohort", "number", name=op.f("uq_stories_cohort_number")),
    )


def _concerns() -> None:
    op.create_table(
        "raised_concerns",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("what", sa.String(), nullable=True),
        sa.Column("get_in_touch", sa.String(), nullable=True),
        sa.Column("reached_by", sa.String(), nullable=True),
        sa.Column("may_be_named", sa.Boolean(), nullable=False),
        sa.Column("told_name", sa.String(), nullable=False),
        sa.Column("told_email", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_raised_concerns_cohort")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_raised_concerns_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raised_concerns")),
    )
    with op.batch_alter_table("raised_concerns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_raised_concerns_cohort"), ["cohort"], unique=False)
        batch_op.create_index(batch_op.f("ix_raised_concerns_person"), ["person"], unique=False)


def _server() -> None:
    store = op.create_table(
        "store",
        sa.Column("id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store")),
    )
    op.create_table(
        "messages",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undo", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_messages")),
        sa.UniqueConstraint("id", name=op.f("uq_messages_id")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_target"), ["target"], unique=False)
    op.create_table(
        "looks",
        sa.Column("cohort", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drift", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("cohort", name=op.f("pk_looks")),
    )
    op.bulk_insert(store, [{"id": uuid4().hex}])
