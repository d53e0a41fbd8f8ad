# The server of the `temporal` command: the real one in a single process, on SQLite.
FROM scratch
COPY temporal /temporal
WORKDIR /tmp
ENV HOME=/tmp USER=temporal
ENTRYPOINT ["/temporal"]
