"""Survey microdata to figures: ballots read, judged one by one, counted exactly, brought to means and points."""
