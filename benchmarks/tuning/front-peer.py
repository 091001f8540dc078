"""The studies of front-ours.ts with Optuna, in memory; prints the same. Arguments: sampler, problem, trials, first seed, seeds."""
import json, math, sys, time, warnings

warnings.simplefilter("ignore")
import optuna
from optuna.samplers import NSGAIISampler, RandomSampler, TPESampler

optuna.logging.set_verbosity(optuna.logging.ERROR)
sampler, problem, n_trials, first, n_seeds = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
SAMPLERS = {
    "nsga-ii": NSGAIISampler,
    "tpe": lambda seed: TPESampler(seed=seed, multivariate=True),
    "random": RandomSampler,
}

def zdt1(trial):
    x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(10)]
    g = 1 + 9 * sum(x[1:]) / 9
    return x[0], g * (1 - math.sqrt(x[0] / g))

def mixed(trial):
    kind = ["a", "b", "c"].index(trial.suggest_categorical("kind", ["a", "b", "c"]))
    depth = trial.suggest_int("depth", 1, 12)
    eta = trial.suggest_float("eta", 0.001, 1, log=True)
    share = trial.suggest_float("share", 0.1, 1)
    leaves = trial.suggest_int("leaves", 8, 256, step=8)
    loss = (
        [0.1, 0, 0.05][kind] + (math.log10(eta) + 1.5 + 0.3 * kind) ** 2 + ((depth - 6 - kind) / 6) ** 2
        + (share - 0.7) ** 2 + 2 * (leaves / 256 - 0.4) ** 2
    )
    return loss, depth / 12 + leaves / 256 * [1, 0.6, 0.8][kind] + 0.3 * share

REFERENCES = {"zdt1": (1.1, 7), "mixed": (2, 2.5)}

def volume(points, reference):
    total, reached = 0.0, reference[1]
    for x, y in sorted(points):
        if x < reference[0] and y < reached:
            total += (reference[0] - x) * (reached - y)
            reached = y
    return total

outcomes = []
for seed in range(first, first + n_seeds):
    before = time.process_time()
    study = optuna.create_study(directions=["minimize", "minimize"], sampler=SAMPLERS[sampler](seed=seed))
    study.optimize(globals()[problem], n_trials=n_trials)
    seconds = time.process_time() - before
    outcomes.append(dict(seconds=seconds, volume=volume([t.values for t in study.trials], REFERENCES[problem])))
print(json.dumps(outcomes))
