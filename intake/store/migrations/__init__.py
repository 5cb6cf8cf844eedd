"""How the tables came to be, one file for each change. Schema only, safe for the code that runs meanwhile."""
