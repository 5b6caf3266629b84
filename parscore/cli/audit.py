"""``parscore audit``: what an auditor runs; each command stands in a module of its own, ``audit_...``."""

import typer

from parscore.cli import audit_papers, audit_priorities, audit_published, audit_recheck, audit_sample

app = typer.Typer(no_args_is_help=True)
app.command("recheck", help="audit.recheck")(audit_recheck.recheck)
app.command("published", help="audit.published")(audit_published.published)
app.command("papers", help="audit.papers")(audit_papers.papers)
app.command("sample", help="audit.sample")(audit_sample.sample)
app.command("priorities", help="audit.priorities")(audit_priorities.priorities)
