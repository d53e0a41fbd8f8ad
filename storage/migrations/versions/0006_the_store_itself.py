"""The store has an id of its own, by which what is on the Temporal server says that it belongs
to this one."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    store = op.create_table(
        "store",
        sa.Column("id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store")),
    )
    op.bulk_insert(store, [{"id": uuid4().hex}])


def downgrade() -> None:
    op.drop_table("store")
