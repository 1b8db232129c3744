"""Who said it: canonical bytes, digests, keys, signatures. The only room that imports cryptography."""
