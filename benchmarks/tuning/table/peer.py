"""The studies of compare-strategies.ts with a sampler of Optuna. Arguments: file of the table, gp or tpe, seeds; prints the best scores at the marks."""
import json, sys, warnings

import numpy as np
import torch

torch.set_num_threads(1)
warnings.simplefilter("ignore")
import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
path, sampler, n_seeds = sys.argv[1], sys.argv[2], int(sys.argv[3])
table = json.load(open(path))
places, marks = np.array(table["places"]), table["marks"]

def setting(trial):
    at = []
    for axis in table["axes"]:
        suggest = trial.suggest_int if axis["type"] == "int" else trial.suggest_float
        scale = np.log if axis["log"] else float
        value, low, high = suggest(axis["name"], axis["low"], axis["high"], log=axis["log"]), axis["low"], axis["high"]
        at.append((scale(value) - scale(low)) / (scale(high) - scale(low)))
    return int(((places - at) ** 2).sum(axis=1).argmin())

curves = {}
for name, scores in table["scores"].items():
    curves[name] = []
    for seed in range(1, n_seeds + 1):
        made = optuna.samplers.GPSampler(seed=seed) if sampler == "gp" else optuna.samplers.TPESampler(seed=seed)
        study = optuna.create_study(direction="maximize", sampler=made)
        study.optimize(lambda trial: scores[setting(trial)], n_trials=max(marks) if sampler == "tpe" else 30)
        values = [trial.value for trial in study.trials]
        curves[name].append([max(values[:mark]) for mark in marks])
print(json.dumps(curves))
