"""``parscore audit``: what an auditor runs; each command stands in a module of its own, ``audit_...``."""

import typer

from parscore.cli import audit_published

app = typer.Typer(no_args_is_help=True)
app.command("published", help="audit.published")(audit_published.published)


@app.callback()
def audit() -> None:
    """Hold the commands of the group, also while there is only one."""
"""``parscore audit``: what auditors do with a season that has been scored; each command has a module of its own."""

import typer

from parscore.cli import audit_recheck

app = typer.Typer(no_args_is_help=True)
app.command("recheck", help="audit.recheck")(audit_recheck.recheck)
