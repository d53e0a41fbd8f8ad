"""The store keeps each life whole, so that a workflow that was lost can be begun again."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_LIVES = ("cohorts", "pairings", "applications")


def upgrade() -> None:
    for lives in _LIVES:
        with op.batch_alter_table(lives) as table:
            table.add_column(sa.Column("whole", sa.JSON(), nullable=True))


def downgrade() -> None:
    for lives in _LIVES:
        with op.batch_alter_table(lives) as table:
            table.drop_column("whole")
