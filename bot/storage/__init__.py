"""The store: tables, their upgrades, and the repositories over them. SQLAlchemy lives here and nowhere else."""
