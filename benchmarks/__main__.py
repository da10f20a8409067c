"""Run every benchmark, one after the other: `make bench`."""

from benchmarks import bake, canonicalize, sign_verify

ROUNDS = 7

if __name__ == "__main__":
    canonicalize.main(ROUNDS)
    sign_verify.main(ROUNDS)
    bake.main()
