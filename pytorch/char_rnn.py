"""The checkpoint file that char-rnn and PyTorch both read and write.

Needs torch and nothing else. The parameters' names are those of torch.nn, so weights load unchanged.
"""

import hashlib
import json
import os

import torch

from model import CharRNN


def load(path, device="cpu"):
    """The model and the vocabulary of a checkpoint. `model.task` is what it learned from a table, else None."""
    tensors, metadata = read_safetensors(path)
    config = json.loads(metadata["model"])
    if "images" in config:
        from images import network
    else:
        network = CharRNN
    model = network(config)
    model.set_weights(tensors)
    model.task = json.loads(metadata["task"]) if "task" in metadata else None
    model.kept = {key: metadata[key] for key in ("labels", "task") if key in metadata}
    return model.to(device), json.loads(metadata["vocabulary"])


def save(path, model, vocabulary):
    """Writes a checkpoint that `char-rnn sample`, `inspect`, `eval` and `train --init-from` read."""
    metadata = {"sha256": "0" * 64, "format": "char-rnn", "version": "1"}
    metadata["model"] = json.dumps(model.config)
    metadata["vocabulary"] = json.dumps(vocabulary)
    metadata.update(getattr(model, "kept", {}))
    write_safetensors(path, model.weights(), metadata)


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
    """Eight bytes: length of the header; the header, JSON; then the numbers. Training state is skipped."""
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
