"""Tansiq: neighbouring states unify their wanted lists, each master of its own data."""
