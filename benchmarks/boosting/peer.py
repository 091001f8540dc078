"""usage: peer.py <folder> <rows> <columns> <threads> <peer>; prints milliseconds of one warm fit or prediction."""
import sys
import time

import numpy as np

folder, rows, columns, threads, peer = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
x = np.ascontiguousarray(np.fromfile(f"{folder}/x.f32", dtype=np.float32).reshape(columns, rows).T)
y = np.fromfile(f"{folder}/y.u8", dtype=np.uint8)
small = min(20_000, rows)

if peer == "hist-gradient-boosting":
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    def fit(a, b):
        model = HistGradientBoostingClassifier(max_iter=100, max_depth=6, max_leaf_nodes=64, learning_rate=0.1, early_stopping=False)
        with threadpool_limits(threads):
            return model.fit(a, b)
elif peer.startswith("lightgbm"):
    import lightgbm

    which = [0, 1] if peer.endswith("-categories") else "auto"

    params = {"objective": "binary", "num_leaves": 31, "learning_rate": 0.1, "num_threads": threads, "verbosity": -1}

    def fit(a, b):
        return lightgbm.train(params, lightgbm.Dataset(a, b, categorical_feature=which), 100)
elif peer == "forest-one-hot":
    from sklearn.compose import make_column_transformer
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.preprocessing import OneHotEncoder

    def fit(a, b, trees=100):
        one_hot = make_column_transformer((OneHotEncoder(handle_unknown="ignore", dtype=np.float32), [0, 1]), remainder="passthrough")
        return RandomForestClassifier(trees, n_jobs=threads, random_state=1).fit(one_hot.fit_transform(a), b)
elif peer.startswith("forest"):
    from sklearn.ensemble import RandomForestClassifier

    def fit(a, b, trees=100):
        # two threads also where one predicts: only the prediction is timed then
        return RandomForestClassifier(trees, n_jobs=max(2, threads), random_state=1).fit(a, b)
else:
    import xgboost

    kinds = {"feature_types": ["c"] * 2 + ["float"] * (columns - 2), "enable_categorical": True} if peer.endswith("-categories") else {}
    params = {"objective": "binary:logistic", "tree_method": "hist", "max_depth": 6, "eta": 0.1, "nthread": threads}

    def fit(a, b):
        return xgboost.train(params, xgboost.QuantileDMatrix(a, b, nthread=threads, max_bin=256, **kinds), 100)

if peer.startswith("forest"):
    fit(x[:small], y[:small], 5)
else:
    fit(x[:small], y[:small])
started = time.perf_counter()
model = fit(x, y)
if peer == "xgboost-predict":
    model.inplace_predict(x[:small], predict_type="margin")
    started = time.perf_counter()
    model.inplace_predict(x, predict_type="margin")
if peer == "forest-predict":
    model.n_jobs = threads
    model.predict_proba(x[:small])
    started = time.perf_counter()
    model.predict_proba(x)
print((time.perf_counter() - started) * 1000)
