"""Start here: ``hub …`` or ``python -m hub …``."""

import gc


def main() -> None:
    """Load the commands without collecting garbage on the way: what is loaded stays, and a third of the start goes."""
    gc.disable()
    from hub.cli.commands import main as run  # noqa: PLC0415 -- loading it is what is hurried

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
