"""``parscore audit``: what an auditor runs; each command stands in a module of its own, ``audit_...``."""

import typer

from parscore.cli import audit_published, audit_recheck

app = typer.Typer(no_args_is_help=True)
app.command("published", help="audit.published")(audit_published.published)
app.command("recheck", help="audit.recheck")(audit_recheck.recheck)
