import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { LogLine } from "../log-line";

const compress = promisify(gzip);

/** Whether two events belong into one folder of an archive: those of one UTC hour do. */
export function sameHour(a: LogLine, b: LogLine): boolean {
  return a.timestamp.slice(0, 13) === b.timestamp.slice(0, 13);
}

/**
 * Where events of one emitter and one UTC hour lie when they come to the vault past Datadog: below `late/`, as an archive
 * lays them out, so that who reads an archive reads these. The same events have the same key.
 */
export function lateKey(lines: readonly LogLine[]): string {
  const [{ timestamp, art12 }, last] = [lines[0]!, lines.at(-1)!];
  const { id, sequence } = art12.event.emitter;
  const [day = "", clock = ""] = timestamp.split("T");
  const folder = `late/dt=${day.replaceAll("-", "")}/hour=${clock.slice(0, 2)}`;
  const range = `${twelve(sequence)}-${twelve(last.art12.event.emitter.sequence)}`;
  return `${folder}/archive_${clock.slice(0, 12).replaceAll(":", "")}0.${id}.${range}.json.gz`;
}

/** The object: a line an event, with the parts that an archived log has, gzip'd. */
export function lateObject(lines: readonly LogLine[]): Promise<Buffer> {
  return compress(lines.map((line) => `${JSON.stringify(archived(line))}\n`).join(""));
}

function archived({ ddsource, service, ddtags, status, timestamp, message, art12 }: LogLine): object {
  return {
    _id: art12.event.event_id,
    date: timestamp,
    source: ddsource,
    service,
    status,
    message,
    tags: ddtags.split(","),
    attributes: { art12 },
  };
}

function twelve(sequence: number): string {
  return String(sequence).padStart(12, "0");
}
