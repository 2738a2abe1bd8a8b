"""One profile for every law: the same examples on every machine and in every run.

``XLAKIT_LAWS=random`` looks further: other examples each time, for an hour with nothing better to do.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("random", deadline=None)
settings.load_profile(os.environ.get("XLAKIT_LAWS", "same"))
