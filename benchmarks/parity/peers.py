"""Scores of XGBoost, LightGBM or scikit-learn's forest on the sets that prepare.py wrote.

usage: peers.py <folder> <xgboost|lightgbm|random-forest> <split> <seeds> <set,set> [name=value ...]
Seeds are a number (from 1 on) or `first-last`; seed s is tested on part (s - 1) mod 5 of the split. Prints one JSON line per set and seed, like ours.ts.
"""
import json
import os
import sys
import time

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

folder, algorithm, split, seeds, sets, *rest = sys.argv[1:]
params = dict(item.split("=") for item in rest)
params = {k: (float(v) if "." in v or "e" in v else int(v)) if v.replace(".", "").replace("e-", "").isdigit() else v for k, v in params.items()}
first, last = (int(v) for v in (seeds if "-" in seeds else f"1-{seeds}").split("-"))
THREADS = int(os.environ.get("PEER_THREADS", "2"))


def predict(name, x, y, held, seed, categorical):
    rounds = params.get("num_round", params.get("num_iterations", 100))
    rest = {k: v for k, v in params.items() if k not in ("num_round", "num_iterations")}
    if algorithm == "xgboost":
        import xgboost as xgb

        kinds = ["c" if c else "float" for c in categorical]
        train = xgb.DMatrix(x, y, feature_types=kinds, enable_categorical=True)
        booster = xgb.train({"objective": "binary:logistic", "tree_method": "hist", "nthread": THREADS, "seed": seed, **rest}, train, rounds)
        return booster.predict(xgb.DMatrix(held, feature_types=kinds, enable_categorical=True))
    if algorithm == "lightgbm":
        import lightgbm as lgb

        which = [j for j, c in enumerate(categorical) if c]
        train = lgb.Dataset(x, y, categorical_feature=which or "auto")
        return lgb.train({"objective": "binary", "verbosity": -1, "num_threads": THREADS, "seed": seed, **rest}, train, rounds).predict(held)
    from sklearn.ensemble import RandomForestClassifier

    forest = RandomForestClassifier(n_estimators=int(params.get("n_estimators", 100)), n_jobs=THREADS, random_state=seed)
    if any(categorical):
        from sklearn.compose import make_column_transformer
        from sklearn.preprocessing import OneHotEncoder

        which = [j for j, c in enumerate(categorical) if c]
        one_hot = make_column_transformer((OneHotEncoder(handle_unknown="ignore", dtype=np.float32), which), remainder="passthrough")
        return forest.fit(one_hot.fit_transform(x), y).predict_proba(one_hot.transform(held))[:, 1]
    return forest.fit(x, y).predict_proba(held)[:, 1]


for name in sets.split(","):
    meta = json.load(open(f"{folder}/{name}.json"))
    n = meta["rows"]
    x = np.ascontiguousarray(np.fromfile(f"{folder}/{name}.x.f32", np.float32).reshape(-1, n).T)
    y = np.fromfile(f"{folder}/{name}.y.u8", np.uint8)
    use = os.environ.get("PARITY_CATEGORICAL") == "1"
    categorical = [use and c in meta["categorical"] for c in meta["columns"]]
    for seed in range(first, last + 1):
        part = np.fromfile(f"{folder}/{name}.{split}-{(seed - 1) % 5}.u8", np.uint8)
        train, test = part == 0, part == 1
        start = time.perf_counter()
        score = predict(name, x[train], y[train], x[test], seed, categorical)
        seconds = time.perf_counter() - start
        print(json.dumps({"set": name, "seed": seed, "roc_auc": roc_auc_score(y[test], score), "average_precision": average_precision_score(y[test], score), "seconds": seconds}), flush=True)
