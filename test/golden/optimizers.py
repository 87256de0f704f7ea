"""The paths that optimizers take along given gradients.

    python3 test/golden/optimizers.py

writes optimizers.safetensors beside this file: sgd, adam, adamw (a matrix with decay, a bias without) and rmsprop by torch.optim (its rmsprop, like that of Torch7's
optim, has epsilon outside the root), adagrad by the two lines of min-char-rnn (epsilon inside), clipping by
torch.nn.utils. All in float64, written as float32.
"""
import pathlib

import numpy as np
import torch

import safetensors

N, STEPS = 20, 10
rng = np.random.default_rng(1)
start = rng.normal(size=N).astype(np.float32)
# of very different sizes, with a zero: the place of epsilon matters for small ones
gradients = (rng.normal(size=(STEPS, N)) * 10.0 ** rng.integers(-5, 2, N)).astype(np.float32)
gradients[:, 3] = 0


def torch_path(make):
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer, path = make([w]), []
    for g in gradients:
        w.grad = torch.tensor(g, dtype=torch.float64)
        optimizer.step()
        path.append(w.detach().numpy().copy())
    return np.stack(path)


def adagrad_path(lr, epsilon):
    w, mem, path = start.astype(np.float64), np.zeros(N), []
    for g in gradients.astype(np.float64):
        mem += g * g
        w += -lr * g / np.sqrt(mem + epsilon)
        path.append(w.copy())
    return np.stack(path)


def adamw_path():
    matrix = torch.tensor(start[:12].reshape(3, 4), dtype=torch.float64, requires_grad=True)
    bias = torch.tensor(start[12:], dtype=torch.float64, requires_grad=True)
    groups = [{"params": [matrix], "weight_decay": 0.1}, {"params": [bias], "weight_decay": 0.0}]
    optimizer, path = torch.optim.AdamW(groups, lr=0.01), []
    for g in gradients:
        matrix.grad = torch.tensor(g[:12].reshape(3, 4), dtype=torch.float64)
        bias.grad = torch.tensor(g[12:], dtype=torch.float64)
        optimizer.step()
        path.append(np.concatenate([matrix.detach().numpy().ravel(), bias.detach().numpy()]))
    return np.stack(path)


def clipped(clip, limit):
    w = torch.zeros(N, dtype=torch.float64, requires_grad=True)
    w.grad = torch.tensor(gradients[0], dtype=torch.float64)
    clip([w], limit)
    return w.grad.numpy()


arrays = {
    "start": start,
    "gradients": gradients,
    "sgd": torch_path(lambda w: torch.optim.SGD(w, lr=0.05)),
    "momentum": torch_path(lambda w: torch.optim.SGD(w, lr=0.05, momentum=0.9)),
    "adam": torch_path(lambda w: torch.optim.Adam(w, lr=0.01, betas=(0.9, 0.999), eps=1e-8)),
    "adamw": adamw_path(),
    "rmsprop": torch_path(lambda w: torch.optim.RMSprop(w, lr=2e-3, alpha=0.95, eps=1e-8)),
    "adagrad": adagrad_path(0.1, 1e-8),
    "clip-norm": clipped(torch.nn.utils.clip_grad_norm_, 2.0),
    "clip-value": clipped(torch.nn.utils.clip_grad_value_, 0.5),
}
arrays = {name: a.astype(np.float32) for name, a in arrays.items()}
safetensors.write(pathlib.Path(__file__).parent / "optimizers.safetensors", arrays, {"torch": torch.__version__})
