import { hostname } from "node:os";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { Art12DeliveryError } from "../errors";
import type { LogLine } from "../log-line";
import { INTAKE_LIMITS } from "./datadog-intake";
import { optionError, post, type TryOptions } from "./http-post";
import type { Art12Sink } from "./sink";

export interface OtlpLogsOptions extends TryOptions {
  /**
   * Origin of an Agent or Collector that takes OTLP over HTTP. Plain http only on the machine or within the cluster.
   * @default http://127.0.0.1:4318
   */
  readonly url?: string;
  /** Headers to send along, such as a token that the Collector asks for. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Host the logs are shown under.
   * @default the machine's name
   */
  readonly hostname?: string;
}

const compress = promisify(gzip);
const RECEIVER = { code: "collector", name: "the collector" };

/**
 * Sends logs as OpenTelemetry log records, OTLP over HTTP as JSON, to a Datadog Agent or a Collector with Datadog's exporter.
 * A record's body is the log line as an Agent would read it from standard output; its attribute `ddtags` holds the tags,
 * for no other attribute becomes one. Resolves when the Collector has answered: what it does with the logs is not
 * confirmed.
 * @throws Art12ConfigError for options that cannot work
 */
export function otlpLogs(options: OtlpLogsOptions = {}): Art12Sink {
  const { url = "http://127.0.0.1:4318", hostname: host = hostname() } = options;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== "https:" && parsed?.protocol !== "http:")
    throw optionError("url", "must be an http or https origin", "give for example http://127.0.0.1:4318");
  const endpoint = new URL("/v1/logs", parsed).href;
  const headers = { ...options.headers, "content-type": "application/json", "content-encoding": "gzip" };
  return {
    // It ends up in Datadog's intake, which drops what is older or further ahead without a word.
    maxAgeHours: INTAKE_LIMITS.ageHours,
    maxAheadHours: INTAKE_LIMITS.aheadHours,
    async write(lines) {
      const body = await compress(JSON.stringify(exportRequest(lines, host)));
      refuseRejected((await post(RECEIVER, endpoint, headers, body, options)).text);
    },
  };
}

/** An `ExportLogsServiceRequest` in OTLP's JSON: a resource a service. */
function exportRequest(lines: readonly LogLine[], host: string): object {
  const services = [...new Set(lines.map(({ service }) => service))];
  return {
    resourceLogs: services.map((service) => ({
      resource: { attributes: [text("service.name", service), text("host.name", host)] },
      scopeLogs: [
        {
          scope: { name: "art12-logger" },
          logRecords: lines.filter((line) => line.service === service).map(logRecord),
        },
      ],
    })),
  };
}

function logRecord(line: LogLine): object {
  return {
    timeUnixNano: `${Date.parse(line.timestamp)}000000`,
    severityNumber: line.status === "error" ? 17 : 9,
    severityText: line.status,
    body: { stringValue: JSON.stringify(line) },
    attributes: [text("ddtags", line.ddtags), text("ddsource", line.ddsource)],
  };
}

function text(key: string, stringValue: string): object {
  return { key, value: { stringValue } };
}

/** A Collector may answer with success and yet have rejected records; it does not say which. */
function refuseRejected(answer: string): void {
  const rejected = rejectedRecords(answer);
  if (rejected === 0) return;
  throw new Art12DeliveryError({
    code: "collector-rejected",
    needed: `the collector took the request but rejected ${rejected} record(s) of it`,
    fix: "see the collector's log",
    delivered: "unknown",
  });
}

function rejectedRecords(answer: string): number {
  try {
    const { partialSuccess } = JSON.parse(answer) as { partialSuccess?: { rejectedLogRecords?: unknown } };
    return Number(partialSuccess?.rejectedLogRecords ?? 0);
  } catch {
    return 0;
  }
}
