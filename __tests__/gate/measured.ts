/** What a version measured that reaches every threshold of credit-scoring. */
export const METRICS = {
  "test_roc_auc/lower/95": 0.708,
  test_recall_of_defaults: 0.317,
  "test_recall_of_defaults/sex/female": 0.381,
  "test_recall_of_defaults/sex/male": 0.282,
  test_approval_gap_by_sex: 0.045,
  test_brier_score: 0.172,
} as const;
