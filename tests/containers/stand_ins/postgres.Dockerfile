# PostgreSQL from its Python package, where the official image cannot be had; understands the same variables.
ARG BASE
FROM ${BASE}
RUN useradd --create-home --home-dir /var/lib/postgresql postgres
COPY pginstall /opt/postgresql
ENV PATH=/opt/postgresql/bin:$PATH PGDATA=/var/lib/postgresql/data
USER postgres
CMD ["sh", "-euc", "printf %s \"$POSTGRES_PASSWORD\" > /tmp/password; initdb --username=\"$POSTGRES_USER\" --pwfile=/tmp/password --auth=scram-sha-256 --locale=C --encoding=UTF8; echo 'host all all all scram-sha-256' >> $PGDATA/pg_hba.conf; exec postgres -c listen_addresses='*' -c unix_socket_directories=/tmp"]
