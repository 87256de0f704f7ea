"""What PyTorch makes of networks that read and predict numbers: loss and every gradient.

    python3 test/golden/series.py

writes series/*.safetensors beside this file. Row 0 of the batch reads a whole window; row 1 begins at step 2, from zeros.
`gaussian`: nn.functional.gaussian_nll_loss with its constant, of deviations exp(7 tanh(a / 7)); `mse`: squared errors, summed;
`classify`: a label at the last step. Weights and numbers are float32, computed with in float64.
"""
import itertools
import json
import pathlib

import numpy as np
import torch
from torch import nn

import safetensors

D, K, LABELS, H, LAYERS, T = 3, 2, 4, 5, 2, 6
STARTS = [0, 2]
HERE = pathlib.Path(__file__).parent
CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


class Network(nn.Module):
    def __init__(self, cell, outputs):
        super().__init__()
        self.rnn = CELLS[cell](D, H, LAYERS)
        self.decoder = nn.Linear(H, outputs)

    def forward(self, x):
        return self.decoder(self.rnn(x)[0])


def loss_of(loss, outputs, targets, label):
    """Σ over the steps of one row: outputs [T', 1, O], targets [T', K]."""
    outputs = outputs[:, 0]
    if loss == "classify":
        return nn.functional.cross_entropy(outputs[-1:], torch.tensor([label]), reduction="sum")
    if loss == "mse":
        return nn.functional.mse_loss(outputs, targets, reduction="sum")
    mean, a = outputs[:, :K], outputs[:, K:]
    variance = torch.exp(7 * torch.tanh(a / 7)) ** 2
    return nn.functional.gaussian_nll_loss(mean, targets, variance, full=True, reduction="sum", eps=1e-12)


def golden(loss, cell):
    torch.manual_seed(2)
    outputs = {"gaussian": 2 * K, "mse": K, "classify": LABELS}[loss]
    net = Network(cell, outputs).double()
    for parameter in net.parameters():
        nn.init.normal_(parameter, std=0.5)
        parameter.data = parameter.data.float().double()  # exactly what is written
    numbers = torch.randn(T, 2, D).float().double()
    targets = torch.randn(T, 2, K).float().double()
    labels = [3, 1]
    total = sum(loss_of(loss, net(numbers[s:, b : b + 1]), targets[s:, b], labels[b]) for b, s in enumerate(STARTS))
    total.backward()
    arrays = {"loss": total.detach().reshape(1), "numbers": numbers, "targets": targets}
    arrays |= {f"weight/{name}": p.detach() for name, p in net.named_parameters()}
    arrays |= {f"gradient/{name}": p.grad for name, p in net.named_parameters()}
    arrays = {name: np.asarray(array).astype(np.float32) for name, array in arrays.items()}
    column = lambda name: dict(name=name, mean=0, deviation=1)
    series = dict(inputs=[column("a"), column("b"), column("c")], calendar=[], loss="mse" if loss == "mse" else "gaussian", difference=False,
                  targets=[] if loss == "classify" else [column("a"), column("b")])
    config = dict(cell=cell, layers=LAYERS, embedding=0, recurrentBias=True, hidden=H, dropout=0,
                  vocabulary=0, outputs=outputs, series=series)
    (HERE / "series").mkdir(exist_ok=True)
    safetensors.write(HERE / "series" / f"{loss}-{cell}.safetensors", arrays,
                      {"config": json.dumps(config), "starts": json.dumps(STARTS), "labels": json.dumps(labels),
                       "torch": torch.__version__})


for loss, cell in itertools.product(["gaussian", "mse", "classify"], CELLS):
    golden(loss, cell)
