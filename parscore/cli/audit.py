"""``parscore audit``: checking a result by other means than the run that made it."""

import typer

from parscore.cli import audit_priorities, audit_sample

app = typer.Typer(no_args_is_help=True)
app.command("sample", help="audit.sample")(audit_sample.sample)
app.command("priorities", help="audit.priorities")(audit_priorities.priorities)
