"""Run every benchmark, one after the other: `make bench`."""

from benchmarks import bake, canonicalize, imports, search, sign_verify

ROUNDS = 7

if __name__ == "__main__":
    canonicalize.main(ROUNDS)
    sign_verify.main(ROUNDS)
    bake.main()
    if search.BESIDE.is_dir():  # the official files are not part of this repository
        imports.main([])
        search.main([])
