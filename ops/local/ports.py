"""Which ports are free, and that one is not, said as a sentence before a server trips over it."""

import errno
import socket

from domain.errors import Refused
from settings import Settings


def _check_free(port: int, what: str, variable: str) -> None:
    """Raises Refused, with the mend, if something on this machine already listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise Refused(
                    f"Port {port}, for {what}, is refused ({problem.strerror}); choose another: {variable}."
                ) from None
            raise Refused(
                f"Port {port}, for {what}, is already in use. If Tandem is already up, there is nothing to "
                f"do; otherwise choose another port with {variable}."
            ) from None


def check_all_free(settings: Settings) -> None:
    """Raises Refused if one of the embedded servers could not listen."""
    _check_free(settings.temporal_port, "the Temporal server", "TANDEM_TEMPORAL_PORT")
    _check_free(settings.ui_port, "the Temporal Web UI", "TANDEM_UI_PORT")
    _check_free(settings.pages_port, "the pages", "TANDEM_PAGES_PORT")
    _check_free(settings.smtp_port, "the mail catcher", "TANDEM_SMTP_PORT")
