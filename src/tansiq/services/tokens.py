"""Tokens: what a browser holds, and what is kept of it."""

import hashlib


def hash_token(token: str) -> str:
    """What is kept of a token: SHA-256, hexadecimal; the token itself has 256 random bits and needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
