"""A thousand iterations of Karpathy's min-char-rnn (gist d4dee566867f8291f086), in NumPy and float64.

    python3 test/golden/min_char_rnn.py

reads excerpt.txt and writes min-char-rnn.safetensors beside this file: the initial weights, under the names of a
PyTorch state_dict, and the loss of every iteration, `losses` at the original's learning rate of 0.1 and `gentle` at 0.01.

At 0.1 the first updates change every weight by 0.1, and training begins chaotically: a difference in the last bit grows
about sixfold with every iteration. Two runs of this very script that differ by 1e-15 in their initial weights are more
than 10 % apart in the loss of single iterations before the fiftieth, and more than 1 % in the smoothed loss at the
thousandth. At 0.01 nothing of the kind happens, and every iteration can be compared.
"""
import pathlib

import numpy as np

import safetensors

HERE = pathlib.Path(__file__).parent
text = (HERE / "excerpt.txt").read_text()
chars = sorted(set(text))
ids = [chars.index(c) for c in text]
V, H, T, ITERATIONS = len(chars), 100, 25, 1000

rng = np.random.default_rng(0)
normal = lambda *shape: (rng.normal(size=shape) * 0.01).astype(np.float32)
weights = {
    "rnn.weight_ih_l0": normal(H, V),
    "rnn.weight_hh_l0": normal(H, H),
    "rnn.bias_ih_l0": np.zeros(H, np.float32),
    "decoder.weight": normal(V, H),
    "decoder.bias": np.zeros(V, np.float32),
}
parameters = Wxh, Whh, bh, Why, by = [w.astype(np.float64) for w in weights.values()]


def gradients(inputs, targets, hprev):
    """Loss, gradients and the last hidden state of one window, from hprev."""
    hs, ps, loss = {-1: hprev}, {}, 0.0
    for t, symbol in enumerate(inputs):
        hs[t] = np.tanh(Wxh[:, symbol] + Whh @ hs[t - 1] + bh)
        y = Why @ hs[t] + by
        e = np.exp(y - y.max())
        ps[t] = e / e.sum()
        loss -= np.log(ps[t][targets[t]])
    dWxh, dWhh, dbh, dWhy, dby = (np.zeros_like(w) for w in (Wxh, Whh, bh, Why, by))
    dhnext = np.zeros(H)
    for t in reversed(range(len(inputs))):
        dy = ps[t].copy()
        dy[targets[t]] -= 1
        dWhy += np.outer(dy, hs[t])
        dby += dy
        draw = (1 - hs[t] ** 2) * (Why.T @ dy + dhnext)
        dbh += draw
        dWxh[:, inputs[t]] += draw
        dWhh += np.outer(draw, hs[t - 1])
        dhnext = Whh.T @ draw
    return loss, [np.clip(d, -5, 5) for d in (dWxh, dWhh, dbh, dWhy, dby)], hs[len(inputs) - 1]


def run(learning_rate):
    """The loss of every iteration, as a sum over the window."""
    start = [w.copy() for w in parameters]
    memory = [np.zeros_like(w) for w in parameters]
    losses, p = [], 0
    for n in range(ITERATIONS):
        if n == 0 or p + T + 1 >= len(ids):
            hprev, p = np.zeros(H), 0
        loss, deltas, hprev = gradients(ids[p:p + T], ids[p + 1:p + T + 1], hprev)
        losses.append(loss)
        for w, d, mem in zip(parameters, deltas, memory):
            mem += d * d
            w -= learning_rate * d / np.sqrt(mem + 1e-8)
        p += T
    for w, before in zip(parameters, start):
        w[...] = before
    print(f"V {V}, lr {learning_rate}: {losses[0]:.4f} -> {np.mean(losses[-100:]):.4f}")
    return np.array(losses)


losses = {"losses": run(0.1), "gentle": run(0.01)}
safetensors.write(HERE / "min-char-rnn.safetensors", weights | losses, {"numpy": np.__version__})
