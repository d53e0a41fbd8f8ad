"""The store has an id of its own, by which what is on the Temporal server says that it belongs to it."""

from datetime import UTC, datetime
from uuid import NAMESPACE_OID, uuid4, uuid5

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
    op.bulk_insert(store, [{"id": _id()}])


def downgrade() -> None:
    op.drop_table("store")


def _id() -> str:
    """Random; but where there are cohorts it is made of the oldest, so that a backup from before this
    version, restored and upgraded when workflows say the id already, is the same store."""
    key, opened_at = sa.column("key", sa.String()), sa.column("opened_at", sa.DateTime(timezone=True))
    query = sa.select(key, opened_at).select_from(sa.table("cohorts")).order_by(opened_at, key).limit(1)
    oldest = op.get_bind().execute(query).first()
    if oldest is None:
        return uuid4().hex
    return uuid5(NAMESPACE_OID, f"{oldest.key} {_in_utc(oldest.opened_at).isoformat()}").hex


def _in_utc(moment: datetime) -> datetime:
    """SQLite keeps no timezone; what is in it is UTC."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
