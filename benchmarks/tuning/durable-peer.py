"""The study of durable-ours.ts with Rustuna or Optuna in an SQLite file; prints the same. Arguments: rustuna or optuna, folder, trials, dimensions, seed."""
import json, os, sys, time, warnings

warnings.simplefilter("ignore")
name, folder = sys.argv[1], sys.argv[2]
n_trials, dimensions, seed = map(int, sys.argv[3:])
path = os.path.join(folder, f"{name}.db")

def objective(trial):
    return sum((trial.suggest_float(f"x{i}", -5, 5) - 1) ** 2 for i in range(dimensions))

if name == "rustuna":
    import rustuna as peer
    from rustuna.samplers import RandomSampler
    storage = peer.storages.SQLite3Storage(path)
else:
    import optuna as peer
    from optuna.samplers import RandomSampler
    peer.logging.set_verbosity(peer.logging.ERROR)
    storage = f"sqlite:///{path}"

study = peer.create_study(storage=storage, sampler=RandomSampler(seed=seed), study_name=f"study-{seed}")
before, began = time.process_time(), time.perf_counter()
study.optimize(objective, n_trials=n_trials)
wall, cpu = time.perf_counter() - began, time.process_time() - before
print(json.dumps(dict(wall=wall, cpu=cpu, trials=len(study.trials))))
