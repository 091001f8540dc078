"""Writes sets with categories by the thousand, in the form of prepare.py.

usage: categories.py <folder with the data files, or -> <output folder>
thousand: 1 000 values of 20 rows each, whose rates differ, beside one number. registrations: e-mail domains and networks with long tails, country and
browser, three numbers. merchants: 4 000 merchants, 300 branches and 600 towns of payments with amount and hour. ids: 250 000 rows of the handbook with customer and
terminal as categories beside amount, weekend and night; only with the data files.
"""
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from prepare import write


def logistic(margin):
    return 1 / (1 + np.exp(-margin))


def zipf(rng, n, values, exponent):
    weights = 1 / np.arange(1, values + 1) ** exponent
    return rng.choice(values, n, p=weights / weights.sum())


def thousand(out):
    rng = np.random.default_rng(1)
    code = rng.permutation(np.repeat(np.arange(1000), 20))
    effect = rng.normal(0, 2.2, 1000)
    amount = rng.lognormal(3, 1, len(code))
    y = rng.random(len(code)) < logistic(-2.5 + effect[code] + 0.3 * (np.log(amount) - 3))
    write(out, "thousand", pd.DataFrame({"code": code, "amount": amount}), y, ["code"])


def registrations(out):
    rng = np.random.default_rng(2)
    n = 40_000
    domain, network = zipf(rng, n, 3000, 1.1), zipf(rng, n, 8000, 0.8)
    country, browser = zipf(rng, n, 60, 1.0), zipf(rng, n, 12, 0.8)
    age, typed, hour = rng.integers(18, 80, n), rng.exponential(20, n), rng.integers(0, 24, n)
    effects = [rng.normal(0, s, k) for s, k in ((1.4, 3000), (1.6, 8000), (0.6, 60), (0.3, 12))]
    margin = -4.2 + effects[0][domain] + effects[1][network] + effects[2][country] + effects[3][browser]
    margin += 0.8 * (typed < 4) + 0.5 * (hour < 6) - 0.01 * (age - 40)
    y = rng.random(n) < logistic(margin)
    frame = pd.DataFrame({"domain": domain, "network": network, "country": country, "browser": browser, "age": age, "typed": typed, "hour": hour})
    write(out, "registrations", frame, y, ["domain", "network", "country", "browser"])


def merchants(out):
    rng = np.random.default_rng(3)
    n = 80_000
    merchant = zipf(rng, n, 4000, 0.7)
    branch_of, town_of = rng.integers(0, 300, 4000), rng.integers(0, 600, 4000)
    branch, town = branch_of[merchant], town_of[merchant]
    amount, hour = rng.lognormal(3.5, 1.1, n), rng.integers(0, 24, n)
    margin = -5 + rng.normal(0, 1.2, 4000)[merchant] + rng.normal(0, 0.8, 300)[branch] + rng.normal(0, 0.5, 600)[town]
    margin += 0.6 * (np.log(amount) - 3.5) * (branch % 3 == 0) + 0.7 * (hour < 5)
    y = rng.random(n) < logistic(margin)
    frame = pd.DataFrame({"merchant": merchant, "branch": branch, "town": town, "amount": amount, "hour": hour})
    write(out, "merchants", frame, y, ["merchant", "branch", "town"])


def ids(folder, out):
    raw = pd.read_parquet(folder / "handbook_simulated.parquet").iloc[:250_000]
    names = {c.upper(): c for c in raw.columns}
    hour = (raw[names["TX_TIME_SECONDS"]] // 3600) % 24
    frame = pd.DataFrame({
        "customer": raw[names["CUSTOMER_ID"]],
        "terminal": raw[names["TERMINAL_ID"]],
        "amount": raw[names["TX_AMOUNT"]],
        "weekend": ((raw[names["TX_TIME_DAYS"]] + 6) % 7 >= 5).astype(int),
        "night": (hour <= 6).astype(int),
    })
    write(out, "ids", frame, raw[names["TX_FRAUD"]], ["customer", "terminal"])


if __name__ == "__main__":
    target = Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    thousand(target)
    registrations(target)
    merchants(target)
    if sys.argv[1] != "-":
        ids(Path(sys.argv[1]), target)
