"""The `tandem` command, and the one place through which every command exits.

Exit codes: 0 done; 1 refused, no such thing, a difference that `reconcile` has found, or workflows that
`replay` has seen stand still; 2 a usage error; 3 a server that is needed does not answer.
"""

import gc
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any

import typer
from typer.main import get_command

from cli.acting import acting_as, known_as
from cli.nouns import LazyNouns
from cli.spelling import spelled
from domain.characters import printable
from domain.errors import BadInput, TandemError, Unreachable
from domain.wording import shortened
from temporal.version import this_version

_LONGEST = 12_000
"""Characters of one argument: the longest answer that a form may have, and something to spare."""
_OBJECTS_A_LOOK = 20_000
"""So many new ones before Python looks for those that hold each other: there are few, and looking after every
700 took a tenth of a rehearsal."""

app = typer.Typer(
    name="tandem",
    cls=LazyNouns,
    help="Runs reciprocal and reverse mentoring programmes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tandem {this_version()}")
        raise typer.Exit


@app.callback()
def tandem(
    name: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="Who gives the command; else whoever is signed in here."),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Say which version this is.", callback=_tell_version, is_eager=True),
    ] = False,
) -> None:
    acting_as.set(known_as(name) if name is not None else None)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code.

    It ends by `os._exit`: the Temporal client now and then aborts an interpreter that shuts down
    in the ordinary way (temporalio/sdk-python issue 300).
    """
    gc.set_threshold(_OBJECTS_A_LOOK)
    os.umask(0o077)  # names and letters are in what we and our processes write: for nobody else here
    code = run(sys.argv[1:] if arguments is None else arguments)
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # whoever was reading has gone
            code = code or 1
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code, having said what went wrong on standard error."""
    try:
        return _run(arguments)
    finally:
        _close_stores()


def _run(arguments: Sequence[str]) -> int:
    try:
        _check_lengths(arguments)
        result: object = _command()(args=list(arguments), prog_name="tandem", standalone_mode=False)
    except typer.Exit as done:
        return done.exit_code
    except typer.TyperException as misuse:
        return _usage(misuse)
    except Unreachable as away:
        return _say(str(away), 3)
    except TandemError as refusal:
        return _say(str(refusal), 1)
    except (typer.Abort, KeyboardInterrupt):
        return _say("Stopped.", 1)
    except OSError as problem:
        return _say(f"{problem.filename or 'Output'}: {problem.strerror}.", 1)
    except Exception as problem:  # noqa: BLE001
        return _unforeseen(problem)
    return result if isinstance(result, int) else 0


def _check_lengths(arguments: Sequence[str]) -> None:
    """Raises BadInput for what no key, name or text can be; each has a limit of its own as well."""
    for text in arguments:
        if len(text) > _LONGEST:
            raise BadInput(
                f"{shortened(text)!r} has {len(text):,} characters; at most {_LONGEST:,} are read."
            )


def _close_stores() -> None:
    """If the command has asked a service; most do, and `--help` must not load what they need."""
    context = sys.modules.get("cli.context")
    if context:
        context.close_stores()


@cache
def _command() -> Any:
    """Made once, however many commands a process runs."""
    return get_command(app)


def _usage(misuse: typer.TyperException) -> int:
    """A command that was not understood, with how it is used; without the word by which Pydantic begins."""
    misuse.message = printable(misuse.message.replace("Value error, ", ""))
    misuse.show()  # type: ignore[attr-defined]
    return 2


def _unforeseen(problem: Exception) -> int:
    """An error of the Temporal server is no mistake of ours. Its client is not loaded for the question: most
    commands do without."""
    service = sys.modules.get("temporalio.service")
    if service and isinstance(problem, service.RPCError):
        from temporal.diagnosis import server_answered

        return _say(str(server_answered(problem)), 3)
    return _say(f"Tandem has made a mistake:\n{traceback.format_exc()}", 1)


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(printable(spelled(sentence)) + "\n")
    return code


if __name__ == "__main__":
    main()
