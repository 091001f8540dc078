"""The protocol of the Fraud Detection Handbook, chapter 3: 7 days of training from 2018-07-25, 7 of delay, 7 of test, known cards dropped.

usage: book.py <folder with handbook_simulated.parquet> <output folder> [day of the first training row, default 115]
Writes the set `book` (15 behaviour features) for ours.ts, with training and test rows as split `time`, and prints the published numbers and those of
XGBoost here: with its defaults, and with what the book's XGBoost 1.5.1 had for defaults (base_score 0.5, tree_method exact below 4 million rows).
"""
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import xgboost
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

from prepare import handbook_features

PUBLISHED = {"roc_auc": {"random-forest": 0.867, "xgboost": 0.862}, "average_precision": {"random-forest": 0.658, "xgboost": 0.639}}


def rows_of(day, card, y, start, train_days=7, delay_days=7, test_days=7):
    """Row numbers of training and test, as the book's get_train_test_set takes them."""
    train = np.flatnonzero((day >= start) & (day < start + train_days))
    known = set(card[train[y[train] == 1]])
    test = []
    for k in range(test_days):
        known |= set(card[(day == start + train_days + k - 1) & (y == 1)])
        today = np.flatnonzero(day == start + train_days + delay_days + k)
        test.append(today[~np.isin(card[today], list(known))])
    return train, np.concatenate(test)


def main():
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    start = int(sys.argv[3]) if len(sys.argv) > 3 else 115
    out.mkdir(parents=True, exist_ok=True)
    raw = pd.read_parquet(folder / "handbook_simulated.parquet")
    features, y = handbook_features(raw)
    train, test = rows_of(raw["TX_TIME_DAYS"].to_numpy(), raw["CUSTOMER_ID"].to_numpy(), y, start)
    rows = np.concatenate([train, test])
    x, y = features.iloc[rows].to_numpy(np.float32), y[rows]
    is_test = (np.arange(len(rows)) >= len(train)).astype(np.uint8)
    x.T.tofile(out / "book.x.f32")
    y.tofile(out / "book.y.u8")
    is_test.tofile(out / "book.time.u8")
    (out / "book.json").write_text(json.dumps({"name": "book", "rows": len(rows), "columns": list(features.columns), "categorical": []}))
    print(f"train {len(train)} rows, {y[: len(train)].sum()} frauds; test {len(test)} rows, {y[len(train):].sum()} frauds")
    print(f"published: {json.dumps(PUBLISHED)}")
    learners = {
        f"XGBoost {xgboost.__version__}, its defaults": xgboost.XGBClassifier(n_jobs=1),
        f"XGBoost {xgboost.__version__}, base_score 0.5": xgboost.XGBClassifier(n_jobs=1, base_score=0.5),
        f"XGBoost {xgboost.__version__}, base_score 0.5, tree_method exact": xgboost.XGBClassifier(n_jobs=1, base_score=0.5, tree_method="exact"),
        "scikit-learn forest, its defaults": RandomForestClassifier(n_jobs=2, random_state=0),
    }
    held = is_test == 1
    for name, learner in learners.items():
        score = learner.fit(x[~held], y[~held]).predict_proba(x[held])[:, 1]
        print(f"{name}: roc_auc {roc_auc_score(y[held], score):.4f}, average_precision {average_precision_score(y[held], score):.4f}", flush=True)


main()
