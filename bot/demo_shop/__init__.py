"""A made-up shop to try Qinda with: its files are those a seller would have, with times counted from now."""

SHOP_ID = "demo"
SHOP_NAME = "亲答示范店"
SEED = 20261122
"""Everything dealt in the files comes from it."""
