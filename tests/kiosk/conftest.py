"""The business's fixtures, for the tests of this folder."""

from tests.core.fixtures import database, garage, hurry, settled, shop, simulator

__all__ = ["database", "garage", "hurry", "settled", "shop", "simulator"]
