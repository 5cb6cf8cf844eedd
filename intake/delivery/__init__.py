"""Leaving the house: a worker that takes messages out of the outbox, and a sender for each way out."""
