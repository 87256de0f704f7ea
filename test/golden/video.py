"""What PyTorch makes of small networks on clips: logits, loss and every gradient.

    python3 test/golden/video.py

writes video/*.safetensors beside this file. Convolutional cells are built from nn.Conv2d. Weights and clips are float32
numbers, computed with in float64.
"""
import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import safetensors

HERE = pathlib.Path(__file__).parent
T, B, S, C, K, FEATURES = 4, 3, 8, 2, 6, 7
GATES = {"rnn": 1, "gru": 3, "lstm": 4}


class ConvCell(nn.Module):
    """One layer: every product of the cell is a convolution (Ballas et al. 2016)."""

    def __init__(self, cell, channels, hidden, kernel):
        super().__init__()
        self.cell, self.hidden = cell, hidden
        gates = GATES[cell] * hidden
        self.ih = nn.Conv2d(channels, gates, kernel, padding=kernel // 2)
        self.hh = nn.Conv2d(hidden, gates, kernel, padding=kernel // 2)

    def forward(self, x):
        h = c = x.new_zeros(x.shape[1], self.hidden, *x.shape[3:])
        outputs = []
        for frame in x:
            gates, u = self.ih(frame), self.hh(h)
            if self.cell == "rnn":
                h = torch.tanh(gates + u)
            elif self.cell == "gru":
                (ar, az, an), (ur, uz, un) = gates.chunk(3, 1), u.chunk(3, 1)
                r, z = torch.sigmoid(ar + ur), torch.sigmoid(az + uz)
                h = (1 - z) * torch.tanh(an + r * un) + z * h
            else:
                i, f, g, o = (gates + u).chunk(4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
            outputs.append(h)
        return torch.stack(outputs)


def stage(channels, outputs, kernel):
    return [nn.Conv2d(channels, outputs, kernel, padding=kernel // 2), nn.ReLU(), nn.MaxPool2d(2)]


class Network(nn.Module):
    def __init__(self, network, cell, layers, kernel, H):
        super().__init__()
        self.network = network
        if network == "conv":
            self.cnn = nn.Sequential(*stage(C, 8, kernel))
            self.rnn = nn.Sequential(*[ConvCell(cell, 8 if k == 0 else H, H, kernel) for k in range(layers)])
            self.decoder = nn.Linear(H, K)
            return
        flat = 16 * (S // 4) ** 2
        self.cnn = nn.Sequential(
            *stage(C, 8, kernel), *stage(8, 16, kernel), nn.Flatten(), nn.Linear(flat, FEATURES), nn.ReLU())
        if network == "cnn-lstm":
            self.rnn = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell](FEATURES, H, layers)
        self.decoder = nn.Linear(H if network == "cnn-lstm" else FEATURES, K)

    def forward(self, x):
        """x [T, B, C, S, S] -> logits [T, B, K]"""
        features = self.cnn(x.flatten(0, 1)).unflatten(0, x.shape[:2])
        if self.network == "frames":
            return self.decoder(features).mean(0, keepdim=True).expand(T, -1, -1)
        if self.network == "cnn-lstm":
            return self.decoder(self.rnn(features)[0])
        return self.decoder(self.rnn(features).mean((3, 4)))


def our_name(name):
    """rnn.1.hh.weight -> rnn.weight_hh_l1"""
    parts = name.split(".")
    return f"rnn.{parts[3]}_{parts[2]}_l{parts[1]}" if parts[0] == "rnn" and len(parts) == 4 else name


def golden(network, cell, layers, kernel, hidden=5):
    torch.manual_seed(layers * 10 + kernel)
    net = Network(network, cell, layers, kernel, hidden).double()
    for p in net.parameters():
        nn.init.normal_(p, std=0.2)
        p.data = p.data.float().double()  # exactly what is written
    x = torch.rand(T, B, C, S, S).float().double()
    y = torch.randint(K, (T, B))
    logits = net(x)
    loss = F.cross_entropy(logits.reshape(-1, K), y.reshape(-1))
    loss.backward()
    arrays = {"x": x, "y": y.int(), "logits": logits.detach(), "loss": loss.detach().reshape(1)}
    arrays |= {f"weight/{our_name(name)}": p.detach() for name, p in net.named_parameters()}
    arrays |= {f"gradient/{our_name(name)}": p.grad for name, p in net.named_parameters()}
    arrays = {name: np.asarray(array) for name, array in arrays.items()}
    arrays = {name: a.astype(np.float32) if a.dtype == np.float64 else a for name, a in arrays.items()}
    images = dict(network=network, size=S, channels=C, kernel=kernel, features=FEATURES)
    config = dict(cell=cell, layers=layers, embedding=0, recurrentBias=True, hidden=hidden, vocabulary=0, dropout=0,
                  outputs=K, images=images)
    name = network if network == "frames" else f"{network}-{cell}-{layers}"
    name += "" if kernel == 3 else f"-kernel-{kernel}"
    name += "" if hidden == 5 else f"-hidden-{hidden}"
    safetensors.write(HERE / "video" / f"{name}.safetensors", arrays,
                      {"config": json.dumps(config), "torch": torch.__version__})


(HERE / "video").mkdir(exist_ok=True)
golden("frames", "lstm", 1, 3)
golden("cnn-lstm", "lstm", 1, 3)
for each in GATES:
    for depth in (1, 2):
        golden("conv", each, depth, 3)
golden("conv", "gru", 1, 5)
golden("conv", "gru", 1, 1)
golden("conv", "gru", 1, 3, hidden=12)  # 36 outputs: with a BLAS, its convolutions are products
