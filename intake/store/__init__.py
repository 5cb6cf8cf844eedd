"""All SQL of the house. Import a module by its noun (`from intake.store import reports`); nothing is re-exported here."""
