"""Pages as values: one frozen dataclass for each template, built from core values. No HTML, no HTTP."""
