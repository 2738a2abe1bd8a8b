"""xlakit."""
