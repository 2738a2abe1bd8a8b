"""What the rules find, and how often they find what is not there: seeded studies, run by name."""
