"""Scores rows with the real XGBoost and LightGBM, and trains models of XGBoost to import. Usage: real-libraries.py JOBS.json

Rows and answers are raw little-endian arrays, row by row; paths are relative to the folder of the jobs.
"""

import json
import os
import sys
import warnings

import lightgbm as lgb
import numpy as np
import xgboost as xgb

warnings.filterwarnings("ignore")
jobs_path = sys.argv[1]
os.chdir(os.path.dirname(jobs_path))


def read_rows(job):
    rows = np.fromfile(job["rows"], dtype=np.dtype(job.get("dtype", "<f4")))
    return rows.reshape(-1, job["features"])


def write(name, values):
    np.asarray(values, dtype="<f8").tofile(name)


def matrix(job, rows, types, labels=None):
    return xgb.DMatrix(rows, labels, feature_names=job["names"], feature_types=types, enable_categorical=True, nthread=1)


def first(job, rows):
    return rows[: job["explained"]]


def score(job):
    rows = read_rows(job)
    if job["library"] == "xgboost":
        booster = xgb.Booster(model_file=job["model"])
        assert booster.feature_names == job["names"], booster.feature_names
        data = matrix(job, rows, booster.feature_types)
        write(job["output"], booster.predict(data))
        if "contributions" in job:
            data = matrix(job, first(job, rows), booster.feature_types)
            write(job["contributions"], booster.predict(data, pred_contribs=True))
        return {"types": booster.feature_types, "rounds": booster.num_boosted_rounds()}
    booster = lgb.Booster(model_file=job["model"])
    write(job["output"], booster.predict(rows, num_threads=1))
    if "contributions" in job:
        write(job["contributions"], booster.predict(first(job, rows), pred_contrib=True, num_threads=1))
    return {"names": booster.feature_name(), "rounds": booster.num_trees()}


def train(job):
    rows = read_rows(job)
    labels = np.fromfile(job["labels"], dtype="u1")
    if job.get("multi") == "classes":
        labels = labels + 2 * (rows[:, 1] > 0)
    if job.get("multi") == "targets":
        labels = np.stack([labels, 1 - labels], axis=1)
    every, rows, labels = rows, rows[: job["trained"]], labels[: job["trained"]]
    data = matrix(job, rows, job["types"], labels)
    options = {"nthread": 1, "seed": 1, **job["params"]}
    watch = {}
    if "early_stopping" in job:
        half = len(rows) // 2
        held = matrix(job, rows[half:], job["types"], labels[half:])
        data = matrix(job, rows[:half], job["types"], labels[:half])
        watch = {"evals": [(held, "held")], "early_stopping_rounds": job["early_stopping"], "verbose_eval": False}
    booster = xgb.train(options, data, job["rounds"], **watch)
    booster.save_model(job["model"])
    if "output" not in job:
        return {}
    data = matrix(job, every, job["types"])
    best = booster.best_iteration + 1 if "early_stopping" in job else 0
    write(job["output"], booster.predict(data, iteration_range=(0, best)))
    data = matrix(job, first(job, every), job["types"])
    write(job["contributions"], booster.predict(data, iteration_range=(0, best), pred_contribs=True))
    return {"best": best, "rounds": booster.num_boosted_rounds()}


def watch(job):
    """Trains on the first rows and gives the metric on the others, or on the same, after each round, with the scores after the first."""
    rows, labels, cut = read_rows(job), np.fromfile(job["labels"], dtype="u1"), job["trained"]
    if job["held"] == "same":
        rows, labels = (np.concatenate([whole[:cut], whole[:cut]]) for whole in (rows, labels))
    seen = {}
    if job["library"] == "xgboost":
        data, held = matrix(job, rows[:cut], None, labels[:cut]), matrix(job, rows[cut:], None, labels[cut:])
        options = {"objective": "binary:logistic", "tree_method": "hist", "nthread": 1, "eval_metric": job["metric"], **job["params"]}
        booster = xgb.train(options, data, job["rounds"], [(held, "held")], evals_result=seen, verbose_eval=False)
        first = booster.predict(held, iteration_range=(0, 1))
    else:
        data = lgb.Dataset(rows[:cut], labels[:cut], params={"min_data_in_bin": 1, "verbosity": -1})
        options = {"objective": "binary", "num_threads": 1, "verbosity": -1, "metric": job["metric"], **job["params"]}
        held = lgb.Dataset(rows[cut:], labels[cut:], reference=data)
        callbacks = [lgb.record_evaluation(seen)]
        booster = lgb.train(options, data, job["rounds"], [held], ["held"], callbacks=callbacks)
        first = booster.predict(rows[cut:], num_iteration=1)
    return {"values": seen["held"][job["metric"]], "first": np.asarray(first, dtype=float).tolist()}


with open(jobs_path, encoding="utf-8") as file:
    jobs = json.load(file)
answers = [{"score": score, "train": train, "watch": watch}[job["kind"]](job) for job in jobs]
print(json.dumps(answers))
