import { createReadStream } from "node:fs";
import { z } from "zod";
import { LineSplitter, type Line } from "../../archive";
import { readEntry, sha256Hex, type Art12Event } from "../../event";
import { RESPONSE_FILES, type ResponseManifest } from "../../respond";
import { parseJson } from "../manifest";
import type { ResponseChecks } from "./checks";
import type { ResponseReader } from "./folder";

const Digest = z.string().regex(/^[0-9a-f]{64}$/);

const placeSchema = z.strictObject({
  entry: z.string(),
  entry_sha256: Digest,
  key: z.string().min(1),
  version_id: z.string().min(1),
  line: z.int().min(1),
  written_at: z.iso.datetime({ precision: 3 }),
  object_sha256: Digest,
});

/** Checks that the entries of a case are of nobody else, and that each has a place in the archive. */
export async function checkCase(
  reader: ResponseReader,
  intact: ReadonlySet<string>,
  { request, case: said }: ResponseManifest,
  checks: ResponseChecks,
): Promise<void> {
  const { scope } = request;
  if (scope.by !== "case") {
    for (const name of reader.names("case/")) checks.fail("case", "no case was asked for", name);
    return;
  }
  const files = [RESPONSE_FILES.entries, RESPONSE_FILES.places];
  for (const name of files)
    if (!intact.has(name)) checks.cannotTell("case", "it is not what was signed, or not there", name);
  if (checks.failed("case")) return;
  const placed = new Set<string>();
  const family = new Family(scope.digest);
  await eachLine(reader.path(RESPONSE_FILES.places), (line) => {
    const place = "fault" in line ? undefined : placeSchema.safeParse(parseJson(Buffer.from(line.text))).data;
    if (place === undefined || sha256Hex(place.entry) !== place.entry_sha256)
      checks.fail("case", `line ${line.number} is not the place of an entry`, RESPONSE_FILES.places);
    else placed.add(place.entry_sha256);
    const reading = place && readEntry(place.entry);
    if (reading?.ok) family.add(reading.event);
  });
  const ids = family.ids();
  const seen = new Set<string>();
  await eachLine(reader.path(RESPONSE_FILES.entries), (line) => {
    const fail = (reason: string) =>
      checks.fail("case", `line ${line.number} ${reason}`, RESPONSE_FILES.entries);
    if ("fault" in line) return fail("cannot be read");
    const reading = readEntry(line.text);
    if (!reading.ok) return fail(`is no event: ${reading.reason}`);
    const { facts, entrySha256 } = reading;
    if (facts.system !== request.system || facts.environment !== request.environment)
      fail("is of another system or environment");
    if (facts.time < request.period.from || facts.time >= request.period.to) fail("is outside the period");
    if (!ids.has(facts.eventId)) fail("is not of the case: it may be another person's");
    if (seen.has(entrySha256)) fail("is there twice");
    if (!placed.has(entrySha256)) fail(`has no place in the archive in ${RESPONSE_FILES.places}`);
    seen.add(entrySha256);
  });
  for (const sha256 of placed)
    if (!seen.has(sha256))
      checks.fail("case", `entry ${sha256} has a place, and is not there`, RESPONSE_FILES.places);
  if (said?.entries !== seen.size)
    checks.fail(
      "statements",
      `the case has ${seen.size} entries, said are ${said?.entries ?? "none"}`,
      RESPONSE_FILES.manifest,
    );
}

/** The events of a case: those that carry its digest, and those without a case that refer to one of them, however far. */
class Family {
  readonly #ids = new Set<string>();
  readonly #referring = new Map<string, string>();

  constructor(private readonly digest: string) {}

  add(event: Art12Event): void {
    const ref = "case_ref" in event ? event.case_ref : undefined;
    if (ref?.digest === this.digest) this.#ids.add(event.event_id);
    else if (ref === undefined && "refers_to" in event && event.refers_to !== undefined)
      this.#referring.set(event.event_id, event.refers_to);
  }

  ids(): ReadonlySet<string> {
    for (let grown = true; grown;) {
      grown = false;
      for (const [id, refersTo] of this.#referring)
        if (!this.#ids.has(id) && this.#ids.has(refersTo)) {
          this.#ids.add(id);
          grown = true;
        }
    }
    return this.#ids;
  }
}

async function eachLine(file: string, take: (line: Line) => void): Promise<void> {
  const splitter = new LineSplitter(take);
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) splitter.push(chunk);
  splitter.finish();
}
