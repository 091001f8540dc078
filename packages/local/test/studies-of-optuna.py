"""What the test of optuna.test.ts asks of Optuna itself: `studies-of-optuna.py dump URL NAME`, `make URL`, `go-on URL NAME`."""

import json
import sys

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import TrialState

optuna.logging.set_verbosity(optuna.logging.ERROR)


def storage_of(url):
    return url if url.startswith("sqlite:") else JournalStorage(JournalFileBackend(url))


def exact(value):
    return value.hex() if isinstance(value, float) else value


def dump(study):
    trials = [
        {
            "number": t.number,
            "state": t.state.name,
            "values": None if t.values is None else [exact(float(v)) for v in t.values],
            "params": {k: exact(v) for k, v in t.params.items()},
            "distributions": {k: repr(v) for k, v in t.distributions.items()},
            "intermediate": [[k, exact(float(v))] for k, v in sorted(t.intermediate_values.items())],
            "user": t.user_attrs,
            "constraints": {k: exact(float(v)) for k, v in t.constraints.items()},
            "fixed": t.system_attrs.get("fixed_params"),
            "seconds": None if t.duration is None else t.duration.total_seconds(),
        }
        for t in study.get_trials()
    ]
    return {
        "directions": [d.name for d in study.directions],
        "metric_names": study.metric_names,
        "front": [t.number for t in study.best_trials] if len(study.directions) > 1 else None,
        "trials": trials,
    }


def objective(trial):
    x = trial.suggest_float("x", 1e-3, 1, log=True)
    n = trial.suggest_int("n", 1, 100, step=3)
    m = trial.suggest_int("m", 1, 64, log=True)
    kind = trial.suggest_categorical("kind", ["a", "1", 2.5, True, None])
    q = trial.suggest_float("q", 0, 1, step=0.25)
    for step in range(3):
        trial.report(x / (step + 1), step)
    if trial.number == 1:
        trial.report(float("nan"), 3)
        trial.report(float("-inf"), 4)
    trial.set_user_attr("ap", x * n)
    trial.set_user_attr("note", "a \"quoted\" text")
    if trial.number == 2:
        raise optuna.TrialPruned()
    if trial.number == 3:
        raise ValueError("boom")
    return x * n + m + q + (kind == "a")


def objectives(trial):
    x = trial.suggest_float("x", 0, 1)
    trial.set_constraint("x <= 0.5", x - 0.5)
    return x, trial.suggest_int("n", 0, 3)


command, url = sys.argv[1], sys.argv[2]
if command == "make":
    sampler = optuna.samplers.RandomSampler(seed=1)
    study = optuna.create_study(storage=storage_of(url), study_name="theirs", direction="maximize", sampler=sampler)
    study.set_metric_names(["score"])
    study.optimize(objective, n_trials=12, catch=(ValueError,))
    study.enqueue_trial({"x": 0.5, "n": 4})
    two = optuna.create_study(
        storage=storage_of(url), study_name="two", directions=["maximize", "minimize"], sampler=sampler
    )
    two.optimize(objectives, n_trials=4)
    print(json.dumps({s.study_name: dump(s) for s in (study, two)}))
else:
    study = optuna.load_study(storage=storage_of(url), study_name=sys.argv[3], sampler=optuna.samplers.TPESampler(seed=1))
    if command == "go-on":
        study.optimize(lambda t: t.suggest_float("eta", 0.001, 1, log=True) + t.suggest_int("n", 1, 100, step=3), n_trials=5)
        assert all(t.state.is_finished() for t in study.get_trials(states=None)), [t.state for t in study.get_trials()]
        assert len(study.get_trials(states=(TrialState.COMPLETE,))) > 5
    print(json.dumps(dump(study)))
