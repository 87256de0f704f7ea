"""Goes on training the model in this directory, on any number of processes and machines.

    python train.py text.txt                                   # one process
    torchrun --nproc_per_node 4 train.py text.txt              # four, by DistributedDataParallel
    torchrun --nnodes 2 --rdzv_backend c10d --rdzv_endpoint HOST:29400 --nproc_per_node 8 train.py text.txt

(torch 1.13 on Python 3.11 wants torchrun --redirects 1 --tee 1.) With GPUs the processes talk through nccl, else through gloo. `--out` is written after every epoch with a better
validation loss (every epoch, with --val 0), and `char-rnn sample`, `inspect`, `eval` and `train --init-from` read it.
"""

import argparse
import os

import torch
from torch import distributed
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel

from char_rnn import encode, load, save


def streams(ids, count):
    """`count` parallel streams as [S + 1, count], each one symbol longer than it is read."""
    S = (len(ids) - 1) // count
    return torch.stack([ids[b * S : b * S + S + 1] for b in range(count)], dim=1)


def windows(columns, seq):
    """x and y [T, B], window by window; y is x one symbol later."""
    for p in range(0, len(columns) - 1, seq):
        T = min(seq, len(columns) - 1 - p)
        yield columns[p : p + T], columns[p + 1 : p + T + 1]


def detach(state):
    """Truncated BPTT: the state is carried on, its gradient is not."""
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()


def nats(model, x, y, state):
    logits, state = model(x, state)
    return F.cross_entropy(logits.flatten(0, 1), y.flatten()), detach(state)


@torch.no_grad()
def validate(model, columns, seq):
    model.eval()
    total, count, state = 0.0, 0, None
    for x, y in windows(columns, seq):
        loss, state = nats(model, x, y, state)
        total, count = total + loss.item() * y.numel(), count + y.numel()
    model.train()
    return total / count


def main():
    parser = argparse.ArgumentParser(description="Continue training a char-rnn model.")
    parser.add_argument("text")
    parser.add_argument("--model", default="model.safetensors")
    parser.add_argument("--out", default="trained.safetensors")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--seq", type=int, default=50)
    parser.add_argument("--batch", type=int, default=50, help="streams of each process")
    parser.add_argument("--val", type=float, default=0.05)
    args = parser.parse_args()

    world, rank = int(os.environ.get("WORLD_SIZE", 1)), int(os.environ.get("RANK", 0))
    gpu = torch.cuda.is_available()
    device = f"cuda:{os.environ.get('LOCAL_RANK', 0)}" if gpu else "cpu"
    if world > 1:
        distributed.init_process_group("nccl" if gpu else "gloo")
    model, vocabulary = load(args.model, device)
    replica = DistributedDataParallel(model) if world > 1 else model

    with open(args.text, encoding="utf-8", newline="") as file:
        ids = encode(file.read(), vocabulary).to(device)
    held_out = int(len(ids) * args.val)
    columns = streams(ids[: len(ids) - held_out], args.batch * world)
    columns = columns[:, rank * args.batch : (rank + 1) * args.batch]
    validation = streams(ids[len(ids) - held_out :], 1) if held_out > 1 else None

    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=args.lr)
    best = float("inf")
    for epoch in range(1, args.epochs + 1):
        state = None
        for x, y in windows(columns, args.seq):
            loss, state = nats(replica, x, y, state)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5)
            optimizer.step()
        if rank == 0:
            figures = f"epoch {epoch} of {args.epochs}: training {loss.item():.4f}"
            if validation is None:
                save(args.out, model, vocabulary)
            else:
                measured = validate(model, validation, args.seq)
                figures += f", validation {measured:.4f} nats per character"
                if measured < best:
                    best = measured
                    save(args.out, model, vocabulary)
            print(figures, flush=True)
    if world > 1:
        distributed.barrier()
        distributed.destroy_process_group()


if __name__ == "__main__":
    main()
