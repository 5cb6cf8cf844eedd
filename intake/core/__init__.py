"""The engine: pure functions of their arguments. No disk, no clock, no SQL, no request."""
