"""Rechecking what was scored: against its record, its inputs, its outputs, and by scoring again."""
