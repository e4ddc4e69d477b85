"""`python -m dazor`: the command line, also where the script is not on the path."""

from dazor.cli import main

if __name__ == "__main__":
    main()
