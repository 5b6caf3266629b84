"""``python -m parscore``."""

from parscore.cli.app import main

main()
