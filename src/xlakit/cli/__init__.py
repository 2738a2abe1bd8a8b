"""The commands of xlakit. They read options, call the library and print; they decide nothing."""

from xlakit.cli.entry import main

__all__ = ["main"]
