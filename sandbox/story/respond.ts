import { cp, mkdir, readdir, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { EXIT, storyUnexpected } from "../../errors";
import type { ChainAnswer } from "../../evidence/chain";
import type { Art12Event } from "../../evidence/event";
import type { ResponseManifest } from "../../evidence/respond";
import { environmentKey } from "../../evidence/signing";
import { command, expectStatus } from "./evidence-cli";
import type { Office } from "./office";
import type { Result } from "./story";

const REFERENCE = "MSA 12/26";

/** Everything that an authority asked for in one signed folder, and what a stranger does with it. */
export class Answer {
  readonly dir: string;
  readonly #personsDir: string;

  constructor(
    private readonly office: Office,
    /** Synthesized stacks. */
    private readonly synthesized: string,
  ) {
    this.dir = join(office.world.dir, "bundles", `answer-${office.system.id}`);
    this.#personsDir = `${this.dir}-one-person`;
  }

  /** About the system and the period. */
  async give(from: string, to: string): Promise<Result> {
    const said = await this.#respond(this.dir, from, to, []);
    if (said.record === null) throw storyUnexpected("evidence respond", "a record of the answer", "none");
    return `${said.export?.events} log entries, ${said.records.records} records of ${said.records.streams} streams (${said.records.left_out} left out, named by digest), ${said.documentation.documents + said.documents} documents; chain ${said.chain?.outcome}; ${said.missing.length} item(s) named as missing; recorded in ${said.record.key}; cover: ${join(this.dir, "index.html")}`;
  }

  /** By us, and by somebody who has bash, sha256sum, openssl and the answer's own VERIFY.md. */
  async verify(from: string, to: string): Promise<Result> {
    const { keyRing, timestamps } = this.office;
    const means = ["--key-ring", keyRing, "--timestamp-ca", timestamps.ca];
    expectStatus("evidence verify", await this.office.evidence("verify", this.dir, ...means), EXIT.ok);
    const blocks = await this.#byHand();
    const again = await this.office.evidence("chain", "--bundle", this.dir, "--system", this.office.system.id, "--from", from, "--to", to, "--keys", keyRing, "--json"); // prettier-ignore
    const followed = chainIn(again.stdout);
    if (followed === undefined)
      throw storyUnexpected("evidence chain --bundle", "the chain, followed from the answer alone", again.stderr);
    return `evidence verify agrees, and so do the ${blocks} blocks of its VERIFY.md, run where there are bash, sha256sum and openssl and nothing else; the chain, followed from the folder alone: ${followed.outcome}`;
  } // prettier-ignore

  /** About one person: that person's entries, and nobody else's. */
  async giveForOnePerson(from: string, to: string, bundle: string): Promise<Result> {
    const [digest, others] = await this.#casesIn(bundle);
    const said = await this.#respond(this.#personsDir, from, to, ["--case-digest", digest, "--no-record"]);
    expectStatus("evidence verify", await this.office.evidence("verify", this.#personsDir), EXIT.ok);
    const names = (await readdir(this.#personsDir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()); // prettier-ignore
    for (const { parentPath, name } of names) {
      const text = await readFile(join(parentPath, name), "utf8");
      const other = others.find((each) => text.includes(each));
      if (other !== undefined) throw storyUnexpected(join(parentPath, name), "nobody else's case", other);
    }
    return `${said.case?.entries} entries of one person's case, none of ${others.length} others', with the chain behind them`;
  }

  /** The holder of the key drops a record and makes list and counts fit: the stream tells. */
  async noticeDropped(): Promise<Result> {
    const copy = `${this.dir}-tampered`;
    await rm(copy, { recursive: true, force: true });
    await cp(this.dir, copy, { recursive: true });
    const [dropped] = (await readdir(join(copy, "records/gate"))).sort();
    await rm(join(copy, "records/gate", dropped!));
    const result = await this.office.evidence("verify", copy);
    if (result.status !== EXIT.finding || !result.stdout.includes(dropped!))
      throw storyUnexpected("evidence verify", `to name ${dropped} as missing`, result.stdout);
    await rm(copy, { recursive: true, force: true });
    return `a record dropped from a copy: evidence verify names records/gate/${dropped}`;
  }

  async #respond(out: string, from: string, to: string, more: readonly string[]): Promise<Given> {
    const { world, system, environment, keyRing, timestamps } = this.office;
    const result = await this.office.evidence(
      ...["respond", "--system", system.id, "--environment", environment.id, "--from", from, "--to", to],
      ...["--reference", REFERENCE, "--keys", keyRing, "--timestamp-ca", timestamps.ca],
      ...["--configs", world.repository.configs, "--stacks", this.synthesized],
      ...["--signing-key", environmentKey(environment, "exporter"), "--out", out, "--force", "--json", ...more], // prettier-ignore
    );
    expectStatus("evidence respond", result, EXIT.ok);
    return JSON.parse(result.stdout) as Given;
  }

  /** Runs VERIFY.md block by block; returns how many there are. */
  async #byHand(): Promise<number> {
    const tools = join(this.office.world.dir, "two-tools");
    await rm(tools, { recursive: true, force: true });
    await mkdir(tools);
    for (const tool of ["sha256sum", "openssl"]) {
      const { stdout } = await command("/bin/bash", ["-c", `command -v ${tool}`]);
      await symlink(stdout.trim(), join(tools, tool));
    }
    const page = await readFile(join(this.dir, "VERIFY.md"), "utf8");
    const blocks = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands!);
    for (const commands of blocks) {
      const shell = await command("/bin/bash", ["--norc", "-c", commands], { cwd: this.dir, env: { PATH: tools } }); // prettier-ignore
      expectStatus(`VERIFY.md: ${commands.split("\n", 1)[0]}`, shell, 0);
    }
    return blocks.length;
  }

  /** The case of the first decision in the bundle, and all others'. */
  async #casesIn(bundle: string): Promise<[string, readonly string[]]> {
    const cases = new Set<string>();
    const lines = createInterface({
      input: createReadStream(join(bundle, "events.ndjson.gz")).pipe(createGunzip()),
    });
    for await (const line of lines) {
      const event = JSON.parse(line) as Art12Event;
      if ("case_ref" in event && event.case_ref !== undefined) cases.add(event.case_ref.digest);
    }
    const [first, ...others] = cases;
    if (first === undefined) throw storyUnexpected("the bundle", "an entry with a case", "none");
    return [first, others];
  }
}

type Given = Omit<ResponseManifest, "files"> & { readonly record: { readonly key: string } | null };

function chainIn(stdout: string): ChainAnswer | undefined {
  try {
    return JSON.parse(stdout) as ChainAnswer;
  } catch {
    return undefined;
  }
}
