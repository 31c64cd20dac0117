import { readFileSync, writeSync } from "node:fs";
import { pemSigner } from "../../../evidence/signing";
import {
  appendRecord,
  FolderRecordStore,
  S3RecordStore,
  type PutOutcome,
  type RecordStore,
} from "../../../evidence/records";
import { refused } from "./streams";

/** The first line of the program, when it waits for its job. */
export const READY = "ready";

/** What a process of its own is to append, and where. */
export interface AppendJob {
  readonly to: { readonly dir: string } | { readonly bucket: string; readonly region: string };
  /** PEM file of the gate's key. */
  readonly key: string;
  readonly writer: string;
  readonly records: number;
  /** Where to die by SIGKILL at the last record. */
  readonly dies?: "before-put" | "after-put";
}

/** What it came to. */
export interface AppendResult {
  readonly appended: number;
  /** Puts that somebody else was faster than. */
  readonly lost: number;
  readonly seconds: number;
}

/** A store that counts lost races and may end its process at a put. */
class Watched {
  lost = 0;
  dies: AppendJob["dies"];

  constructor(readonly store: RecordStore) {
    const put = store.putIfAbsent.bind(store);
    store.putIfAbsent = async (key: string, bytes: Uint8Array): Promise<PutOutcome> => {
      if (this.dies === "before-put") process.kill(process.pid, "SIGKILL");
      const outcome = await put(key, bytes);
      if (this.dies === "after-put") process.kill(process.pid, "SIGKILL");
      if (outcome.is === "taken") this.lost++;
      return outcome;
    };
  }
}

async function run(job: AppendJob): Promise<AppendResult> {
  const watched = new Watched(
    "dir" in job.to
      ? new FolderRecordStore(job.to.dir)
      : new S3RecordStore({ ...job.to, forcePathStyle: true }),
  );
  const signer = await pemSigner(job.key);
  const begun = performance.now();
  for (let n = 1; n <= job.records; n++) {
    if (n === job.records) watched.dies = job.dies;
    const subject = [{ name: "credit-scoring/7", digest: { sha256: "a".repeat(64) } }];
    const details = refused(`${job.writer} ${n}`);
    await appendRecord(watched.store, signer, {
      stream: "gate",
      kind: "gate-decision",
      role: "gate",
      subject,
      details,
    });
  }
  return { appended: job.records, lost: watched.lost, seconds: (performance.now() - begun) / 1000 };
}

/** A program: says when it is ready, reads its job from stdin, prints its result. */
if (require.main === module) {
  writeSync(1, `${READY}\n`);
  void run(JSON.parse(readFileSync(0, "utf8")) as AppendJob).then((result) =>
    console.log(JSON.stringify(result)),
  );
}
