"""`python -m tansiq` is the `tansiq` command."""

from tansiq.cli import main

if __name__ == "__main__":
    main()
