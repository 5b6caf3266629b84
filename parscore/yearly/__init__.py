"""Year on year: which agency was which, what changed and why, and places held over many years."""
