"""A season folder on disk: what was declared, what came in, what was written."""
