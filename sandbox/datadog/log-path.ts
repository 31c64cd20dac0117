/**
 * What becomes of a log after intake, as the organisation has configured it: pipelines, then the scanner, then metrics,
 * archives and indexes, each of which gets it whatever the others do; and what monitors make of all that.
 */
import { UserError } from "../../errors";
import { readArchives } from "./archives";
import { Archiver, type FlushResult } from "./archiver";
import type { ObjectiveHistory } from "./api/routes";
import type { Assets } from "./assets";
import { Indexes, readIndexes } from "./indexes/indexes";
import { LogMetrics, readLogMetrics } from "./metrics/log-metrics";
import { Series } from "./metrics/series";
import { takeSeries } from "./metrics/submitted";
import { readMonitors } from "./monitors/definitions";
import { historyOf } from "./monitors/history";
import { Monitors, type Evaluation, type Notification, type Round } from "./monitors/monitors";
import type { Searched } from "./monitors/search";
import { readPipelines, type Pipeline } from "./pipelines/definitions";
import { runPipelines } from "./pipelines/run";
import type { ReceivedLog } from "./received-log";
import { readScanner, type ScanningGroup } from "./scanner/definitions";
import { scan } from "./scanner/scan";
import type { ArchiveSink } from "./sink";
import { readCustomVariables, readWebhooks, Webhooks, type Delivery } from "./webhooks/webhooks";

export interface LogPathOptions {
  /** What is configured. A change of it holds from the next log on. */
  readonly assets: Assets;
  readonly sink: ArchiveSink;
  readonly audits: Searched["audits"];
  readonly events: Searched["events"];
  /** Is told of every alert and recovery. */
  readonly alerted: (notification: Notification) => void;
  readonly now: () => Date;
  /** Between attempts to reach a webhook. */
  readonly retryAfterMs: number;
}

/** An evaluation of all monitors, with each monitor's name for the monitor. */
export interface EvaluationReport {
  readonly evaluations: readonly (Omit<Evaluation, "monitor"> & { readonly monitor: string })[];
  readonly deliveries: readonly Delivery[];
  readonly errors: Round["errors"];
}

/**
 * What the vendor counts by itself.
 * @see https://docs.datadoghq.com/logs/guide/logs-monitors-on-volumes/
 */
const USAGE = {
  ingested: "datadog.estimated_usage.logs.ingested_events",
  archived: "datadog.archives.logs.count",
} as const;

/** Where the sandbox's people would look. Nothing answers there. */
const ORIGIN = { app: "https://app.datadoghq.eu", organisation: { id: "321000", name: "sandbox" } };

export class LogPath {
  readonly archiver: Archiver;
  readonly indexes: Indexes;
  private readonly series = new Series();
  readonly metrics: LogMetrics;
  private readonly monitors: Monitors;
  private readonly webhooks: Webhooks;
  private pipelines: readonly Pipeline[] = [];
  private scanner: readonly ScanningGroup[] = [];
  private stale = true;
  private tested: Promise<void> = Promise.resolve();
  private fault: string | undefined;

  constructor(private readonly options: LogPathOptions) {
    const { assets, sink, audits, events, now, retryAfterMs } = options;
    this.archiver = new Archiver(sink, now);
    this.indexes = new Indexes(now);
    this.metrics = new LogMetrics(this.series, now);
    this.monitors = new Monitors(this.series, {
      logs: (index) => this.indexes.search(index),
      ...{ audits, events },
    });
    this.webhooks = new Webhooks({ ...ORIGIN, retryAfterMs });
    assets.onChange(() => (this.stale = true));
  }

  /** Why what is configured cannot be played; what was configured before that still holds. */
  get error(): string | undefined {
    this.refresh();
    return this.fault;
  }

  /** Resolves when new archives had their permission tests. */
  settle(): Promise<void> {
    this.refresh();
    return this.tested;
  }

  /** Tests failing archives again, too, although nothing changed. */
  retry(): Promise<void> {
    this.stale = true;
    return this.settle();
  }

  accept(received: ReceivedLog): void {
    this.refresh();
    const log = scan(this.scanner, runPipelines(this.pipelines, received));
    this.metrics.accept(log);
    this.archiver.accept(log);
    const { index, outcome } = this.indexes.accept(log);
    const tags = [`datadog_index:${index ?? "none"}`, `datadog_is_excluded:${outcome !== "indexed"}`];
    this.series.add(USAGE.ingested, tags, this.options.now(), 1);
  }

  /** Writes what waits for its archive. */
  async flush(): Promise<FlushResult> {
    await this.settle();
    const result = await this.archiver.flush();
    for (const { archive, logs } of result.written)
      this.series.add(USAGE.archived, [`archive:${archive}`], this.options.now(), logs);
    return result;
  }

  /** Evaluates all monitors as at a moment, and sends what they tell. */
  async evaluate(at: Date): Promise<EvaluationReport> {
    this.refresh();
    const { evaluations, notifications, errors } = this.monitors.evaluate(at);
    notifications.forEach(this.options.alerted);
    const deliveries = await Promise.all(notifications.map((told) => this.webhooks.notify(told)));
    return {
      evaluations: evaluations.map((one) => ({ ...one, monitor: one.monitor.name })),
      deliveries: deliveries.flat(),
      errors,
    };
  }

  /** What an objective came to, as its history is asked for. Error: ApiFault. */
  historyOf(...[objective, query]: Parameters<ObjectiveHistory>): ReturnType<ObjectiveHistory> {
    this.refresh();
    const statesOf = (monitor: string) => this.monitors.statesOf(monitor);
    return historyOf(objective, query, { series: this.series, statesOf });
  }

  /** Metrics that a program sends. */
  takeMetrics(sent: Parameters<typeof takeSeries>[1], key: string): ReturnType<typeof takeSeries> {
    return takeSeries(this.series, sent, key, this.options.now());
  }

  /** Where hosts of the outside are on this machine: see `Webhooks.reach`. */
  reach(hosts: Readonly<Record<string, string>>): void {
    this.webhooks.reach(hosts);
  }

  /** Reads what is configured, all of it or, where a part cannot be played, nothing. */
  private refresh(): void {
    if (!this.stale) return;
    this.stale = false;
    try {
      this.configure();
      this.fault = undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.fault = error.message;
    }
  }

  private configure(): void {
    const { assets } = this.options;
    const pipelines = readPipelines(assets.list("logs pipeline"));
    const scanner = readScanner(assets.list("scanning group"), assets.list("scanning rule"));
    const metrics = readLogMetrics(assets.list("logs metric"));
    const archives = readArchives(assets.list("logs archive"));
    const indexes = readIndexes(assets.list("logs index"));
    const monitors = readMonitors(assets.list("monitor"));
    const webhooks = readWebhooks(assets.list("webhook"));
    const variables = readCustomVariables(assets.list("webhook custom variable"));
    this.pipelines = pipelines;
    this.scanner = scanner;
    this.metrics.configure(metrics);
    this.tested = this.archiver.configure(archives);
    this.indexes.configure(indexes);
    this.monitors.configure(monitors);
    this.webhooks.configure(webhooks, variables);
  }
}
