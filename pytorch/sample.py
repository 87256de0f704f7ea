"""Samples from the model. A language model writes a text: python sample.py "The " 300

A model of a table answers a row, given by the cells of its source: python sample.py Valparaiso, or python sample.py 255 128 0
"""

import sys

from char_rnn import load

model, vocabulary = load("model.safetensors")
model.eval()
if model.task is None:
    from text import answer
else:
    from table import answer
print(answer(model, vocabulary, *sys.argv[1:]))
