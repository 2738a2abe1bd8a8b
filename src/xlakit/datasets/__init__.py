"""Seeded synthetic desks that tell a known story, and an example agreement to judge them by."""

from xlakit.datasets.desk import synthetic_desk
from xlakit.datasets.desk_data import DeskData
from xlakit.datasets.example import example_agreement
from xlakit.datasets.story import STORIES, StoryName
from xlakit.datasets.write import write_desk

__all__ = ["STORIES", "DeskData", "StoryName", "example_agreement", "synthetic_desk", "write_desk"]
