"""The public test set: invented people, labelled pairs of every difficulty, and the figures of a matcher on them.

Rules: nobody real is in it; `pairs.csv` is what `python -m testset.make` writes, byte for byte; what is measured is
told in README.md. Run `python -m testset`.
"""
