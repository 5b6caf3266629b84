"""Views of a result: screens, JSON and workbooks. No view adds or computes; each shows nodes of the scorecard trees."""
