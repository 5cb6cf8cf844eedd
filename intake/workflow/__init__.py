"""The verbs of the house. Read submission.py first."""
