import type { Art12LoggerOptions, Art12Sink, LogLine } from "../../../clients/node";

/** The least a logger needs, with fixed keys; lines go to the given list. */
export function minimalOptions(lines: LogLine[]): Art12LoggerOptions {
  return {
    system: { id: "credit-scoring", version: "2.4.1" },
    environment: "sandbox",
    role: "provider",
    model: {
      name: "credit-scoring-gbm",
      version: "7",
      runId: "0f".repeat(16),
      artifact: { sha256: "a1".repeat(32) },
    },
    config: { values: { features: ["age", "income"] }, decisionThreshold: 0.5 },
    inputReference: {
      algorithm: "hmac-sha256",
      keyId: "input-2026",
      key: Buffer.alloc(32, 1),
      scope: "application-features-v2",
    },
    pseudonymKey: Buffer.alloc(32, 2),
    caseKey: { id: "case-2026", key: Buffer.alloc(32, 3) },
    vocabulary: {
      decisions: ["approve", "decline"],
      reasons: ["income_not_verified", "threshold_review", "not_a_person"],
      outcomes: ["repaid"],
      errors: ["feature_store_timeout"],
    },
    sink: collecting(lines),
  };
}

/** A sink that keeps what it is given, a copy as the bytes would be. */
export function collecting(lines: LogLine[]): Art12Sink {
  return {
    write: async (batch) => {
      lines.push(...batch.map((line) => JSON.parse(JSON.stringify(line)) as LogLine));
    },
  };
}

/** A decision on an applicant, valid as it stands. */
export const CALL = {
  input: { age: 41, income: 3000 },
  output: { decision: "approve", confidence: 0.8731 },
  oversight: { required: false },
} as const;
