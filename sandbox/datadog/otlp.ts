/**
 * OpenTelemetry log records as a Datadog Agent, or a Collector with Datadog's exporter, hands them to the log intake: the
 * rules that decide about tags, as its translator has them. Pure.
 *
 * @see https://github.com/DataDog/opentelemetry-mapping-go/blob/main/pkg/otlp/logs/transform.go
 * @see https://docs.datadoghq.com/opentelemetry/integrations/log_collection/#custom-tags `ddtags` on the record
 */
import { z } from "zod";
import type { SentLog } from "./received-log";

const AnyValue: z.ZodType<unknown> = z.lazy(() =>
  z.union([
    z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
    z.object({ boolValue: z.boolean() }).transform(({ boolValue }) => boolValue),
    z.object({ intValue: z.union([z.string(), z.number()]) }).transform(({ intValue }) => Number(intValue)),
    z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
    z
      .object({ kvlistValue: z.object({ values: KeyValues }) })
      .transform(({ kvlistValue }) => kvlistValue.values),
  ]),
);
const KeyValues: z.ZodType<Readonly<Record<string, unknown>>> = z.lazy(() =>
  z
    .array(z.object({ key: z.string(), value: AnyValue }))
    .transform((pairs) => Object.fromEntries(pairs.map(({ key, value }) => [key, value]))),
);

const exportRequest = z.object({
  resourceLogs: z.array(
    z.object({
      resource: z.object({ attributes: KeyValues.default({}) }),
      scopeLogs: z.array(
        z.object({
          logRecords: z.array(
            z.object({
              timeUnixNano: z.string().optional(),
              severityText: z.string().default(""),
              body: AnyValue.optional(),
              attributes: KeyValues.default({}),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** Resource attributes that become tags; all others stay attributes. */
const RESOURCE_TAGS: Readonly<Record<string, string>> = {
  "service.name": "service",
  "service.version": "version",
  "deployment.environment": "env",
  "deployment.environment.name": "env",
};

/** Logs as they are sent to the intake; nothing for a body that is no export request. */
export function translateLogs(body: unknown): readonly SentLog[] | undefined {
  const parsed = exportRequest.safeParse(body);
  return parsed.data?.resourceLogs.flatMap(({ resource, scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) => logRecords.map((record) => sentLog(record, resource.attributes))),
  );
}

type LogRecord = z.infer<
  typeof exportRequest
>["resourceLogs"][number]["scopeLogs"][number]["logRecords"][number];

function sentLog(record: LogRecord, resource: Readonly<Record<string, unknown>>): SentLog {
  const { ddtags, message = record.body, ...attributes } = record.attributes;
  const tags = Object.entries(RESOURCE_TAGS).flatMap(([name, tag]) =>
    resource[name] === undefined ? [] : [`${tag}:${String(resource[name])}`],
  );
  return {
    ...flattened(attributes),
    ...flattened(resource),
    ddtags: [...tags, ...(ddtags === undefined ? [] : [String(ddtags)])].join(","),
    hostname: String(resource["host.name"] ?? ""),
    service: String(resource["service.name"] ?? ""),
    status: record.severityText,
    message: typeof message === "string" ? message : JSON.stringify(message ?? ""),
    ...(record.timeUnixNano !== undefined && { timestamp: Number(BigInt(record.timeUnixNano) / 1_000_000n) }),
  };
}

/** Maps become keys with dots, and every value a text: so types are lost on this way. */
function flattened(values: Readonly<Record<string, unknown>>, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      typeof value === "object" && value !== null
        ? Object.entries(flattened(value as Record<string, unknown>, `${prefix}${key}.`))
        : [[prefix + key, String(value)]],
    ),
  );
}
