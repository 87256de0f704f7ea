"""What PyTorch makes of networks on rows of different lengths: loss and every gradient.

    python3 test/golden/tasks.py

writes tasks/*.safetensors beside this file. `classify`: the last output of nn.utils.rnn.pack_padded_sequence decides.
`translate`: an encoder-decoder, whose source network reads packed rows and hands its state over; the source is read
from its end when `reverse`. Weights are float32 numbers, computed with in float64.
"""
import itertools
import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

import safetensors

V, S, K, E, H, LAYERS = 7, 5, 4, 3, 6, 2
SOURCES = [[0, 3, 1, 2, 4, 4], [2, 1], [4], [1, 0, 2, 3]]
LABELS = [3, 0, 2, 3]
TARGETS = [[1, 2, 5], [0], [3, 3, 1, 5, 0], [4, 4]]
END = V - 1
HERE = pathlib.Path(__file__).parent
CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


class Reader(nn.Module):
    def __init__(self, cell, symbols, embedding):
        super().__init__()
        self.symbols = symbols
        self.encoder = nn.Embedding(symbols, embedding) if embedding else None
        self.rnn = CELLS[cell](embedding or symbols, H, LAYERS)

    def forward(self, rows, state=None):
        """Outputs [T, B, H] of rows that begin together, and their states after their own last symbols."""
        lengths = torch.tensor([len(row) for row in rows])
        padded = nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows])
        inputs = self.encoder(padded) if self.encoder else nn.functional.one_hot(padded, self.symbols).double()
        packed = pack_padded_sequence(inputs, lengths, enforce_sorted=False)
        outputs, state = self.rnn(packed, state)
        return nn.utils.rnn.pad_packed_sequence(outputs)[0], state


class Classifier(Reader):
    def __init__(self, cell, embedding):
        super().__init__(cell, S, embedding)
        self.decoder = nn.Linear(H, K)

    def loss(self):
        _, state = self(SOURCES)
        h = state[0] if isinstance(state, tuple) else state
        return nn.functional.cross_entropy(self.decoder(h[-1]), torch.tensor(LABELS), reduction="sum")


class Translator(Reader):
    def __init__(self, cell, embedding):
        super().__init__(cell, V, embedding)
        self.source = Reader(cell, S, embedding)
        self.decoder = nn.Linear(H, V)

    def loss(self):
        _, state = self.source([row[::-1] for row in SOURCES])
        outputs, _ = self([[END] + row for row in TARGETS], state)
        answers = [torch.tensor(row + [END]) for row in TARGETS]
        logits = [self.decoder(outputs[: len(y), b]) for b, y in enumerate(answers)]
        return nn.functional.cross_entropy(torch.cat(logits), torch.cat(answers), reduction="sum")


def golden(task, network, cell, embedding):
    torch.manual_seed(1)
    model = network(cell, embedding).double()
    for parameter in model.parameters():
        nn.init.normal_(parameter, std=0.5)
        parameter.data = parameter.data.float().double()  # exactly what is written
    loss = model.loss()
    loss.backward()
    arrays = {"loss": loss.detach().reshape(1)}
    arrays |= {f"weight/{name}": p.detach() for name, p in model.named_parameters()}
    arrays |= {f"gradient/{name}": p.grad for name, p in model.named_parameters()}
    arrays = {name: np.asarray(array).astype(np.float32) for name, array in arrays.items()}
    config = dict(cell=cell, layers=LAYERS, embedding=embedding, recurrentBias=True, hidden=H, dropout=0)
    config |= dict(vocabulary=S, outputs=K) if task == "classify" else dict(vocabulary=V, sourceVocabulary=S)
    examples = dict(sources=SOURCES, labels=LABELS, targets=TARGETS)
    suffix = "-embedding" if embedding else ""
    (HERE / "tasks").mkdir(exist_ok=True)
    safetensors.write(HERE / "tasks" / f"{task}-{cell}{suffix}.safetensors", arrays,
                      {"config": json.dumps(config), "examples": json.dumps(examples), "torch": torch.__version__})


for cell, embedding in itertools.product(CELLS, (0, E)):
    golden("classify", Classifier, cell, embedding)
    golden("translate", Translator, cell, embedding)
