"""Measurements that a machine takes too long for to be tests; run ``python -m benchmarks``."""
