"""PyTorch's part in the benchmark: the same network, batch, loss, clipping and optimizer on one-hot input."""

import json, sys, time
import torch, torch.nn as nn, torch.nn.functional as F

w = json.loads(sys.argv[1])
torch.set_num_threads(int(sys.argv[2]))
torch.manual_seed(1)
V, H, B, T = w["vocabulary"], w["hidden"], w["batch"], w["seq"]
rnn = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[w["cell"]](V, H, w["layers"])
decoder = nn.Linear(H, V)
parameters = list(rnn.parameters()) + list(decoder.parameters())
if w["optimizer"] == "adagrad":
    optimizer = torch.optim.Adagrad(parameters, lr=0.1)
else:
    optimizer = torch.optim.RMSprop(parameters, lr=2e-3, alpha=0.95)
text = torch.randint(V, (1_000_000,))
state = None


def train():
    global state
    at = int(torch.randint(len(text) - B * T - 1, (1,)))
    x = text[at : at + B * T].view(T, B)
    y = text[at + 1 : at + B * T + 1]
    optimizer.zero_grad(set_to_none=True)
    out, state = rnn(F.one_hot(x, V).float(), state)
    F.cross_entropy(decoder(out.view(-1, H)), y).backward()
    state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
    nn.utils.clip_grad_value_(parameters, 5)
    optimizer.step()
    return B * T


rows = []
if w["kind"] == "classify":
    # rows of similar length side by side, as ours; packed, so that no padding is computed
    lengths = [w["lengths"][i % len(w["lengths"])] for i in range(20_000)]
    order = torch.randperm(len(lengths)).tolist()
    pools = [sorted(order[i : i + 50 * B], key=lambda row: lengths[row]) for i in range(0, len(order), 50 * B)]
    shuffled = [row for pool in pools for row in pool]
    rows = [[torch.randint(V, (lengths[row],)) for row in shuffled[i : i + B]] for i in range(0, len(shuffled), B)]
    decoder = nn.Linear(H, 20)
    parameters = list(rnn.parameters()) + list(decoder.parameters())
    optimizer = torch.optim.RMSprop(parameters, lr=2e-3, alpha=0.95)


def classify():
    batch = rows[int(torch.randint(len(rows), (1,)))]
    lengths = torch.tensor([len(row) for row in batch])
    padded = F.one_hot(nn.utils.rnn.pad_sequence(batch), V).float()
    packed = nn.utils.rnn.pack_padded_sequence(padded, lengths, enforce_sorted=False)
    optimizer.zero_grad(set_to_none=True)
    _, state = rnn(packed)
    h = state[0] if isinstance(state, tuple) else state
    F.cross_entropy(decoder(h[-1]), torch.randint(20, (len(batch),))).backward()
    nn.utils.clip_grad_value_(parameters, 5)
    optimizer.step()
    return int(lengths.sum())


symbol = torch.zeros(1, B, dtype=torch.long)


@torch.no_grad()
def sample():
    global state, symbol
    for _ in range(20):
        out, state = rnn(F.one_hot(symbol, V).float(), state)
        symbol = torch.multinomial(F.softmax(decoder(out[0]), dim=1), 1).T
    return 20 * B


work = {"train": train, "classify": classify, "sample": sample}[w["kind"]]


def run(seconds):
    characters, start, cpu = 0, time.perf_counter(), time.process_time()
    while True:
        characters += work()
        if time.perf_counter() - start >= seconds:
            seconds = time.perf_counter() - start
            return {"characters": characters, "seconds": seconds, "cpuSeconds": time.process_time() - cpu}


run(1)
print("ready", flush=True)
for _ in sys.stdin:
    print(json.dumps(run(1)), flush=True)
