"""`tandem up` and `tandem worker`: the processes that run for months."""


def up() -> None:
    """Run server, worker and mail catcher together, in real time, until Ctrl-C."""
    import asyncio

    from cli.output import say
    from embedded.up import run_up
    from logs import configure_logging
    from settings import read_settings

    settings = read_settings()
    configure_logging(settings.log)
    asyncio.run(run_up(settings, say))


def worker() -> None:
    """Run a worker alone, for production, until SIGTERM or Ctrl-C."""
    import asyncio

    from logs import configure_logging
    from settings import read_settings
    from worker import run_worker

    settings = read_settings()
    configure_logging(settings.log)
    asyncio.run(run_worker(settings))
