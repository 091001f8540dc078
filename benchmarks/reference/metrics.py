"""ROC AUC, average precision and KS by scikit-learn and SciPy; prints the time and the values as JSON."""
import json
import sys
import time

import numpy as np
from scipy.stats import ks_2samp
from sklearn.metrics import average_precision_score, roc_auc_score

y = np.fromfile(sys.argv[1] + "/y.u8", dtype=np.uint8)
s = np.fromfile(sys.argv[1] + "/s.f64")
roc_auc_score(y[:1000], s[:1000])
start = time.perf_counter()
values = [roc_auc_score(y, s), average_precision_score(y, s), ks_2samp(s[y == 1], s[y == 0], method="asymp").statistic]
print(json.dumps({"ms": 1000 * (time.perf_counter() - start), "values": [float(v) for v in values]}))
