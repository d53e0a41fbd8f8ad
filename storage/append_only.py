"""What nobody but its owner may change once it is written, where PostgreSQL knows more roles than one."""

from sqlalchemy import Connection

from storage.tables.audit import AuditRow

_OTHERS = """
SELECT DISTINCT CASE grantee WHEN 'PUBLIC' THEN 'PUBLIC' ELSE quote_ident(grantee) END
FROM information_schema.role_table_grants
WHERE table_schema = current_schema() AND table_name = %(table)s AND grantee <> current_user
"""
"""Who may do anything with a table, but for whoever asks."""


def keep_append_only(connection: Connection) -> None:
    """Take the right to change the audit from all others, whatever their roles may do with the tables."""
    if connection.dialect.name != "postgresql":
        return
    table = AuditRow.__tablename__
    for role in connection.exec_driver_sql(_OTHERS, {"table": table}).scalars().all():
        connection.exec_driver_sql(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")
