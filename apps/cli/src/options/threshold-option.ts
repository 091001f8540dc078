/** What `--threshold` does where a model is trained already. */
export const thresholdText =
  "decide at this score, or choose again on the validation scores of training, such as 0.35 or 'recall>=0.8' (default: the model's threshold)";
