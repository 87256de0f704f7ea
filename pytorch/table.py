"""The rows of a table: batches to train on, and the model's answer to a row. `task` is the object task.json."""

import csv
import gzip
import re
from collections import Counter
from typing import NamedTuple

import torch
from torch.nn.utils.rnn import pad_sequence

from split import read_split, split_rows

PREDICTION = "answer"
IGNORED = -100  # F.cross_entropy leaves such targets out
POOL = 50
LONGEST_ANSWER = 1000


class Row(NamedTuple):
    """Parts that a task does not have are empty, or None."""

    source: list
    target: list
    label: int
    vector: list


def read_source(task, cells):
    """A row without its target, from its cells of the columns `from`."""
    if not task["source"]:
        scaled = zip(cells, task["scaling"]["mean"], task["scaling"]["deviation"])
        return Row([], [], None, [(float(cell) - mean) / deviation for cell, mean, deviation in scaled])
    if task["name"] == "generate":
        return Row([], [], task["source"].index(cells[0]), [])
    return Row(ids_of("\n".join(cells), task["source"]), [], None, [])


def read_row(task, cells, target):
    row = read_source(task, cells)
    if task["name"] == "classify":
        return row._replace(label=task["target"].index(target))
    symbols = target.split() if task["toTokens"] == "words" else target
    return row._replace(target=ids_of(symbols, task["target"]))


def ids_of(symbols, known):
    """Symbols that a model does not know are U+FFFD where it has that, else an error."""
    ids = {symbol: i for i, symbol in enumerate(known)}
    return [ids[symbol] if symbol in ids else ids["\ufffd"] for symbol in symbols]


def read_table(path, task, split):
    """The rows of a CSV or TSV file, divided as src/material/table/format.ts divides them."""
    name = path.removesuffix(".gz").lower()
    open_text = gzip.open if path.endswith(".gz") else open
    with open_text(path, "rt", encoding="utf-8-sig", newline="") as file:
        delimiter = split.get("delimiter") or delimiter_of(name, next(filter(str.strip, file), ""))
        file.seek(0)
        quoting = csv.QUOTE_NONE if delimiter == "\t" and not name.endswith(".csv") else csv.QUOTE_MINIMAL
        rows = [row for row in csv.reader(file, delimiter=delimiter, quoting=quoting) if "".join(row).strip()]
    names = rows.pop(0) if split.get("header", True) else [str(i + 1) for i in range(len(rows[0]))]
    source, target = [names.index(name) for name in task["from"]], names.index(task["to"])
    return [read_row(task, [row[i] for i in source], row[target]) for row in rows]


def delimiter_of(name, line):
    """What divides the first line outside of quotes: a comma or, in a .tsv, a tab, else another."""
    plain = re.sub(r'"([^"]|"")*"', "", line)
    usual = "\t" if name.endswith(".tsv") else ","
    return next((d for d in [usual, ",", "\t", ";", "|"] if d in plain), usual)


def place(task, row):
    """x and y of a row, step by step, as in the diagrams of docs/tasks.md."""
    S, V = len(task["source"]), len(task["target"])
    if task["name"] == "classify":
        label = IGNORED if row.label is None else row.label
        return row.source, [IGNORED] * (len(row.source) - 1) + [label]
    if task["name"] == "tag":
        delay = task["delay"]
        return row.source + [S] * delay, [IGNORED] * delay + row.target
    first = V + row.label if row.label is not None else V
    return [first] + row.target, row.target + [V]


def place_all(task, rows):
    """The arguments of the network, and y [T, B]. Rows begin together."""
    placed = [place(task, row) for row in rows]
    inputs = {"ids": pad([x for x, _ in placed])}
    if task["name"] == "translate":
        sources = [row.source[::-1] if task["reverse"] else row.source for row in rows]
        inputs["source"], inputs["lengths"] = pad(sources), torch.tensor([len(s) for s in sources])
    if not task["source"]:
        inputs["vector"] = torch.tensor([row.vector for row in rows])
    return inputs, pad([y for _, y in placed], IGNORED)


def pad(rows, value=0):
    return pad_sequence([torch.tensor(row) for row in rows], padding_value=value)


class Rows:
    """Batches of rows of similar length, in a new order every epoch; `rank` of `world` processes has `batch` of each."""

    continuous = False

    def __init__(self, rows, task, args, rank, world, weights=None):
        self.weights = weights
        self.rows, self.task, self.batch, self.seed = rows, task, args.batch, args.seed
        self.rank, self.world = rank, world

    def __len__(self):
        return -(-len(self.rows) // (self.batch * self.world))

    def batches(self, epoch):
        """The arguments of the network, y [T, B], and the numbers of predictions and symbols of all processes together."""
        size = self.batch * self.world
        for chosen in self.shuffled(size, epoch):
            placed = [place(self.task, row) for row in chosen]
            count = sum(self.weight(y) for _, ys in placed for y in ys if y != IGNORED)
            symbols = sum(len(x) for x, _ in placed)
            if self.task["name"] == "translate":
                symbols += sum(len(row.source) for row in chosen)
            own = chosen[self.rank * self.batch : (self.rank + 1) * self.batch]
            inputs, y = place_all(self.task, own or chosen[:1])
            # a process without a row of its own computes one, and learns nothing from it
            yield inputs, y if own else torch.full_like(y, IGNORED), count, symbols

    def shuffled(self, size, epoch):
        """The same in every process: shuffled, cut into pools that are sorted by length, and cut into batches."""
        random = torch.Generator().manual_seed(self.seed + epoch)
        order = torch.randperm(len(self.rows), generator=random).tolist()
        pools = [order[p : p + POOL * size] for p in range(0, len(order), POOL * size)]
        ordered = [row for pool in pools for row in sorted(pool, key=lambda i: self.length(self.rows[i]))]
        starts = range(0, len(ordered), size)
        for k in torch.randperm(len(starts), generator=random).tolist():
            yield [self.rows[i] for i in ordered[starts[k] : starts[k] + size]]

    def weight(self, y):
        return 1 if self.weights is None else self.weights[y]

    def length(self, row):
        return len(row.source), len(row.target)


def open_data(args, task, vocabulary, rank, world):
    """The rows of a table for training and validation; rows that the run left out as too long are left out."""
    split = read_split(args)
    most = split.get("maxLength")
    rows = read_table(args.data, task, split)
    if split.get("truncate"):
        rows = [row._replace(source=row.source[:most], target=row.target[:most]) for row in rows]
    elif most is not None:
        rows = [row for row in rows if max(len(row.source), len(row.target)) <= most]
    chosen = [[rows[i] for i in part] for part in split_rows(len(rows), split, [row.label for row in rows])]
    weights = balanced([row.label for row in chosen[0]], len(task["target"])) if split.get("balance") else None
    training = Rows(chosen[0], task, args, rank, world, weights)
    return training, Rows(chosen[1], task, args, 0, 1) if chosen[1] else None


def balanced(labels, number):
    """The weight of each label in the loss, so that all labels together weigh alike (src/material/table/labels.ts)."""
    counts = Counter(labels)
    return [len(labels) / (len(counts) * counts[label]) if counts[label] else 0.0 for label in range(number)]


@torch.no_grad()
def answer(model, vocabulary, *cells):
    """The answer to a row: classify adds its probability; generate samples, the others decode greedily."""
    task = model.task
    row = read_source(task, cells)
    inputs, _ = place_all(task, [row])
    if task["name"] == "classify":
        p = model(**inputs)[0][-1, 0].softmax(-1)
        return f"{task['target'][p.argmax()]}\t{p.max():.4f}"
    if task["name"] == "tag":
        return text_of(task, model(**inputs)[0][task["delay"] :, 0].argmax(-1).tolist())
    end, ids = len(task["target"]), []
    logits, state = model(**inputs)
    while len(ids) < LONGEST_ANSWER:
        p = logits[-1, 0].softmax(-1)
        id = (torch.multinomial(p, 1) if task["name"] == "generate" else p.argmax()).item()
        if id == end:
            break
        ids.append(id)
        logits, state = model(torch.tensor([[id]]), state)
    return text_of(task, ids)


def text_of(task, ids):
    return (" " if task["toTokens"] == "words" else "").join(task["target"][i] for i in ids)
