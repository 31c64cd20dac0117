import type { Period } from "../export/period";
import { LATE_MS } from "./clocks";
import type { ExpectedEmitters } from "./expected-emitters";
import type { Report } from "./findings";
import type { SeenEvent } from "./seen-event";

/** So many heartbeats an emitter may miss before its silence is told: a busy process is late with some. */
const SILENT_AFTER_HEARTBEATS = 3;

/** What emitters' heartbeats show. */
export interface SilenceTotals {
  /** Emitters whose cadence is known. */
  emitters: number;
  silences: number;
  /** Events that emitters say they could not write. */
  dropped: number;
}

/**
 * Compares the time between two events of an emitter with its cadence: the one it gives in its heartbeats, or the one
 * that the configuration declares, if that is shorter. Where neither is known, silence is not told from absence.
 */
export class Silences {
  readonly totals: SilenceTotals = { emitters: 0, silences: 0, dropped: 0 };
  readonly #declared: ReadonlyMap<string, number>;
  #before: SeenEvent | undefined;
  #said: number | undefined;
  #known = false;
  #dropped: SeenEvent | undefined;

  /** @param asOf when the archive was read */
  constructor(
    expected: ExpectedEmitters | undefined,
    private readonly period: Period,
    private readonly asOf: string,
    private readonly report: Report,
  ) {
    const declared = (expected ?? []).flatMap(({ service, heartbeat_seconds: seconds }) =>
      seconds === undefined ? [] : [[service, seconds] as const],
    );
    this.#declared = new Map(declared);
  }

  take(event: SeenEvent): void {
    const before = this.#before;
    // What a neighbour says is not in the bundle, where this is worked out again.
    if (event.inPeriod) {
      this.#said = event.heartbeatSeconds ?? this.#said;
      if (event.dropped !== undefined) this.#dropped = event;
      this.#known ||= this.#cadenceOf(event) !== undefined;
    }
    this.#before = event;
    // Where numbers are missing in between it was not silent.
    if (before?.sequence !== event.sequence - 1) return;
    if (before.inPeriod || event.inPeriod) this.#judge(before, event.time);
  }

  /** To be called after an emitter's last event. */
  leave(): void {
    const last = this.#before;
    // Until then later ones would have arrived.
    const known = new Date(Date.parse(this.asOf) - LATE_MS).toISOString();
    const until = known < this.period.to ? known : this.period.to;
    if (last?.inPeriod && last.type !== "emitter_stop") this.#judge(last, until);
    if (this.#known) this.totals.emitters += 1;
    this.#tellDropped();
    this.#before = this.#said = this.#dropped = undefined;
    this.#known = false;
  }

  #judge({ emitter, sequence, time: from }: SeenEvent, to: string): void {
    const cadence = this.#cadenceOf({ emitter });
    if (cadence === undefined) return;
    const silent = Date.parse(to) - Date.parse(from);
    if (silent <= SILENT_AFTER_HEARTBEATS * cadence * 1000) return;
    this.totals.silences += 1;
    const reason = `from ${from} to ${to}, ${Math.round(silent / 1000)} s; its heartbeats are ${cadence} s apart`;
    this.report({ code: "heartbeat-silence", emitter, sequence, reason });
  }

  #cadenceOf({ emitter }: Pick<SeenEvent, "emitter">): number | undefined {
    const declared = this.#declared.get(emitter.slice(0, Math.max(emitter.lastIndexOf("."), 0)));
    if (declared === undefined || this.#said === undefined) return declared ?? this.#said;
    return Math.min(declared, this.#said);
  }

  #tellDropped(): void {
    if (this.#dropped === undefined) return;
    const { emitter, sequence, time, dropped = 0 } = this.#dropped;
    this.totals.dropped += dropped;
    const reason = `${dropped} since its start, as it says in number ${sequence} of ${time}`;
    this.report({ code: "events-dropped", emitter, sequence, reason });
  }
}
