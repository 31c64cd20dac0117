import {
  type ClockTotals,
  CheckpointIndex,
  compareWithObjects,
  CompletenessWatch,
  type WitnessTotals,
} from "../completeness";
import { FindingLog, type ChainRow, type Manifest, type RowWatch } from "../export";
import type { KeyRing } from "../records/key-ring";
import type { Contents } from "./contents";
import type { TableSources } from "./parquet";

/**
 * Compares a bundle's events with its checkpoints, count and expected emitters, twice: with the exporter's key ring, to
 * see whether its statement follows from the bundle, and with the reader's own, which is the only one that shows whose
 * the checkpoints are.
 */
export class BundleWitnesses implements RowWatch {
  /** Findings that follow from the bundle's own files. */
  readonly findings = new FindingLog();
  readonly #exporters: CompletenessWatch;
  readonly #readers: CompletenessWatch;

  constructor(manifest: Manifest, contents: Contents, keyRing: KeyRing | undefined) {
    this.#exporters = watchOf(manifest, contents, contents.keyRing, this.findings);
    this.#readers = watchOf(manifest, contents, keyRing, new FindingLog());
  }

  take(row: ChainRow): void {
    this.#exporters.take(row);
    this.#readers.take(row);
  }

  concerns(emitter: string): boolean {
    return this.#exporters.concerns(emitter);
  }

  /** To be called once, after the last event, with what the table shows of its events' times. */
  finish({ times, latePath }: TableSources) {
    const compared = compareWithObjects(times, (finding) => this.findings.add(finding));
    const clocks = { ...compared, latePath };
    return {
      exporters: facts(this.#exporters.finish(), clocks),
      readers: facts(this.#readers.finish(), clocks),
    };
  }
}

function facts(witnesses: WitnessTotals, clocks: Omit<ClockTotals, "backwards">) {
  return { witnesses, clocks: { ...clocks, backwards: witnesses.backwards } };
}

function watchOf(
  { request, created_at: createdAt }: Manifest,
  { checkpoints: stored, independentCount }: Contents,
  ring: KeyRing | undefined,
  findings: FindingLog,
): CompletenessWatch {
  const report = (finding: Parameters<FindingLog["add"]>[0]) => findings.add(finding);
  const checkpoints = new CheckpointIndex(request, ring, report);
  for (const each of stored) checkpoints.add(each);
  const witnesses = { checkpoints, expected: request.expected_emitters, count: independentCount };
  return new CompletenessWatch(request.period, createdAt, witnesses, report);
}
