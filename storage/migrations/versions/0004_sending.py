"""When and to whom letters may go: a person's timezone, addresses that bounced, and a mail server that
refuses everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("people") as table:
        table.add_column(sa.Column("timezone", sa.String(), nullable=True))
    with op.batch_alter_table("letters") as table:
        table.add_column(sa.Column("timezone", sa.String(), nullable=True))
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
        "mail_stops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("try_again_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_stops")),
    )


def downgrade() -> None:
    """States that came with this version become those of before that are nearest."""
    op.execute("UPDATE letters SET state = 'held' WHERE state = 'draft'")
    op.execute("UPDATE letters SET state = 'sent' WHERE state = 'bounced'")
    op.drop_table("mail_stops")
    op.drop_table("bounces")
    with op.batch_alter_table("letters") as table:
        table.drop_column("timezone")
    with op.batch_alter_table("people") as table:
        table.drop_column("timezone")
