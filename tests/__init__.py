"""Tests mirror intake/; journeys/ walks a real browser, bench/ measures."""
