"""The only package that knows workbooks: reading them safely, and what a form looks like."""
