import { randomUUID } from "node:crypto";
import { createArt12Logger, type LogLine } from "../../../clients/node";
import { Assets, type Asset } from "../../../sandbox/datadog/assets";
import { LogPath, type EvaluationReport } from "../../../sandbox/datadog/log-path";
import type { Found } from "../../../sandbox/datadog/monitors/search";
import { receiveLog } from "../../../sandbox/datadog/received-log";
import { StackLoader } from "../../../sandbox/datadog/stacks/loader";
import { CALL, collecting, minimalOptions } from "../../clients/node/logger-options";
import { synthesize } from "../../stacks/synthesized";
import { MemorySink } from "../memory-sink";

const MINUTE_MS = 60_000;
let synthesized: string | undefined;

/** The sandbox's Datadog organisation as this repository's stacks declare it, with a clock of its own. */
export class SynthesizedOrganisation {
  readonly assets = new Assets();
  readonly sink = new MemorySink();
  readonly audits: Found[] = [];
  private clock = Date.now();
  readonly path = new LogPath({
    ...{ assets: this.assets, sink: this.sink, audits: () => this.audits, events: () => [], retryAfterMs: 1 },
    alerted: () => undefined,
    now: () => this.now,
  });

  static async load(): Promise<SynthesizedOrganisation> {
    synthesized ??= synthesize().dir;
    const organisation = new SynthesizedOrganisation();
    const stacks = ["sandbox-datadog", "sandbox-art72-monitoring-*"];
    await new StackLoader(organisation.assets, { stacksDir: `${synthesized}/stacks`, stacks }).load();
    await organisation.path.settle();
    return organisation;
  }

  get now(): Date {
    return new Date(this.clock);
  }

  pass(minutes: number): void {
    this.clock += minutes * MINUTE_MS;
  }

  /** Takes in what is sent, now. */
  send(...sent: readonly object[]): void {
    for (const one of sent) {
      const log = { ...one, timestamp: this.now.toISOString() } as Record<string, unknown>;
      this.path.accept(receiveLog(log, [], this.now));
    }
  }

  /** Evaluates after the delay that monitors have, and returns those that alert, by the end of their names. */
  async alerts(minutesLater = 6): Promise<readonly string[]> {
    const { evaluations } = await this.evaluate(minutesLater);
    return evaluations
      .filter(({ state }) => state === "Alert")
      .map(({ monitor }) => monitor.replace(/^.*\] /, ""));
  }

  async evaluate(minutesLater = 6): Promise<EvaluationReport> {
    this.pass(minutesLater);
    return this.path.evaluate(this.now);
  }

  /** Writes what waits for the archive, and returns each line. */
  async archived(): Promise<readonly ArchivedLine[]> {
    await this.path.flush();
    return this.sink.lines as unknown as readonly ArchivedLine[];
  }

  /** Changes an asset as somebody at the console would. */
  change(kind: Parameters<Assets["list"]>[0], id: string, change: (asset: Asset) => Asset): void {
    const asset = this.assets.get(kind, id);
    if (!asset) throw new Error(`the stacks declare no ${kind} ${id}`);
    this.assets.put(kind, id, change(asset));
  }
}

export interface ArchivedLine {
  readonly tags: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Lines that the Node client writes for so many inferences of the credit system. */
export async function inferences(count: number, output: object = {}): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  const logger = await createArt12Logger({ ...minimalOptions(lines), sink: collecting(lines) });
  for (let number = 0; number < count; number++)
    await logger.inference({ ...CALL, output: { ...CALL.output, ...output }, caseId: randomUUID() });
  await logger.close();
  return lines.filter(({ art12 }) => art12.event.type === "inference");
}
