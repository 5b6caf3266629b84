"""The scorer: pure functions from a criteria set and answers to scorecards, ranks and classes."""
