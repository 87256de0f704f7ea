"""What PyTorch makes of small character models: logits, loss, every gradient, ten steps of Adam.

    python3 test/golden/pytorch.py

writes pytorch/*.safetensors beside this file. Weights and inputs are float32 numbers, computed with in float64.
"""
import itertools
import json
import pathlib
import sys

import numpy as np
import torch
from torch import nn

import safetensors

V, E, H, T, B, STEPS = 11, 4, 6, 7, 3, 10
HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE / "../../pytorch"))
from model import CELLS, Ngrams


class Model(nn.Module):
    """The names of its parameters are those of our checkpoints."""

    def __init__(self, cell, layers, embedding, recurrent_bias, ngrams=None):
        super().__init__()
        self.encoder = nn.Embedding(V, embedding) if embedding else None
        self.rnn = CELLS[cell](embedding or V, H, layers)
        self.decoder = nn.Linear(H, V)
        self.ngrams = Ngrams(ngrams, V) if ngrams else None
        for name, parameter in self.named_parameters():
            nn.init.normal_(parameter, std=0.4)
            if "bias_hh" in name and not recurrent_bias:
                nn.init.zeros_(parameter)
                parameter.requires_grad = False

    def forward(self, x, state):
        inputs = self.encoder(x) if self.encoder else nn.functional.one_hot(x, V).double()
        if self.ngrams is None:
            h, state = self.rnn(inputs, state)
            return self.decoder(h), state
        h, cells = self.rnn(inputs, state[0])
        logits, context = self.ngrams(x, state[1])
        return self.decoder(h) + logits, (cells, context)


def trained(model):
    return {name: p for name, p in model.named_parameters() if p.requires_grad}


def named(state):
    """h_l0, c_l0, h_l1, ... as our State."""
    if isinstance(state, tuple) and not state[1].is_floating_point():  # newest first, as numbers
        context = state[1].flip(0).T.contiguous().double()
        return named(state[0]) | {"context": context}
    parts = zip("hc", state) if isinstance(state, tuple) else [("h", state)]
    return {f"{part}_l{k}": tensor[k] for part, tensor in parts for k in range(len(tensor))}


def detach(state):
    return tuple(detach(s) for s in state) if isinstance(state, tuple) else state.detach()


def golden(cell, layers, embedding, recurrent_bias, ngrams=None):
    torch.manual_seed(layers)
    model = Model(cell, layers, embedding, recurrent_bias, ngrams).double()
    for p in model.parameters():
        p.data = p.data.float().double()  # exactly what is written
    ids = torch.randint(V, (STEPS, T + 1, B))
    x, y = ids[:, :-1], ids[:, 1:]
    state = torch.randn(2, layers, B, H).float().double() * 0.5
    state = (state[0], state[1]) if cell == "lstm" else state[0]
    if ngrams:
        state = (state, torch.randint(V + 1, (ngrams["order"] - 1, B)))
    arrays = {"x": x.int(), "y": y.int()}
    arrays |= {f"weight/{name}": p.detach().clone() for name, p in trained(model).items()}
    arrays |= {f"before/{name}": s for name, s in named(state).items()}

    adam = torch.optim.Adam(trained(model).values(), lr=0.01)
    losses = []
    for step in range(STEPS):
        logits, state = model(x[step], detach(state))
        loss = nn.functional.cross_entropy(logits.view(-1, V), y[step].reshape(-1))
        adam.zero_grad()
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            arrays["logits"] = logits.detach()
            arrays |= {f"gradient/{name}": p.grad.clone() for name, p in trained(model).items()}
            arrays |= {f"after/{name}": s.detach() for name, s in named(state).items()}
        adam.step()
    arrays["losses"] = torch.tensor(losses)
    arrays |= {f"trained/{name}": p.detach() for name, p in trained(model).items()}

    arrays = {name: np.asarray(array) for name, array in arrays.items()}
    arrays = {name: a.astype(np.float32) if a.dtype == np.float64 else a for name, a in arrays.items()}
    config = dict(cell=cell, layers=layers, embedding=embedding, recurrentBias=recurrent_bias,
                  hidden=H, vocabulary=V, dropout=0) | ({"ngrams": ngrams} if ngrams else {})
    suffix = ("-embedding" if embedding else "") + ("" if recurrent_bias else "-one-bias") + ("-ngrams" if ngrams else "")
    safetensors.write(HERE / "pytorch" / f"{cell}-{layers}{suffix}.safetensors", arrays,
                      {"config": json.dumps(config), "torch": torch.__version__})


for cell, layers, embedding in itertools.product(CELLS, (1, 2, 3), (0, E)):
    golden(cell, layers, embedding, True)
for cell in ("rnn", "lstm", "gru"):
    golden(cell, 2, 0, False)
golden("lstm", 1, 0, True, dict(order=4, rows=40, size=5, dropout=0))
