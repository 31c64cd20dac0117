import type { Period } from "../export/period";
import type { CheckpointIndex } from "./checkpoint-index";
import { ChainClock } from "./clocks";
import { CheckpointComparison, type CheckpointTotals } from "./compare-checkpoints";
import { EmitterRollCall, type EmitterTotals, type ExpectedEmitters } from "./expected-emitters";
import type { Report } from "./findings";
import { CountComparison, type CountTotals, type IndependentCount } from "./independent-count";
import type { SeenEvent } from "./seen-event";
import { Silences, type SilenceTotals } from "./silences";

/** What events are compared with. */
export interface Witnesses {
  readonly checkpoints: CheckpointIndex;
  readonly expected?: ExpectedEmitters | undefined;
  readonly count?: IndependentCount | undefined;
}

/** What the witnesses show. */
export interface WitnessTotals {
  readonly checkpoints: CheckpointTotals & {
    /** How many there are, and of these how many may not be relied on. */
    readonly stored: number;
    readonly unsound: number;
    /** Whether there was a key ring to judge them with. */
    readonly judged: boolean;
  };
  /** Nothing where no emitters are declared. */
  readonly emitters: EmitterTotals | undefined;
  readonly count: (CountTotals & Pick<IndependentCount, "source" | "unit">) | undefined;
  readonly backwards: number;
  readonly silences: SilenceTotals;
}

/** Compares events, ordered by emitter and number, with all that is known of them from elsewhere; in flat memory. */
export class CompletenessWatch {
  readonly #comparison: CheckpointComparison;
  readonly #rollCall: EmitterRollCall | undefined;
  readonly #count: CountComparison | undefined;
  readonly #clock: ChainClock;
  readonly #silences: Silences;
  readonly #left = new Set<string>();
  #emitter: string | undefined;

  /** @param asOf when the archive was read: days after it are not judged */
  constructor(
    period: Period,
    asOf: string,
    private readonly witnesses: Witnesses,
    report: Report,
  ) {
    const { checkpoints, expected, count } = witnesses;
    this.#comparison = new CheckpointComparison(checkpoints, period, report);
    this.#rollCall = expected && new EmitterRollCall(expected, period, asOf, report);
    this.#count = count && new CountComparison(count, period, report);
    this.#clock = new ChainClock(report);
    this.#silences = new Silences(expected, period, asOf, report);
  }

  /** Whether an emitter's neighbours outside the period matter although it is silent inside. */
  concerns(emitter: string): boolean {
    return this.witnesses.checkpoints.names(emitter);
  }

  take(event: SeenEvent): void {
    if (event.emitter !== this.#emitter) this.#leave();
    this.#emitter = event.emitter;
    this.#comparison.take(event);
    this.#rollCall?.take(event);
    this.#count?.take(event);
    this.#clock.take(event);
    this.#silences.take(event);
  }

  /** To be called once, after the last event. */
  finish(): WitnessTotals {
    this.#leave();
    const { checkpoints, count } = this.witnesses;
    for (const emitter of checkpoints.emitters()) {
      if (this.#left.has(emitter)) continue;
      this.#emitter = emitter;
      this.#leave();
    }
    const { stored, unsound, ring } = checkpoints;
    const counted = this.#count?.finish();
    return {
      checkpoints: { ...this.#comparison.totals, stored, unsound, judged: ring !== undefined },
      emitters: this.#rollCall?.finish(),
      count: counted && count && { ...counted, source: count.source, unit: count.unit },
      backwards: this.#clock.backwards,
      silences: this.#silences.totals,
    };
  }

  #leave(): void {
    const emitter = this.#emitter;
    if (emitter === undefined) return;
    const checkpoints = this.witnesses.checkpoints.of(emitter);
    if (checkpoints.length > 0) this.#left.add(emitter);
    this.#comparison.leave(emitter);
    this.#rollCall?.leave(emitter, checkpoints);
    this.#silences.leave();
    this.#emitter = undefined;
  }
}
