"""A text: windows to train on, and sampling."""

import torch

from char_rnn import decode, encode
from split import read_split

PREDICTION = "character"


class Windows:
    """The windows of a text, whose state is carried on; `rank` of `world` processes has `args.batch` of the batch rows."""

    continuous = True
    weights = None

    def __init__(self, ids, args, rank, world):
        columns = streams(ids, args.batch * world)
        self.columns = columns[:, rank * args.batch : (rank + 1) * args.batch]
        self.seq, self.world = args.seq, world

    def __len__(self):
        return -(-(len(self.columns) - 1) // self.seq)

    def batches(self, epoch):
        """The arguments of the network, y [T, B], and the numbers of predictions and symbols of all processes; y is x one later."""
        for p in range(0, len(self.columns) - 1, self.seq):
            T = min(self.seq, len(self.columns) - 1 - p)
            y = self.columns[p + 1 : p + T + 1]
            yield {"ids": self.columns[p : p + T]}, y, y.numel() * self.world, y.numel() * self.world


def streams(ids, count):
    """The text in `count` batch rows as [S + 1, count], each one symbol longer than it is read."""
    S = (len(ids) - 1) // count
    return torch.stack([ids[b * S : b * S + S + 1] for b in range(count)], dim=1)


def open_data(args, task, vocabulary, rank, world):
    """The windows of a text for training; those of the part after it, in one row, for validation."""
    with open(args.data, encoding="utf-8", newline="") as file:
        ids = encode(file.read(), vocabulary)
    split = read_split(args)
    held_out, end = int(len(ids) * split["validation"]), len(ids) - int(len(ids) * split["test"])
    middle = end - held_out
    training = Windows(ids[:middle], args, rank, world)
    args.batch = 1
    return training, Windows(ids[middle:end], args, 0, 1) if held_out > 1 else None


@torch.no_grad()
def answer(model, vocabulary, prime=" ", length=300):
    """A prime and `length` symbols after it."""
    ids, state = encode(prime, vocabulary).tolist(), None
    x = torch.tensor(ids)[:, None]
    for _ in range(int(length)):
        logits, state = model(x, state)
        x = torch.multinomial(logits[-1].softmax(-1), 1)
        ids.append(x.item())
    return decode(ids, vocabulary)
