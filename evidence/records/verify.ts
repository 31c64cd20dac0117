import type { RecordFinding } from "./findings";
import type { Head } from "./head";
import type { KeyRing } from "./key-ring";
import { readRecords } from "./read-records";
import { KEY_STREAM, RECORDS_ROOT, StreamName } from "./record-key";
import { withRevocations } from "./revocation";
import type { RecordStore } from "./store";
import { StreamCheck, type StreamVerification } from "./stream-check";

export interface VerifyOptions {
  /** A head that was remembered outside the store: without it a cut-off end cannot be told. */
  readonly expectedHead?: Head;
}

/**
 * Checks a stream: every record's form, signature, entitlement and place, the chain, and what was laid over it. The
 * first version of a key is the evidence. Data of any kind makes findings, never an error.
 *
 * @throws UserError when the store cannot be read at all
 */
export async function verifyStream(
  store: RecordStore,
  stream: string,
  ring: KeyRing,
  { expectedHead }: VerifyOptions = {},
): Promise<StreamVerification> {
  const check = new StreamCheck(stream, ring, expectedHead);
  for await (const record of readRecords(store, stream)) check.next(record);
  return check.finish();
}

/** What checking several streams came to. */
export interface RecordsVerification {
  readonly streams: readonly StreamVerification[];
  /** Of all streams, and of folders that are none. */
  readonly findings: readonly RecordFinding[];
}

/**
 * Checks streams, all by default. The revocations found in stream `keys` are heeded in every one, by their time.
 *
 * @param only the one stream to check; `keys` is read nevertheless
 * @param options for that one stream
 * @throws UserError when the store cannot be read at all
 */
export async function verifyRecords(
  store: RecordStore,
  ring: KeyRing,
  only?: string,
  options: VerifyOptions = {},
): Promise<RecordsVerification> {
  const names = await store.streams();
  const optionsFor = (stream: string) => (stream === only ? options : {});
  const check = (stream: string, by: KeyRing) => verifyStream(store, stream, by, optionsFor(stream));
  const keys = names.includes(KEY_STREAM) ? await check(KEY_STREAM, ring) : undefined;
  const heeded = withRevocations(ring, keys?.revocations ?? []);
  const streams: StreamVerification[] = [];
  const findings: RecordFinding[] = [];
  for (const name of only === undefined ? names : [only]) {
    if (!StreamName.safeParse(name).success) {
      findings.push({
        code: "unknown-name",
        key: `${RECORDS_ROOT}${name}/`,
        reason: "no stream has this name",
      });
      continue;
    }
    const stream = name === KEY_STREAM && keys ? keys : await check(name, heeded);
    streams.push(stream);
    findings.push(...stream.findings);
  }
  return { streams, findings };
}
