"""applications and cohorts live, too: each has a stage, outcomes and letters"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_STANDING = ("revision", "stage", "since", "waits_for", "until", "concerns")


def _standing() -> tuple[sa.Column[Any], ...]:
    """How a life stands, with defaults for the rows that are there."""
    return (
        sa.Column("revision", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("stage", sa.String(), nullable=False, server_default="running"),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits_for", sa.String(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concerns", sa.JSON(), nullable=False, server_default="[]"),
    )


def upgrade() -> None:
    _stories()
    _cohorts()
    _applications()
    _letters()
    _outcomes()
    _drafts(sa.Column("number", sa.Integer(), nullable=False))


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("pairing", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["pairing"], ["pairings.id"], name=op.f("fk_stories_pairing")),
        sa.PrimaryKeyConstraint("pairing", "role", name=op.f("pk_stories")),
    )


def _drafts(*number: sa.Column[int]) -> None:
    """The primary key changes, so the table is made anew."""
    connection = op.get_bind()
    old = sa.Table("drafts", sa.MetaData(), autoload_with=connection)
    rows = [dict(row._mapping) for row in connection.execute(sa.select(old))]
    op.drop_table("drafts")
    new = op.create_table(
        "drafts",
        sa.Column("cohort", sa.String(), nullable=False),
        *number,
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.key"], name=op.f("fk_drafts_cohort")),
        sa.PrimaryKeyConstraint("cohort", *(column.name for column in number), name=op.f("pk_drafts")),
    )
    for row in rows:
        known = {name: value for name, value in row.items() if name in new.columns}
        connection.execute(sa.insert(new).values({"number": 1} | known if number else known))


def _cohorts() -> None:
    with op.batch_alter_table("cohorts") as table:
        table.add_column(sa.Column("follows", sa.String(), nullable=True))
        table.create_foreign_key(op.f("fk_cohorts_follows"), "cohorts", ["follows"], ["key"])
        for column in _standing():
            table.add_column(column)
    op.execute("UPDATE cohorts SET since = opened_at")
    _settle("cohorts")


def _applications() -> None:
    with op.batch_alter_table("applications") as table:
        table.add_column(sa.Column("number", sa.Integer(), nullable=True))
        for column in _standing():
            table.add_column(column)
        table.add_column(sa.Column("reason", sa.String(), nullable=True))
        for name in ("missing", "outstanding", "came_to", "signed_up"):
            table.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.execute("UPDATE applications SET since = received_at, stage = 'in_order'")
    _number_applications()
    _settle("applications")
    with op.batch_alter_table("applications") as table:
        table.alter_column("number", existing_type=sa.Integer(), nullable=False)
        for name in ("missing", "outstanding", "came_to", "signed_up"):
            table.alter_column(name, existing_type=sa.JSON(), server_default=None)
        table.create_unique_constraint(op.f("uq_applications_cohort_number"), ["cohort", "number"])
        table.create_index(op.f("ix_applications_cohort_stage"), ["cohort", "stage"])


def _number_applications() -> None:
    table = sa.table(
        "applications", sa.column("id"), sa.column("cohort"), sa.column("number"), sa.column("received_at")
    )
    connection, numbers = op.get_bind(), dict[str, int]()
    for row in connection.execute(sa.select(table).order_by(table.c.received_at, table.c.id)).all():
        numbers[row.cohort] = numbers.get(row.cohort, 0) + 1
        connection.execute(sa.update(table).where(table.c.id == row.id).values(number=numbers[row.cohort]))


def _settle(name: str) -> None:
    """The defaults were for the rows that were there."""
    with op.batch_alter_table(name) as table:
        table.alter_column("since", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.alter_column("revision", existing_type=sa.Integer(), server_default=None)
        table.alter_column("stage", existing_type=sa.String(), server_default=None)
        table.alter_column("concerns", existing_type=sa.JSON(), server_default=None)


def _letters() -> None:
    with op.batch_alter_table("letters") as table:
        table.add_column(sa.Column("life", sa.String(), nullable=True))
        table.add_column(sa.Column("cohort", sa.String(), nullable=True))
        table.alter_column("outlives_pairing", new_column_name="is_farewell", existing_type=sa.Boolean())
        table.alter_column("person", existing_type=sa.String(), nullable=True)
    op.execute("UPDATE letters SET life = 'pairing-' || pairing")
    op.execute(
        "UPDATE letters SET cohort = (SELECT cohort FROM pairings WHERE pairings.id = letters.pairing)"
    )
    with op.batch_alter_table("letters") as table:
        table.drop_index(op.f("ix_letters_pairing"))
        table.drop_constraint(op.f("fk_letters_pairing"), type_="foreignkey")
        table.drop_column("pairing")
        table.alter_column("life", existing_type=sa.String(), nullable=False)
        table.alter_column("cohort", existing_type=sa.String(), nullable=False)
        table.create_foreign_key(op.f("fk_letters_cohort"), "cohorts", ["cohort"], ["key"])
        table.create_index(op.f("ix_letters_life"), ["life"])
        table.create_index(op.f("ix_letters_cohort"), ["cohort"])


def _outcomes() -> None:
    with op.batch_alter_table("outcomes") as table:
        table.drop_constraint(op.f("fk_outcomes_pairing"), type_="foreignkey")
        table.alter_column("pairing", new_column_name="life", existing_type=sa.String())
    op.execute("UPDATE outcomes SET life = 'pairing-' || life")


def downgrade() -> None:
    """What only the newer tables can hold is left out: the letters and outcomes of applications and
    cohorts, and all drafts but the latest."""
    op.drop_table("stories")
    latest = "(SELECT max(number) FROM drafts AS d WHERE d.cohort = drafts.cohort)"
    op.execute(f"DELETE FROM drafts WHERE number < {latest}")  # noqa: S608
    _drafts()
    op.execute("DELETE FROM outcomes WHERE life NOT LIKE 'pairing-%'")
    op.execute("UPDATE outcomes SET life = substr(life, 9)")
    with op.batch_alter_table("outcomes") as table:
        table.alter_column("life", new_column_name="pairing", existing_type=sa.String())
    with op.batch_alter_table("outcomes") as table:
        table.create_foreign_key(op.f("fk_outcomes_pairing"), "pairings", ["pairing"], ["id"])
    op.execute("DELETE FROM letters WHERE life NOT LIKE 'pairing-%'")
    with op.batch_alter_table("letters") as table:
        table.add_column(sa.Column("pairing", sa.String(), nullable=True))
    op.execute("UPDATE letters SET pairing = substr(life, 9)")
    with op.batch_alter_table("letters") as table:
        table.drop_index(op.f("ix_letters_life"))
        table.drop_index(op.f("ix_letters_cohort"))
        table.drop_constraint(op.f("fk_letters_cohort"), type_="foreignkey")
        table.drop_column("life")
        table.drop_column("cohort")
        table.alter_column("is_farewell", new_column_name="outlives_pairing", existing_type=sa.Boolean())
        table.alter_column("person", existing_type=sa.String(), nullable=False)
        table.alter_column("pairing", existing_type=sa.String(), nullable=False)
        table.create_foreign_key(op.f("fk_letters_pairing"), "pairings", ["pairing"], ["id"])
        table.create_index(op.f("ix_letters_pairing"), ["pairing"])
    with op.batch_alter_table("applications") as table:
        table.drop_index(op.f("ix_applications_cohort_stage"))
        table.drop_constraint(op.f("uq_applications_cohort_number"), type_="unique")
        for name in ("number", "reason", "missing", "outstanding", "came_to", "signed_up"):
            table.drop_column(name)
        for name in _STANDING:
            table.drop_column(name)
    with op.batch_alter_table("cohorts") as table:
        table.drop_constraint(op.f("fk_cohorts_follows"), type_="foreignkey")
        table.drop_column("follows")
        for name in _STANDING:
            table.drop_column(name)
