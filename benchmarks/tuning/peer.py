"""The study of ours.ts with a peer, in memory; prints the same. Arguments: rustuna or optuna, trials, dimensions, seed."""
import json, sys, time, warnings

warnings.simplefilter("ignore")
name, n_trials, dimensions, seed = sys.argv[1], *map(int, sys.argv[2:])

def objective(trial):
    return sum((i + 1) * (trial.suggest_float(f"x{i}", -5, 5) - 1) ** 2 for i in range(dimensions))

if name == "rustuna":
    import rustuna as peer
    from rustuna.samplers import TPESampler
else:
    import optuna as peer
    from optuna.samplers import TPESampler
    peer.logging.set_verbosity(peer.logging.ERROR)

before = time.process_time()
study = peer.create_study(sampler=TPESampler(seed=seed))
study.optimize(objective, n_trials=n_trials)
seconds = time.process_time() - before
print(json.dumps(dict(seconds=seconds, best=study.best_trial.values[0])))
