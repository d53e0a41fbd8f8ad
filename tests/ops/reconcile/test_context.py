"""How the store is asked while it is compared."""

import asyncio
import time
from contextlib import suppress
from typing import cast

import pytest
from sqlalchemy import text
from temporalio.client import Client

from ops.reconcile.context import ReconcileContext
from storage.database import Database

pytestmark = pytest.mark.store


def test_a_stop_does_not_wait_for_a_store_that_hangs(sqlite_store: Database) -> None:
    context = ReconcileContext(cast(Client, None), sqlite_store)

    async def ask_and_give_up() -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(context.in_store(lambda session: session.scalar(text("SELECT 1"))), 0.05)

    with sqlite_store.engine.connect():  # it has one connection, and nobody else gets it meanwhile
        began = time.monotonic()
        asyncio.run(ask_and_give_up())
        assert time.monotonic() - began < 5
