"""The studies of gp-ours.ts with Optuna's GPSampler, in memory; prints the same. Arguments: problem, trials, first seed, seeds."""
import json, math, sys, time, warnings

import torch

torch.set_num_threads(1)
warnings.simplefilter("ignore")
import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
problem, n_trials, first, n_seeds = sys.argv[1], *map(int, sys.argv[2:])

A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]
WEIGHTS = [1.0, 1.2, 3.0, 3.2]

def floats(trial, n, low, high):
    return [trial.suggest_float(f"x{i}", low, high) for i in range(n)]

def bowl(trial):
    return sum((i + 1) * (x - 1) ** 2 for i, x in enumerate(floats(trial, 10, -5, 5)))

def branin(trial):
    a, b = trial.suggest_float("x0", -5, 10), trial.suggest_float("x1", 0, 15)
    valley = b - 5.1 * a * a / (4 * math.pi**2) + 5 * a / math.pi - 6
    return valley**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(a) + 10

def hartmann(trial):
    x = floats(trial, 6, 0, 1)
    return -sum(w * math.exp(-sum(a * (v - p) ** 2 for a, v, p in zip(A[k], x, P[k]))) for k, w in enumerate(WEIGHTS))

def rosenbrock(trial):
    x = floats(trial, 10, -5, 10)
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(9))

def mixed(trial):
    kind = ["a", "b", "c"].index(trial.suggest_categorical("kind", ["a", "b", "c"]))
    depth = trial.suggest_int("depth", 1, 12)
    leaves = trial.suggest_int("leaves", 8, 256, step=8)
    eta = trial.suggest_float("eta", 0.001, 1, log=True)
    share = trial.suggest_float("share", 0.1, 1)
    rounds = trial.suggest_int("rounds", 1, 1000, log=True)
    return (
        [0.1, 0, 0.05][kind] + (math.log10(eta) + 1.5 + 0.3 * kind) ** 2 + ((depth - 6 - kind) / 6) ** 2
        + 2 * (leaves / 256 - 0.4) ** 2 + (share - 0.7) ** 2
        + 4 * (math.log(rounds) / math.log(1000) + math.log10(eta) / 3 - 0.2) ** 2
    )

outcomes = []
for seed in range(first, first + n_seeds):
    before = time.process_time()
    study = optuna.create_study(sampler=optuna.samplers.GPSampler(seed=seed))
    study.optimize(globals()[problem], n_trials=n_trials)
    outcomes.append(dict(seconds=time.process_time() - before, best=study.best_value))
print(json.dumps(outcomes))
