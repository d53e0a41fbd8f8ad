"""Which Tandem this is."""

import os
from importlib.metadata import version


def this_version() -> str:
    """The release, and the commit it was built from where the image was told: `0.2.0+abc1234`."""
    released, revision = version("tandem"), os.environ.get("TANDEM_REVISION", "")
    return f"{released}+{revision[:7]}" if revision else released
