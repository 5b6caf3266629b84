"""YAML to criteria sets and seasons, with every fault at once."""
