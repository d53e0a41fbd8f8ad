"""A place to rehearse in: its own folder, ports, store and mail catcher, gone when it is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ops.local.ports import free_ports
from settings import Settings


@contextmanager
def throwaway() -> Iterator[Settings]:
    """Settings of a Tandem that exists as long as the context lasts.

    None of them comes from the environment, so that no real mail server, store or folder is reached.
    """
    with TemporaryDirectory(prefix="tandem-rehearsal-", ignore_cleanup_errors=True) as folder:
        temporal, ui, smtp = free_ports(3)
        yield Settings.model_construct(
            home=Path(folder) / "home",
            temporal_port=temporal,
            ui_port=ui,
            smtp_port=smtp,
            mail_per_minute=60_000.0,
            mail_hours="",
            mail_days="all",
            mail_connections=10,
        )
