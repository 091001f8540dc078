"""Writes the public fraud sets as plain matrices, so that every library learns from the same numbers.

usage: prepare.py <folder with the data files> <output folder>
Row numbers in disguise (Time of the ULB set, PolicyNumber) are left out.
Per set: <name>.json (rows, columns, categorical columns), <name>.x.f32 (column-major float32, NaN = missing),
<name>.y.u8, and five parts of each split, <name>.stratified-<k>.u8 and <name>.time-<k>.u8 (0 train, 1 test, 2 neither). Part 0 is the split of
the data folder's README: stratified = per class, row number mod 5 = 4; time = the last fifth. Part k of stratified tests on the fold k places on, part k of
time begins its test k twentieths earlier, or is part 0 again where fewer than 100 frauds lie before it. Text columns become codes in the order of first appearance.
"""
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd


PARTS = 5
FEWEST_FRAUDS = 100


def stratified(y, part):
    test = np.zeros(len(y), np.uint8)
    for label in (0, 1):
        rows = np.flatnonzero(y == label)
        test[rows[(4 + part) % 5 :: 5]] = 1
    return test


def write(out, name, frame, y, categorical=()):
    columns = []
    for column in frame:
        values = frame[column]
        if column in categorical:
            codes, _ = pd.factorize(values)
            values = np.where(codes < 0, np.nan, codes.astype(np.float64))
        columns.append(np.asarray(values, np.float32))
    y = np.asarray(y, np.uint8)
    n = len(y)
    np.concatenate(columns).astype(np.float32).tofile(out / f"{name}.x.f32")
    y.tofile(out / f"{name}.y.u8")
    for k in range(PARTS):
        stratified(y, k).tofile(out / f"{name}.stratified-{k}.u8")
        time = np.full(n, 2, np.uint8)
        start = (4 * n) // 5 - k * (n // 20)
        if y[:start].sum() < FEWEST_FRAUDS:
            start = (4 * n) // 5
        time[:start] = 0
        time[start:start + n - (4 * n) // 5] = 1
        time.tofile(out / f"{name}.time-{k}.u8")
    meta = {"name": name, "rows": n, "columns": list(map(str, frame.columns)), "categorical": [str(c) for c in categorical]}
    (out / f"{name}.json").write_text(json.dumps(meta))
    print(name, n, len(columns), int(y.sum()))


def window_stats(key, time, value, days):
    """Count and sum of `value` over rows of the same key at or before each row with time > t - days."""
    n = len(key)
    order = np.lexsort((np.arange(n), key))
    k, t, v = key[order], time[order], value[order]
    total = np.concatenate([[0.0], np.cumsum(v)])
    start = np.flatnonzero(np.concatenate([[True], k[1:] != k[:-1]]))
    end = np.concatenate([start[1:], [n]])
    count, summed = np.empty(n), np.empty(n)
    for a, b in zip(start, end):
        first = np.searchsorted(t[a:b], t[a:b] - days * 86400, side="right") + a
        last = np.searchsorted(t[a:b], t[a:b], side="right") + a
        count[a:b] = last - first
        summed[a:b] = total[last] - total[first]
    back_count, back_sum = np.empty(n), np.empty(n)
    back_count[order], back_sum[order] = count, summed
    return back_count, back_sum


def handbook_features(raw):
    """The 15 behaviour features of the handbook and the labels, of all rows."""
    names = {c.upper(): c for c in raw.columns}
    seconds = raw[names["TX_TIME_SECONDS"]].to_numpy(np.float64)
    day = raw[names["TX_TIME_DAYS"]].to_numpy(np.int64)
    amount = raw[names["TX_AMOUNT"]].to_numpy(np.float64)
    y = raw[names["TX_FRAUD"]].to_numpy(np.uint8)
    customer = raw[names["CUSTOMER_ID"]].to_numpy(np.int64)
    terminal = raw[names["TERMINAL_ID"]].to_numpy(np.int64)
    hour = (seconds // 3600).astype(np.int64) % 24
    base = {"amount": amount, "weekend": ((day + 6) % 7 >= 5).astype(float), "night": (hour <= 6).astype(float)}
    features = dict(base)
    delay_count, delay_sum = window_stats(terminal, seconds, y.astype(float), 7)
    for w in (1, 7, 30):
        count, total = window_stats(customer, seconds, amount, w)
        features[f"customer_count_{w}"] = count
        features[f"customer_mean_{w}"] = total / np.maximum(count, 1)
        count, total = window_stats(terminal, seconds, y.astype(float), 7 + w)
        count, total = count - delay_count, total - delay_sum
        features[f"terminal_count_{w}"] = count
        features[f"terminal_share_{w}"] = np.where(count > 0, total / np.maximum(count, 1), 0)
    return pd.DataFrame(features), y


def handbook(folder, out):
    features, y = handbook_features(pd.read_parquet(folder / "handbook_simulated.parquet"))
    write(out, "handbook_raw", features[["amount", "weekend", "night"]], y)
    write(out, "handbook", features, y)


def main():
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    ulb = pd.read_parquet(folder / "ulb_creditcard_subset.parquet")
    write(out, "ulb", ulb.drop(columns=["Class", "Time"]), ulb["Class"])
    uci = pd.read_parquet(folder / "uci_credit_default.parquet")
    write(out, "uci", uci.drop(columns=["fraud"]), uci["fraud"])
    oracle = pd.read_csv(folder / "fraud_oracle_augmented.csv.gz", encoding="utf-8-sig")
    label = next(c for c in oracle.columns if c.lower().startswith("fraudfound"))
    rest = oracle.drop(columns=[label, "PolicyNumber"])
    write(out, "fraud_oracle", rest, oracle[label], [c for c in rest if not pd.api.types.is_numeric_dtype(rest[c])])
    insurance = pd.read_csv(folder / "insurance_claims.csv.gz", na_values=["?"])
    y = (insurance["fraud_reported"] == "Y").astype(int)
    rest = insurance.drop(columns=["fraud_reported", "_c39"], errors="ignore")
    for column in [c for c in rest if "date" in c]:
        # whatever the resolution of the times, which differs between versions of pandas
        rest[column] = pd.to_datetime(rest[column]).astype("datetime64[s]").astype("int64") // 86400
    write(out, "insurance", rest, y, [c for c in rest if not pd.api.types.is_numeric_dtype(rest[c])])
    handbook(folder, out)


if __name__ == "__main__":
    main()
