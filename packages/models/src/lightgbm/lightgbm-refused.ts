import type { RefusedParams } from '../parameters/refused-params.ts';
import {
  OPTION_OF_FIT,
  CATEGORIES,
  DART,
  PRINTING,
  CONSTRAINTS,
  ONE_SEED,
  FILES,
  BINARY,
  OFF,
  GPU,
} from '../parameters/refused-params.ts';

/** Parameters of LightGBM that the embedded engine does not have. */
export const LIGHTGBM_REFUSED: readonly RefusedParams[] = [
  {
    names: 'early_stopping_round early_stopping_rounds early_stopping n_iter_no_change',
    reason: OPTION_OF_FIT,
    allowed: [0, '0'],
  },
  { names: 'early_stopping_min_delta', reason: 'any improvement counts', allowed: [0, '0'] },
  { names: 'first_metric_only', reason: 'one metric is watched', allowed: [true, 'true', 1, '1', ...OFF] },
  {
    names: 'verbosity verbose',
    reason: PRINTING,
    allowed: [-1, '-1', 0, '0', 1, '1', 2, '2'],
  },
  {
    names: 'is_provide_training_metric train_metric training_metric is_training_metric',
    reason: PRINTING,
    allowed: OFF,
  },
  { names: 'metric_freq output_freq', reason: PRINTING },
  {
    names: 'deterministic',
    reason: 'every fit is reproducible, for any number of threads',
    allowed: [true, 'true', 1, '1'],
  },
  {
    names: 'pos_bagging_fraction pos_sub_row pos_subsample pos_bagging',
    reason: 'rows are drawn equally from both classes: use bagging_fraction with scale_pos_weight',
    allowed: [1, '1'],
  },
  {
    names: 'neg_bagging_fraction neg_sub_row neg_subsample neg_bagging',
    reason: 'rows are drawn equally from both classes: use bagging_fraction with scale_pos_weight',
    allowed: [1, '1'],
  },
  {
    names: 'min_data_in_bin max_bin_by_feature bin_construct_sample_cnt subsample_for_bin forcedbins_filename',
    reason: 'bins are placed from all rows so that the tails keep their resolution; max_bin bounds their number',
  },
  { names: 'extra_trees extra_tree', reason: 'every cut is tried', allowed: OFF },
  { names: 'path_smooth', reason: 'leaves are not smoothed: use lambda_l2', allowed: [0, '0'] },
  { names: 'linear_tree linear_trees linear_lambda', reason: 'leaves are constants', allowed: OFF },
  {
    names:
      'bagging_seed bagging_fraction_seed feature_fraction_seed extra_seed drop_seed data_random_seed data_seed objective_seed',
    reason: ONE_SEED,
  },
  {
    names: 'xgboost_dart_mode skip_drop drop_rate rate_drop max_drop uniform_drop',
    reason: DART,
  },
  {
    names: 'interaction_constraints forcedsplits_filename fs forced_splits forced_splits_file forced_splits_filename',
    reason: CONSTRAINTS,
  },
  {
    names: 'monotone_constraints_method monotone_constraining_method mc_method',
    reason: 'the engine splits the range of weights in the middle, as the method basic does',
    allowed: ['basic'],
  },
  {
    names: 'monotone_penalty monotone_splits_penalty ms_penalty mc_penalty',
    reason: 'splits on constrained features cost nothing extra',
    allowed: [0, '0'],
  },
  {
    names: 'categorical_feature cat_feature categorical_column cat_column categorical_features',
    reason: CATEGORIES,
  },
  { names: 'use_missing', reason: 'missing values have a direction of their own', allowed: [true, 'true', 1, '1'] },
  { names: 'zero_as_missing', reason: 'missing values are NaN', allowed: OFF },
  { names: 'sigmoid', reason: 'margins are log odds', allowed: [1, '1'] },
  { names: 'num_class num_classes', reason: BINARY, allowed: [1, '1'] },
  {
    names: 'alpha',
    reason: 'it belongs to Huber and quantile losses; the L1 penalty is lambda_l1',
  },
  {
    names:
      'fair_c poisson_max_delta_step tweedie_variance_power reg_sqrt lambdarank_truncation_level lambdarank_norm label_gain auc_mu_weights eval_at map_at ndcg_at map_eval_at ndcg_eval_at lambdarank_position_bias_regularization multi_error_top_k bagging_by_query group_column group query group_id query_id query_column',
    reason: BINARY,
  },
  {
    names:
      'cegb_tradeoff cegb_penalty_split cegb_penalty_feature_lazy cegb_penalty_feature_coupled feature_contri fc fp feature_contrib feature_penalty',
    reason: 'features cost the same',
  },
  {
    names:
      'force_col_wise force_row_wise two_round two_round_loading use_two_round_loading pre_partition is_pre_partition',
    reason: 'it tunes the internals of the original library',
    allowed: OFF,
  },
  {
    names:
      'histogram_pool_size hist_pool_size enable_bundle bundle is_enable_bundle is_enable_sparse sparse is_sparse enable_sparse feature_pre_filter precise_float_parser',
    reason: 'it tunes the internals of the original library',
  },
  {
    names: 'use_quantized_grad num_grad_quant_bins quant_train_renew_leaf stochastic_rounding',
    reason: 'gradients are always quantised, to 2^30 in all',
  },
  {
    names:
      'tree_learner tree_type tree_learner_type top_k topk tree num_machines num_machine nodes workers mlist machine_list machine_list_file port local_port machines local_listen_port time_out machine_list_filename',
    reason: 'a fit runs on one machine',
  },
  { names: 'gpu_platform_id gpu_device_id gpu_use_dp num_gpu gpu_device_id_list', reason: GPU },
  {
    names:
      'data train train_data data_filename train_data_file valid test test_data valid_data test_data_file valid_data_file valid_filenames input_model model_in model_input saved_feature_importance_type snapshot_freq save_period save_binary is_save_binary is_save_binary_file convert_model convert_model_file convert_model_language output_model model_out model_output refit_decay_rate config config_file parser_config_file task task_type header has_header label_column label weight_column weight ignore_column ignore_feature blacklist',
    reason: FILES,
  },
  {
    names:
      'output_result name_pred pred_name predict_name predict_result prediction_name prediction_result start_iteration_predict num_iteration_predict predict_raw_score raw_score predict_rawscore is_predict_raw_score predict_leaf_index leaf_index is_predict_leaf_index predict_contrib contrib is_predict_contrib predict_disable_shape_check pred_early_stop pred_early_stop_freq pred_early_stop_margin',
    reason: 'it belongs to prediction, not to the fit',
  },
];
