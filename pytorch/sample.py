"""Loads the model and lets it write: python sample.py "The " 300"""

import sys

import torch

from char_rnn import decode, encode, load

model, vocabulary = load("model.safetensors")
model.eval()
prime = encode(sys.argv[1] if len(sys.argv) > 1 else " ", vocabulary)
length = int(sys.argv[2]) if len(sys.argv) > 2 else 300

ids, state, x = [], None, prime[:, None]
with torch.no_grad():
    for _ in range(length):
        logits, state = model(x, state)
        x = torch.multinomial(logits[-1].softmax(-1), 1)
        ids.append(x.item())
print(decode(prime.tolist() + ids, vocabulary))
