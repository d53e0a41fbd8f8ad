"""Whose lives are on the server. A server, or a namespace of it, is of one store."""

from domain.errors import OfAnother
from ops.reconcile.context import Context
from ops.reconcile.server import answering, is_of_another, running


async def check_server(place: Context) -> None:
    """Raises OfAnother if lives run there and not one is of this store: it is the wrong one of the two.

    Where some are, the strays among them are no reason to stand still: nothing is done for those. Mostly it
    is one question, as the first that is listed is ours. Raises Unreachable.
    """
    store, stray = await place.store(), None
    async with answering():
        async for found in running(place.client, None):
            if not is_of_another(found, store):
                return
            stray = found.workflow_id
    if stray:
        raise OfAnother(f"What runs on this Temporal server, such as {stray}, belongs")
