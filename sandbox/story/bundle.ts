import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { storyUnexpected } from "../../errors";
import { expectStatus } from "./evidence-cli";
import type { Office } from "./office";
import type { Result } from "./story";

/** The answer to an authority: exported, verified by us and by standard tools, and shown to notice a changed byte. */
export class Bundle {
  readonly dir: string;

  constructor(private readonly office: Office) {
    this.dir = join(office.world.dir, "bundles", office.system.id);
  }

  async export(from: string, to: string): Promise<Result> {
    const result = await this.office.export(from, to, ["--out", this.dir, "--force", "--json"]);
    expectStatus("evidence export", result, 0);
    const { counts, record } = JSON.parse(result.stdout) as {
      counts: { events: number };
      record: { key: string } | null;
    };
    if (record === null) throw storyUnexpected("evidence export", "a record of the export", "none");
    return `${counts.events} entries of ${from} to ${to}, no finding; recorded in ${record.key}`;
  }

  async verify(): Promise<Result> {
    const { keyRing, timestamps } = this.office;
    const means = ["--key-ring", keyRing, "--timestamp-ca", timestamps.ca, "--json"];
    const result = await this.office.evidence("verify", this.dir, ...means);
    expectStatus("evidence verify", result, 0);
    const { sealed, completeness } = JSON.parse(result.stdout) as {
      sealed: { holds: string; because: string; versions: { equal: number } };
      completeness: { checkpoints: { holds: string; because: string } };
    };
    // Today is not over, so that nothing is missing is not yet told of it.
    if (completeness.checkpoints.holds === "no")
      throw storyUnexpected(
        "evidence verify",
        "events that fit the checkpoints",
        completeness.checkpoints.because,
      );
    if (sealed.holds !== "yes")
      throw storyUnexpected("evidence verify", "every object as it was sealed", sealed.because);
    const signature = ["-verify", "exporter.pub.pem", "-signature", "SHA256SUMS.sig", "SHA256SUMS"];
    const sums = await this.office.run("sha256sum", ["-c", "--quiet", "SHA256SUMS"], this.dir);
    expectStatus("sha256sum -c", sums, 0);
    const openssl = await this.office.run("openssl", ["dgst", "-sha256", ...signature], this.dir);
    expectStatus("openssl dgst", openssl, 0);
    return `evidence verify, sha256sum and openssl agree: unchanged since it was signed; ${sealed.versions.equal} object version(s) read are what was sealed and time-stamped. Emitters' checkpoints: ${completeness.checkpoints.because}`;
  }

  /** One byte in the middle of the events, in a copy. */
  async noticeTampering(): Promise<Result> {
    const copy = `${this.dir}-tampered`;
    await rm(copy, { recursive: true, force: true });
    await cp(this.dir, copy, { recursive: true });
    const file = join(copy, "events.ndjson.gz");
    const bytes = await readFile(file);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const ours = await this.office.evidence("verify", copy);
    const theirs = await this.office.run("sha256sum", ["-c", "--quiet", "SHA256SUMS"], copy);
    for (const [tool, result] of Object.entries({ "evidence verify": ours, "sha256sum -c": theirs })) {
      const named = `${result.stdout}${result.stderr}`.includes("events.ndjson.gz");
      if (result.status === 0 || !named)
        throw storyUnexpected(tool, "to name events.ndjson.gz as changed", `exit ${result.status}`);
    }
    await rm(copy, { recursive: true, force: true });
    return "one bit flipped in a copy: evidence verify and sha256sum both name events.ndjson.gz";
  }
}
