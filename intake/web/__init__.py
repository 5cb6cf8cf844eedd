"""The face: HTTP in, HTTP out. A handler is one sentence; the work is in workflow/."""
