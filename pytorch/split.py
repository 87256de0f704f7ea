"""Which part of the data is held out: as in the run that split.json describes, so that no loss is of what was trained on."""

import json
import math
import os

MASK = 2**32 - 1
SPLIT_STREAM = 0x5917
KEPT = 2**20
ROUNDS = 6


def read_split(args):
    """seed, validation, test, and how a table is read: those of the run, unless --val says otherwise."""
    path = os.path.join(os.path.dirname(args.model), "split.json")
    if args.val is None and os.path.exists(path):
        with open(path) as file:
            return json.load(file)
    return {"seed": args.seed, "validation": 0.05 if args.val is None else args.val, "test": 0}


def split_rows(rows, split, labels):
    """The numbers of the rows to train on and to validate with (src/data/split-rows.ts)."""

    def part(share, left):
        return 0 if share == 0 else min(left, max(1, math.floor(rows * share)))

    order = permutation(rows, generator(split["seed"], SPLIT_STREAM))
    if split.get("stratify"):
        return stratify(order, labels, split)
    test = part(split["test"], rows - 1)
    validation = part(split["validation"], rows - 1 - test)
    middle = rows - validation - test
    return order[:middle], order[middle : middle + validation]


def stratify(order, labels, split):
    """Every part has its share of each label."""
    seen, tested, validated = {}, {}, {}
    training, validation = [], []
    for row in order:
        label = labels[row]
        n = seen[label] = seen.get(label, 0) + 1
        test, held = tested.get(label, 0), tested.get(label, 0) + validated.get(label, 0)
        wanted = [0 if n == 1 else math.floor(n * share + 0.5) for share in (split["test"], split["test"] + split["validation"])]
        if test < wanted[0]:
            tested[label] = test + 1
        elif held < wanted[1]:
            validated[label] = held - test + 1
            validation.append(row)
        else:
            training.append(row)
    return training, validation


def permutation(n, draw):
    """0 ... n - 1 in a random order (src/core/permutation.ts); draw() is uniform in [0, 1)."""
    if n <= KEPT:
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = math.floor(draw() * (i + 1))
            order[i], order[j] = order[j], order[i]
        return order
    s = math.ceil(math.sqrt(n))
    keys = [math.floor(draw() * 2**32) for _ in range(ROUNDS)]

    def at(place):
        right, left = divmod(place, s)
        while True:
            for k in range(0, ROUNDS, 2):
                left = (left + mix(right ^ keys[k]) % s) % s
                right = (right + mix(left ^ keys[k + 1]) % s) % s
            if right * s + left < n:
                return right * s + left

    return [at(place) for place in range(n)]


def mix(h):
    """The finalizer of MurmurHash3."""
    h = ((h ^ h >> 16) * 0x85EBCA6B) & MASK
    h = ((h ^ h >> 13) * 0xC2B2AE35) & MASK
    return h ^ h >> 16


def generator(seed, stream):
    """xoroshiro128+ as src/core/rng.ts seeds it."""
    words = []
    for word in (1, 2, 3, 4):
        h = 0
        for value in (word, seed, seed >> 32, stream):
            h = mix(((h + 0x9E3779B9) ^ value) & MASK)
        words.append(h)
    a, b = words[0] << 32 | words[1], words[2] << 32 | words[3]

    def rotate(x, k):
        return (x << k | x >> (64 - k)) & (2**64 - 1)

    def draw():
        nonlocal a, b
        drawn = (a + b) & MASK
        b ^= a
        a = rotate(a, 24) ^ b ^ (b << 16) & (2**64 - 1)
        b = rotate(b, 37)
        return drawn / 2**32

    return draw
