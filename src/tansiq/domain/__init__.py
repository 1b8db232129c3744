"""What is true: records and their bodies, labels, permissions, rules.

Frozen dataclasses and pure functions on the standard library alone. A value that breaks a rule cannot be built.
"""
