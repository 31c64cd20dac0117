import { generateKeyPairSync } from "node:crypto";
import { cp, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Environment, System } from "../../configs";
import { storyUnexpected } from "../../errors";
import { childEnvironment, type World } from "../world";
import { command, evidence, type CommandResult } from "./evidence-cli";
import type { Result } from "./story";

/** The answer to an authority: exported, verified by us and by standard tools, and shown to notice a changed byte. */
export class Bundle {
  readonly dir: string;
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    private readonly world: World,
    private readonly environment: Environment,
    private readonly system: System,
  ) {
    this.dir = join(world.dir, "bundles", system.id);
    this.env = childEnvironment(world.variables);
  }

  async export(from: string, to: string): Promise<Result> {
    await mkdir(join(this.world.dir, "bundles"), { recursive: true });
    const key = await exporterKey(this.world.dir);
    const selection = [
      "--system",
      this.system.id,
      "--environment",
      this.environment.id,
      "--from",
      from,
      "--to",
      to,
    ];
    const result = await evidence(
      ["export", ...selection, "--out", this.dir, "--signing-key", key, "--force", "--json"],
      this.env,
    );
    expectStatus("evidence export", result, 0);
    const manifest = JSON.parse(await readFile(join(this.dir, "manifest.json"), "utf8")) as {
      counts: { events: number };
    };
    return `${manifest.counts.events} entries of ${from} to ${to}, no finding`;
  }

  async verify(): Promise<Result> {
    expectStatus("evidence verify", await evidence(["verify", this.dir], this.env), 0);
    expectStatus(
      "sha256sum -c",
      await command("sha256sum", ["-c", "--quiet", "SHA256SUMS"], { cwd: this.dir }),
      0,
    );
    const signature = ["-verify", "exporter.pub.pem", "-signature", "SHA256SUMS.sig", "SHA256SUMS"];
    expectStatus(
      "openssl dgst",
      await command("openssl", ["dgst", "-sha256", ...signature], { cwd: this.dir }),
      0,
    );
    return "evidence verify, sha256sum and openssl agree: unchanged since it was signed";
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
    const ours = await evidence(["verify", copy], this.env);
    const theirs = await command("sha256sum", ["-c", "--quiet", "SHA256SUMS"], { cwd: copy });
    for (const [tool, result] of Object.entries({ "evidence verify": ours, "sha256sum -c": theirs })) {
      const named = `${result.stdout}${result.stderr}`.includes("events.ndjson.gz");
      if (result.status === 0 || !named)
        throw storyUnexpected(tool, "to name events.ndjson.gz as changed", `exit ${result.status}`);
    }
    await rm(copy, { recursive: true, force: true });
    return "one bit flipped in a copy: evidence verify and sha256sum both name events.ndjson.gz";
  }
}

function expectStatus(what: string, { status, stdout, stderr }: CommandResult, expected: number): void {
  if (status !== expected)
    throw storyUnexpected(what, `exit ${expected}`, `exit ${status}\n${stdout}${stderr}`);
}

/** The sandbox exporter's signing key, made once, readable by its owner only. Production signs with KMS. */
async function exporterKey(dir: string): Promise<string> {
  const file = join(dir, "keys", "exporter.pem");
  if (await stat(file).catch(() => undefined)) return file;
  await mkdir(join(dir, "keys"), { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await writeFile(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return file;
}
