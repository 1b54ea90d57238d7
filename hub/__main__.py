"""Start here: ``hub …`` or ``python -m hub …``."""

from hub.cli.commands import main

if __name__ == "__main__":
    main()
