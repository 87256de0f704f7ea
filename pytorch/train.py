"""Continues training the model in this directory, on any number of processes and machines.

    python train.py DATA                                       # one process
    torchrun --nproc_per_node 4 train.py DATA                  # four, by DistributedDataParallel
    torchrun --nnodes 2 --rdzv_backend c10d --rdzv_endpoint HOST:29400 --nproc_per_node 8 train.py DATA

DATA is a text, or for a model of a table a CSV or TSV file with the columns that it was trained on. Without dropout, N
processes with --batch B compute what one with --batch N·B does. (torch 1.13 on Python 3.11 wants torchrun --redirects 1
--tee 1.) With GPUs the processes talk through nccl, else through gloo. `--out` is written after every epoch with a better
validation loss (every epoch, with --val 0), and `char-rnn sample`, `inspect`, `eval` and `train --init-from` read it.
Validation is on the run's own part of DATA (split.json) unless --val is given; `--log` begins with the run's log.csv, so
that the losses of both are one curve.
"""

import argparse
import os

import torch
from torch import distributed
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel

from char_rnn import load, save
from log import Log


def detach(state):
    """Truncated BPTT: the state is carried on, its gradient is not."""
    return tuple(detach(s) for s in state) if isinstance(state, tuple) else state.detach()


def nats(model, inputs, y, state, device, weights=None):
    """The sum over the predictions of a batch, by the weights of its labels; where y is -100 there is none."""
    inputs = {name: value.to(device) for name, value in inputs.items()}
    logits, state = model(**inputs, state=state)
    loss = F.cross_entropy(logits.flatten(0, 1), y.flatten().to(device), weight=weights, reduction="sum")
    return loss, detach(state)


@torch.no_grad()
def validate(model, data, device):
    model.eval()
    total, predictions, state = 0.0, 0, None
    for inputs, y, count, _ in data.batches(0):
        loss, state = nats(model, inputs, y, state if data.continuous else None, device)
        total, predictions = total + loss.item(), predictions + count
    model.train()
    return total / predictions


def total_of(loss, world, total):
    """The sum over all processes, computed in the tensor `total`."""
    total.copy_(loss.detach())
    if world > 1:
        distributed.all_reduce(total)
    return total.item()


def parse():
    parser = argparse.ArgumentParser(description="Continue training a char-rnn model.")
    parser.add_argument("data", help="a text, or the table that the model's task reads")
    parser.add_argument("--model", default="model.safetensors")
    parser.add_argument("--out", default="trained.safetensors")
    parser.add_argument("--log", default="trained.csv")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--steps", type=int, help="stop after so many")
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--seq", type=int, default=50, help="text: characters of a window")
    parser.add_argument("--batch", type=int, default=50, help="streams or rows of each process")
    parser.add_argument("--val", type=float, help="share held out; default: as in the run, else 0.05")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main():
    args = parse()
    world, rank = int(os.environ.get("WORLD_SIZE", 1)), int(os.environ.get("RANK", 0))
    gpu = torch.cuda.is_available()
    device = f"cuda:{os.environ.get('LOCAL_RANK', 0)}" if gpu else "cpu"
    if world > 1:
        distributed.init_process_group("nccl" if gpu else "gloo")
    torch.manual_seed(args.seed + rank)  # every process drops other units
    model, vocabulary = load(args.model, device)
    replica = DistributedDataParallel(model) if world > 1 else model
    if model.task is None:
        import text as source
    else:
        import table as source
    training, validation = source.open_data(args, model.task, vocabulary, rank, world)
    weights = None if training.weights is None else torch.tensor(training.weights, device=device)

    log = Log(args.log, os.path.join(os.path.dirname(args.model), "log.csv")) if rank == 0 else None
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=args.lr)
    best, step = float("inf"), 0
    # one for all steps, alive to the end: the last reference must not be that of a thread of the process group, which
    # would wait for the interpreter while that waits for the thread
    total = torch.zeros((), device=device)
    for epoch in range(1, args.epochs + 1):
        state = None
        for window, (inputs, y, count, symbols) in enumerate(training.batches(epoch), 1):
            loss, state = nats(replica, inputs, y, state if training.continuous else None, device, weights)
            optimizer.zero_grad()
            # gradients are averaged over the processes: times `world`, that is their sum
            (loss * world / count).backward()
            norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 5).item()
            optimizer.step()
            step += 1
            mean, passed = total_of(loss, world, total) / count, epoch - 1 + window / len(training)
            if log:
                log.train(step, passed, mean, norm, args.lr, symbols)
            if step == args.steps:
                break
        if rank == 0:
            figures = f"epoch {epoch} of {args.epochs}: training {mean:.4f}"
            measured = None if validation is None else validate(model, validation, device)
            if measured is not None:
                log.validation(step, passed, measured)
                figures += f", validation {measured:.4f} nats per {source.PREDICTION}"
            if measured is None or measured < best:
                best = best if measured is None else measured
                save(args.out, model, vocabulary)
            print(figures, flush=True)
        if step == args.steps:
            break
    if log:
        log.close()
    if world > 1:
        distributed.barrier()
        del replica
        distributed.destroy_process_group()


if __name__ == "__main__":
    main()
