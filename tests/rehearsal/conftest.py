"""The `tandem` command, for what has been rehearsed."""

from tests.cli.conftest import tandem as tandem
