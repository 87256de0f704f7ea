"""The equations of min-char-rnn in NumPy, one step at a time over column vectors, Adagrad: what the original does."""

import json, sys, time
import numpy as np

w = json.loads(sys.argv[1])
V, H, T = w["vocabulary"], w["hidden"], w["seq"]
rng = np.random.default_rng(1)
text = rng.integers(V, size=1_000_000).tolist()
weights = [rng.standard_normal(shape) * 0.01 for shape in ((H, V), (H, H), (V, H))] + [np.zeros((H, 1)), np.zeros((V, 1))]
memory = [np.zeros_like(p) for p in weights]
h_before = np.zeros((H, 1))
at = 0


def step():
    global h_before, at
    if at + T + 1 >= len(text):
        at, h_before = 0, np.zeros((H, 1))
    Wxh, Whh, Why, bh, by = weights
    inputs, targets = text[at : at + T], text[at + 1 : at + T + 1]
    xs, hs, ps = {}, {-1: h_before}, {}
    for t in range(T):
        xs[t] = np.zeros((V, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(Wxh @ xs[t] + Whh @ hs[t - 1] + bh)
        e = np.exp(Why @ hs[t] + by)
        ps[t] = e / e.sum()
    dWxh, dWhh, dWhy, dbh, dby = gradients = [np.zeros_like(p) for p in weights]
    dh_next = np.zeros_like(hs[0])
    for t in reversed(range(T)):
        dy = ps[t].copy()
        dy[targets[t]] -= 1
        dWhy += dy @ hs[t].T
        dby += dy
        dz = (1 - hs[t] * hs[t]) * (Why.T @ dy + dh_next)
        dbh += dz
        dWxh += dz @ xs[t].T
        dWhh += dz @ hs[t - 1].T
        dh_next = Whh.T @ dz
    for p, g, m in zip(weights, gradients, memory):
        np.clip(g, -5, 5, out=g)
        m += g * g
        p -= 0.1 * g / np.sqrt(m + 1e-8)
    h_before, at = hs[T - 1], at + T
    return T


def run(seconds):
    characters, start, cpu = 0, time.perf_counter(), time.process_time()
    while True:
        characters += step()
        if time.perf_counter() - start >= seconds:
            seconds = time.perf_counter() - start
            return {"characters": characters, "seconds": seconds, "cpuSeconds": time.process_time() - cpu}


run(1)
print("ready", flush=True)
for _ in sys.stdin:
    print(json.dumps(run(1)), flush=True)
