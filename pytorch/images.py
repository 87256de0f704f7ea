"""Networks on clips and images as modules of PyTorch (docs/video.md); `config` is the object `model` of config.json.

Clips are time-major, frames [T, B, C, S, S] of numbers from 0 to 1.
"""

import torch
from torch import nn
from torch.nn import functional as F

from model import CELLS, CharRNN

GATES = {"rnn": 1, "lstm": 4, "gru": 3, "min-gru": 2}


def cnn(images):
    """Images [N, C, S, S] -> the last map or, unless cells want the map, features [N, F]."""
    k, is_map = images["kernel"], images["network"] == "conv"
    channels, size, layers = images["channels"], images["size"], []
    for outputs in (8,) if is_map else (8, 16):
        layers += [nn.Conv2d(channels, outputs, k, padding=k // 2), nn.ReLU(), nn.MaxPool2d(2)]
        channels, size = outputs, size // 2
    if not is_map:
        layers += [nn.Flatten(), nn.Linear(channels * size * size, images["features"]), nn.ReLU()]
    return nn.Sequential(*layers)


class ConvCells(nn.Module):
    """Recurrent layers on maps (Ballas et al. 2016): every product of the cell is a convolution.

    x [T, B, D, S, S] -> h of the last layer [T, B, H, S, S]. Parameters are named as in torch.nn.
    """

    def __init__(self, config, channels):
        super().__init__()
        self.cell, self.layers, self.hidden = config["cell"], config["layers"], config["hidden"]
        self.dropout, k = config["dropout"], config["images"]["kernel"]
        self.padding, wide = k // 2, GATES[self.cell] * self.hidden
        for l in range(self.layers):
            add = lambda name, *shape: self.register_parameter(f"{name}_l{l}", nn.Parameter(torch.zeros(*shape)))
            add("weight_ih", wide, channels if l == 0 else self.hidden, k, k)
            add("bias_ih", wide)
            if self.cell == "min-gru":
                continue
            add("weight_hh", wide, self.hidden, k, k)
            if config["recurrentBias"]:
                add("bias_hh", wide)

    def forward(self, x):
        for l in range(self.layers):
            if l > 0:
                x = F.dropout(x, self.dropout, self.training)
            x = self.layer(x, l)
        return x

    def layer(self, x, l):
        part = lambda name: getattr(self, f"{name}_l{l}", None)
        gates = F.conv2d(x.flatten(0, 1), part("weight_ih"), part("bias_ih"), padding=self.padding)
        gates = gates.unflatten(0, x.shape[:2])
        h = c = x.new_zeros(x.shape[1], self.hidden, *x.shape[3:])
        outputs = []
        for a in gates:
            if self.cell != "min-gru":
                u = F.conv2d(h, part("weight_hh"), part("bias_hh"), padding=self.padding)
            if self.cell == "rnn":
                h = torch.tanh(a + u)
            elif self.cell == "gru":
                (ar, az, an), (ur, uz, un) = a.chunk(3, 1), u.chunk(3, 1)
                z = torch.sigmoid(az + uz)
                h = (1 - z) * torch.tanh(an + torch.sigmoid(ar + ur) * un) + z * h
            elif self.cell == "lstm":
                i, f, g, o = (a + u).chunk(4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
            else:
                z, n = a.chunk(2, 1)
                h = h + torch.sigmoid(z) * (n - h)
            outputs.append(h)
        return torch.stack(outputs)


class ClipNetwork(nn.Module):
    """frames [T, B, C, S, S] -> logits [T, B, outputs]: the prediction after each frame (`frames`: the mean over all of them)."""

    def __init__(self, config):
        super().__init__()
        self.config, images = config, config["images"]
        self.network, layers, H = images["network"], config["layers"], config["hidden"]
        self.cnn = cnn(images)
        if self.network == "conv":
            self.rnn = ConvCells(config, 8)
        elif self.network == "cnn-lstm":
            dropout = config["dropout"] if layers > 1 else 0
            self.rnn = CELLS[config["cell"]](images["features"], H, layers, dropout=dropout)
            if not config["recurrentBias"]:  # torch.nn always has it: it stays zero
                for name, bias in self.rnn.named_parameters():
                    if name.startswith("bias_hh"):
                        bias.data.zero_()
                        bias.requires_grad_(False)
        self.dropout = nn.Dropout(config["dropout"])
        self.decoder = nn.Linear(images["features"] if self.network == "frames" else H, config["outputs"])

    def forward(self, frames):
        x = self.cnn(frames.flatten(0, 1)).unflatten(0, frames.shape[:2])
        if self.network == "frames":
            logits = self.decoder(x)
            return logits.mean(0, keepdim=True).expand_as(logits)
        x = self.rnn(x).mean((3, 4)) if self.network == "conv" else self.rnn(x)[0]
        return self.decoder(self.dropout(x))

    def weights(self):
        """The parameters under their names in files."""
        hidden = "" if self.config["recurrentBias"] else "bias_hh"
        return {name: t for name, t in self.state_dict().items() if not hidden or hidden not in name}

    def set_weights(self, tensors):
        missing, unexpected = self.load_state_dict(tensors, strict=False)
        if unexpected or any("bias_hh" not in name for name in missing):
            raise ValueError(f"the weights do not fit the configuration: {missing} {unexpected}")


class Captioner(CharRNN):
    """ids [T, B] -> logits [T, B, outputs], and the state; at step 0 the cells see the features of `images` [B, C, S, S]."""

    def __init__(self, config):
        super().__init__({**config, "condition": config["images"]["features"]})
        self.config = config
        self.cnn = cnn(config["images"])

    def forward(self, ids, state=None, images=None):
        return super().forward(ids, state, vector=None if images is None else self.cnn(images))


def network(config):
    """The module of a configuration with images."""
    return Captioner(config) if config["images"]["network"] == "captions" else ClipNetwork(config)
