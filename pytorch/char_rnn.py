"""A char-rnn model in PyTorch, and the checkpoint file that both sides read and write.

Needs torch and nothing else. The parameters' names are those of torch.nn, so weights load unchanged.
"""

import hashlib
import json
import os

import torch
from torch import nn
from torch.nn import functional as F


class MinGRU(nn.Module):
    """The minimal gated recurrent unit (Feng et al. 2024), called as nn.GRU is: x [T, B, D], h [layers, B, H].

    z = sigmoid(W_iz x + b_iz),  n = W_in x + b_in,  h = (1 - z) h' + z n
    """

    def __init__(self, input_size, hidden_size, num_layers=1, dropout=0.0):
        super().__init__()
        self.hidden_size, self.num_layers, self.dropout = hidden_size, num_layers, dropout
        for k in range(num_layers):
            D = input_size if k == 0 else hidden_size
            self.register_parameter(f"weight_ih_l{k}", nn.Parameter(torch.empty(2 * hidden_size, D)))
            self.register_parameter(f"bias_ih_l{k}", nn.Parameter(torch.empty(2 * hidden_size)))
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -(hidden_size**-0.5), hidden_size**-0.5)

    def forward(self, x, state=None):
        if state is None:
            state = x.new_zeros(self.num_layers, x.shape[1], self.hidden_size)
        after = []
        for k, h in enumerate(state):
            if k > 0:
                x = F.dropout(x, self.dropout, self.training)
            gates = F.linear(x, getattr(self, f"weight_ih_l{k}"), getattr(self, f"bias_ih_l{k}"))
            z, n = gates.chunk(2, dim=-1)
            z, steps = torch.sigmoid(z), []
            for t in range(len(x)):
                h = (1 - z[t]) * h + z[t] * n[t]
                steps.append(h)
            x = torch.stack(steps)
            after.append(h)
        return x, torch.stack(after)


CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU, "min-gru": MinGRU}


class CharRNN(nn.Module):
    """ids [T, B] -> logits [T, B, outputs]. `config` is the object `model` of config.json."""

    def __init__(self, config):
        super().__init__()
        self.config = config
        V, E, H = config["vocabulary"], config["embedding"], config["hidden"]
        layers, dropout = config["layers"], config["dropout"]
        if E > 0:
            self.encoder = nn.Embedding(V, E)
        self.rnn = CELLS[config["cell"]](E or V, H, layers, dropout=dropout if layers > 1 else 0)
        self.dropout = nn.Dropout(dropout)
        self.decoder = nn.Linear(H, config.get("outputs", V))
        if not config["recurrentBias"]:  # torch.nn always has it: it stays zero
            for name, bias in self.rnn.named_parameters():
                if name.startswith("bias_hh"):
                    bias.data.zero_()
                    bias.requires_grad_(False)

    def forward(self, ids, state=None):
        if self.config["embedding"] > 0:
            x = self.encoder(ids)
        else:
            x = F.one_hot(ids, self.config["vocabulary"]).to(self.decoder.weight.dtype)
        h, state = self.rnn(x, state)
        return self.decoder(self.dropout(h)), state


def load(path, device="cpu"):
    """The model and the vocabulary of a checkpoint."""
    tensors, metadata = read_safetensors(path)
    model = CharRNN(json.loads(metadata["model"]))
    missing, unexpected = model.load_state_dict(tensors, strict=False)
    if unexpected or any(not name.startswith("rnn.bias_hh") for name in missing):
        raise ValueError(f"{path} does not fit its own configuration: {missing} {unexpected}")
    model.kept = {key: metadata[key] for key in ("version", "labels", "task") if key in metadata}
    return model.to(device), json.loads(metadata["vocabulary"])


def save(path, model, vocabulary):
    """Writes a checkpoint that `char-rnn sample`, `inspect`, `eval` and `train --init-from` read."""
    tensors = model.state_dict()
    if not model.config["recurrentBias"]:
        tensors = {name: t for name, t in tensors.items() if not name.startswith("rnn.bias_hh")}
    metadata = {"sha256": "0" * 64, "format": "char-rnn", "version": "1"}
    metadata["model"] = json.dumps(model.config)
    metadata["vocabulary"] = json.dumps(vocabulary)
    metadata.update(getattr(model, "kept", {}))
    write_safetensors(path, tensors, metadata)


def encode(text, vocabulary):
    """The ids of a text; characters that the vocabulary lacks are left out."""
    if vocabulary["tokens"] == "bytes":
        return torch.tensor(list(text.encode("utf-8")))
    ids = {symbol: i for i, symbol in enumerate(vocabulary["symbols"])}
    return torch.tensor([ids[symbol] for symbol in text if symbol in ids])


def decode(ids, vocabulary):
    if vocabulary["tokens"] == "bytes":
        return bytes(ids).decode("utf-8", errors="replace")
    return "".join(vocabulary["symbols"][i] for i in ids)


def read_safetensors(path):
    """Eight bytes: length of the header; the header, JSON; then the numbers. Training state is passed over."""
    with open(path, "rb") as file:
        data = file.read()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        if name.startswith("training."):
            continue
        dtype = {"F32": torch.float32, "F64": torch.float64}[entry["dtype"]]
        begin, end = (start + offset for offset in entry["data_offsets"])
        tensors[name] = torch.frombuffer(bytearray(data[begin:end]), dtype=dtype).reshape(entry["shape"])
    return tensors, metadata


def write_safetensors(path, tensors, metadata):
    """The digest comes first in the header: SHA-256 of the whole file with 64 zeros in its place."""
    header, body = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        numbers = tensor.detach().cpu().float().contiguous().numpy().astype("<f4").tobytes()
        offsets = [len(body), len(body) + len(numbers)]
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": offsets}
        body += numbers
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    data = len(text).to_bytes(8, "little") + text + body
    digest = hashlib.sha256(data).hexdigest().encode()
    data = data.replace(b"0" * 64, digest, 1)
    with open(path + ".tmp", "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".tmp", path)
