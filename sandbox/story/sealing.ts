import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { names } from "../../configs";
import { storyUnexpected } from "../../errors";
import { embeddedS3 } from "../aws/client";
import { expectStatus } from "./evidence-cli";
import { environmentKey } from "../../evidence/signing";
import type { Office } from "./office";
import type { Result } from "./story";
import { copyVault } from "./vault-copy";

/** The daily seal, and what it is for: to notice what was done to the archive afterwards. */
export class Sealing {
  constructor(private readonly office: Office) {}

  /** Seals what the archive holds, as a job does every day; has it time-stamped, and tells a witness. */
  async seal(): Promise<Result> {
    const { world } = this.office;
    const result = await this.#run(["--witness", join(world.stateDir, "witness.ndjson")]);
    expectStatus("evidence seal run", result, 0);
    const { seals, stamps } = JSON.parse(result.stdout) as SealRun;
    const objects = seals.reduce((sum, seal) => sum + seal.objects, 0);
    return seals.length === 0
      ? "nothing new since the last seal, which stands"
      : `${objects} new object version(s) in ${seals.length} signed seal(s), ${stamps.length} time stamp(s), the witness told`;
  }

  /**
   * In a copy of the vault: the bytes of a sealed object are exchanged, and a version is laid over another time. The
   * next seal names the version, and an export names the object.
   */
  async noticeTampering(from: string, to: string): Promise<Result> {
    const copy = join(this.office.world.dir, "tampered-vault");
    const s3 = embeddedS3(this.office.world.urls.aws);
    const { vaultBucket, archivePath } = names(this.office.environment);
    const plain = ["records/", "timestamps/"];
    await copyVault(s3, vaultBucket, copy, { versioned: `${archivePath}/`, plain });
    s3.destroy();
    const object = await newestObject(join(copy, archivePath));
    const bytes = await readFile(object);
    await writeFile(`${object.slice(0, object.lastIndexOf("@"))}@zzz-laid-over`, bytes);
    const sealed = await this.#run(["--dir", copy, "--source-dir", copy]);
    expectFinding("evidence seal run", sealed, "later-version-sealed");
    await writeFile(object, withoutFirstLine(bytes));
    const out = join(copy, "bundle");
    const where = ["--source-dir", copy, "--out", out, "--no-record", "--json"];
    const exported = await this.office.export(from, to, where);
    expectFinding("evidence export", exported, "sealed-digest-differs");
    await rm(copy, { recursive: true, force: true });
    return "in a copy of the vault: the next seal names a version laid over an object, the export an object whose bytes are not those sealed";
  }

  #run(more: readonly string[]) {
    const { environment, timestamps, evidence } = this.office;
    return evidence(
      ...[
        "seal",
        "run",
        "--environment",
        environment.id,
        "--signing-key",
        environmentKey(environment, "detector"),
      ],
      ...["--timestamp-authority", timestamps.url, "--timestamp-ca", timestamps.ca, "--json", ...more],
    );
  }
}

interface SealRun {
  readonly seals: readonly { readonly objects: number }[];
  readonly stamps: readonly string[];
}

function expectFinding(
  what: string,
  { status, stdout, stderr }: { status: number; stdout: string; stderr: string },
  code: string,
): void {
  if (status !== 2 || !stdout.includes(`"${code}"`))
    throw storyUnexpected(what, `exit 2 and the finding ${code}`, `exit ${status}\n${stdout}${stderr}`);
}

/** Names begin with day and hour. */
async function newestObject(archive: string): Promise<string> {
  const entries = await readdir(archive, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.includes(".json.gz@"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const newest = files.at(-1);
  if (newest === undefined) throw storyUnexpected("the vault", "at least one archived object", "none");
  return newest;
}

function withoutFirstLine(bytes: Buffer): Buffer {
  const text = gunzipSync(bytes).toString();
  return gzipSync(text.slice(text.indexOf("\n") + 1));
}
