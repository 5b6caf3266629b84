"""``parscore audit``: what an auditor runs; each command stands in a module of its own, ``audit_...``."""

import typer

from parscore.cli import audit_published

app = typer.Typer(no_args_is_help=True)
app.command("published", help="audit.published")(audit_published.published)


@app.callback()
def audit() -> None:
    """Hold the commands of the group, also while there is only one."""
