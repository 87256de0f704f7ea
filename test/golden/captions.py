"""What PyTorch makes of small networks that caption images: loss and every gradient.

    python3 test/golden/captions.py

writes captions/*.safetensors beside this file. The features v of an image, from a CNN, are part of the input of the first
recurrent layer at step 0 and zero afterwards; their columns of W_ih are `condition.weight` in our files. Captions have
different lengths. Weights and images are float32 numbers, computed with in float64.
"""
import json
import pathlib

import numpy as np
import torch
from torch import nn

import safetensors

HERE = pathlib.Path(__file__).parent
V, S, C, H, FEATURES = 6, 8, 2, 5, 7
CAPTIONS = [[1, 4, 2], [5], [3, 0, 0, 2, 1], [2, 4]]
IMAGES = [2, 0, 3, 2]  # of each caption; image 1 has none, image 2 two
START = END = V
CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


class Captioner(nn.Module):
    def __init__(self, cell, layers, embedding, kernel):
        super().__init__()
        pad = kernel // 2
        self.cnn = nn.Sequential(
            nn.Conv2d(C, 8, kernel, padding=pad), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(8, 16, kernel, padding=pad), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(16 * (S // 4) ** 2, FEATURES), nn.ReLU())
        self.encoder = nn.Embedding(V + 1, embedding) if embedding else None
        self.symbols = embedding or V + 1
        self.rnn = CELLS[cell](self.symbols + FEATURES, H, layers)
        self.decoder = nn.Linear(H, V + 1)

    def loss(self, images):
        """Σ −log p over all captions and their ends, one caption after the other."""
        total = 0
        for caption, image in zip(CAPTIONS, IMAGES):
            ids = torch.tensor([START] + caption)
            x = self.encoder(ids) if self.encoder else nn.functional.one_hot(ids, V + 1).double()
            v = self.cnn(images[image : image + 1])
            v = torch.cat([v, torch.zeros(len(caption), FEATURES)])
            outputs, _ = self.rnn(torch.cat([x, v], 1).unsqueeze(1))
            logits = self.decoder(outputs.squeeze(1))
            total = total + nn.functional.cross_entropy(logits, torch.tensor(caption + [END]), reduction="sum")
        return total

    def in_our_names(self, arrays):
        """W_ih of the first layer as the part of the symbols and the part of the features."""
        weight = arrays["rnn.weight_ih_l0"]
        return {**arrays, "rnn.weight_ih_l0": weight[:, : self.symbols], "condition.weight": weight[:, self.symbols :]}


def golden(cell, layers, embedding, kernel=3):
    torch.manual_seed(3)
    net = Captioner(cell, layers, embedding, kernel).double()
    for p in net.parameters():
        nn.init.normal_(p, std=0.3)
        p.data = p.data.float().double()  # exactly what is written
    images = torch.rand(4, C, S, S).float().double()
    loss = net.loss(images)
    loss.backward()
    arrays = {"images": images, "loss": loss.detach().reshape(1)}
    for group, of in ("weight", lambda p: p.detach()), ("gradient", lambda p: p.grad):
        named = net.in_our_names({name: of(p) for name, p in net.named_parameters()})
        arrays |= {f"{group}/{name}": array for name, array in named.items()}
    arrays = {name: np.asarray(array).astype(np.float32) for name, array in arrays.items()}
    sizes = dict(network="captions", size=S, channels=C, kernel=kernel, features=FEATURES)
    config = dict(cell=cell, layers=layers, embedding=embedding, recurrentBias=True, hidden=H, dropout=0,
                  vocabulary=V + 1, outputs=V + 1, images=sizes)
    (HERE / "captions").mkdir(exist_ok=True)
    name = f"{cell}-{layers}{'-embedding' if embedding else ''}{'' if kernel == 3 else f'-kernel-{kernel}'}"
    safetensors.write(HERE / "captions" / f"{name}.safetensors", arrays,
                      {"config": json.dumps(config), "captions": json.dumps(CAPTIONS), "shown": json.dumps(IMAGES),
                       "torch": torch.__version__})


for each in CELLS:
    golden(each, 1, 0)
golden("lstm", 2, 4)
golden("lstm", 1, 0, kernel=5)
