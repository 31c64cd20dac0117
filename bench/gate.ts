import { join } from "node:path";
import { inChild, type Result } from "./measure";

/** What `gate-step.ts` measured, all in one run against one MLflow. */
export interface GateCost {
  /** What MLflow and the gate kept their state in. */
  readonly database: string;
  readonly calls: readonly {
    readonly what: string;
    /** Milliseconds, straight to MLflow and through the gate. */
    readonly direct: { readonly p50: number; readonly p99: number };
    readonly gate: { readonly p50: number; readonly p99: number };
  }[];
  readonly streams: readonly {
    readonly what: "upload" | "download";
    /** Seconds for the whole artifact. */
    readonly direct: number;
    readonly gate: number;
  }[];
  readonly megabytes: number;
  /** Memory of the gate's process: before the artifacts, and the most it held during them. */
  readonly memory: { readonly before: number; readonly most: number };
  /** Seconds from the process's start until it answers. */
  readonly start: number;
}

/** What the gate adds to MLflow: to a registry call, to a large artifact, and what it needs itself. */
export function benchGate(): Result {
  process.stderr.write("MLflow with the gate and without: calls, artifacts, memory, start ...\n");
  const cost = inChild<GateCost>(join(__dirname, "gate-step.ts"));
  const ms = (value: number): string => value.toFixed(1);
  return {
    title: "The gate in front of MLflow, against the same MLflow without it",
    columns: ["what", "MLflow alone", "through the gate", "the gate adds", "wanted"],
    rows: [
      ...cost.calls.flatMap(({ what, direct, gate }) =>
        (["p50", "p99"] as const).map((percentile) => [
          `${what}, ${percentile} (ms)`,
          ms(direct[percentile]),
          ms(gate[percentile]),
          ms(gate[percentile] - direct[percentile]),
          percentile === "p99" ? "under 3" : "",
        ]),
      ),
      ...cost.streams.map(({ what, direct, gate }) => [
        `${what} of ${cost.megabytes} MB (s)`,
        direct.toFixed(2),
        gate.toFixed(2),
        `${((gate / direct - 1) * 100).toFixed(1)} %`,
        "under 5 %",
      ]),
      ["memory before the artifacts (MB)", "", Math.round(cost.memory.before), "", ""],
      ["most memory during them (MB)", "", Math.round(cost.memory.most), "", "under 150"],
      ["start until it answers (s)", "", cost.start.toFixed(2), "", "under 1"],
    ],
    notes: [`State of MLflow and the gate: ${cost.database}.`],
  };
}
