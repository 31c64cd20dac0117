import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { actors } from "../evidence/records/actors";
import { SealScene } from "../evidence/seal/scene";
import { startAuthority, type RunningAuthority } from "../../sandbox/timestamp-authority/server";
import { temporaryFolder } from "../temporary";
import { keysFile, seal } from "./run-records";

let authority: RunningAuthority;
beforeAll(async () => {
  authority = await startAuthority(temporaryFolder());
});
afterAll(() => authority.stop());

function keyFile(): string {
  const file = path.join(temporaryFolder(), "detector.pem");
  writeFileSync(file, actors.detector.privateKey.export({ type: "pkcs8", format: "pem" }));
  chmodSync(file, 0o600);
  return file;
}

/** The vault of a scene, on the command line. */
class CommandScene extends SealScene {
  readonly key = keyFile();
  readonly place = ["--environment", "sandbox", "--dir", this.vault];
  readonly #ca = ["--timestamp-ca", authority.caFile];
  readonly #authority = ["--timestamp-authority", authority.url, ...this.#ca];
  readonly #witness = ["--witness", this.witnessFile];

  /** Today: the commands have no clock but the machine's. */
  readonly today = new Date().toISOString().slice(0, 10);

  runNow = (...more: string[]) =>
    seal("run", ...this.place, "--source-dir", this.archive.folder, "--signing-key", this.key, ...this.#authority, ...this.#witness, ...more); // prettier-ignore
  verifyNow = (...more: string[]) =>
    seal("verify", ...this.place, "--keys", keysFile(), ...this.#ca, ...this.#witness, ...more);
  restampNow = (...more: string[]) => seal("restamp", ...this.place, ...this.#authority, ...more);
}

describe("evidence seal", () => {
  it("seals, lists, verifies, renews and finds, and says nothing is wrong with exit code 0", async () => {
    const scene = new CommandScene();
    const key = scene.put(scene.today, { hour: "00" });
    const run = await scene.runNow();
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain("sealed: records/seal/000000000001.dsse.json, 1 new object version(s)");
    expect((await scene.runNow()).stdout).toContain("nothing new, and today's seal stands already");
    expect((await seal("list", ...scene.place)).stdout).toMatch(/│ 1 +│ .* │ 1 +│ 2 +│ 0 +│ 20/);
    const again = ["--archive", "--source-dir", scene.archive.folder];
    const verified = await scene.verifyNow(...again);
    expect(verified).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("no finding") });
    expect(verified.stdout).toContain("1 object version(s) read again are what was sealed");
    expect((await scene.restampNow("--digest", "sha512")).stdout).toContain("1 time stamp(s) written");
    expect((await scene.verifyNow()).exitCode).toBe(0);
    const digest = scene.emitter.emit(`${scene.today}T00:00:00.000Z`);
    const sought = "input" in digest ? (digest.input?.digest ?? "") : "";
    const found = await seal("find", ...scene.place, "--input-digest", sought);
    expect(found).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`${key} (version null) line 1`),
    });
  });

  it("prints each result as JSON", async () => {
    const scene = new CommandScene();
    scene.put(scene.today, { hour: "00" });
    const json = async (said: Promise<{ stdout: string }>) => JSON.parse((await said).stdout) as unknown;
    expect(await json(scene.runNow("--json"))).toMatchObject({
      seals: [{ sequence: 1, objects: 1 }],
      findings: [],
    });
    expect(await json(seal("list", ...scene.place, "--json"))).toMatchObject([
      { number: 1, said: { objects: 1 } },
    ]);
    expect(await json(scene.verifyNow("--json"))).toMatchObject({ seals: 1, timeStamped: 1, findings: [] });
    expect(await json(scene.restampNow("--json"))).toMatchObject({
      stamps: [expect.any(String)],
      findings: [],
    });
    const none = seal("find", ...scene.place, "--case-ref", "9".repeat(64), "--json");
    expect(await json(none)).toMatchObject({ found: [], files: 1 });
  });

  it("tells findings with exit code 2: a seal without time stamp, a seal gone, nothing found", async () => {
    const scene = new CommandScene();
    const bare = ["--source-dir", scene.archive.folder, "--signing-key", scene.key];
    const unstamped = await seal("run", ...scene.place, ...bare);
    expect(unstamped).toMatchObject({ exitCode: 2, stdout: expect.stringContaining("[not-time-stamped]") });
    await scene.runNow();
    const lookup = await seal("find", ...scene.place, "--event-id", "019cd18b-0c00-7000-8000-00000000000a");
    expect(lookup).toMatchObject({ exitCode: 2, stdout: expect.stringContaining("0 entries found") });
    rmSync(scene.sealFile(1));
    const gone = await scene.verifyNow();
    expect(gone).toMatchObject({ exitCode: 2, stdout: expect.stringContaining("[witnessed-seal-missing]") });
  });

  it("says what a verification without root certificate, witness or archive leaves open", async () => {
    const scene = new CommandScene();
    await scene.runNow();
    const { exitCode, stdout } = await seal("verify", ...scene.place, "--keys", keysFile());
    expect(exitCode).toBe(2);
    for (const words of ["for want of --timestamp-ca", "for want of --witness", "--archive does"])
      expect(stdout).toContain(words);
  });

  it("prints seals as lines that hold seal and stamps", async () => {
    const scene = new CommandScene();
    await scene.runNow();
    const { stdout } = await seal("list", ...scene.place, "--lines");
    expect(JSON.parse(stdout)).toEqual({
      sequence: 1,
      envelope: readFileSync(scene.sealFile(1), "utf8"),
      stamps: [{ number: 1, base64: expect.any(String) }],
    });
  });

  it.each([
    { args: ["run", "--signing-key", "KEY", "--timestamp-authority", "http://127.0.0.1:1/"], fault: "seal-options-unclear" },
    { args: ["run", "--signing-key", "KEY", "--from", "2026-03-01", "--all"], fault: "seal-options-unclear" },
    { args: ["run", "--signing-key", "KEY", "--from", "2026-02-30"], fault: "seal-option-invalid" },
    { args: ["run", "--signing-key", "nowhere.pem"], fault: "signing-key-missing" },
    { args: ["run", "--signing-key", "KEY", "--timestamp-authority", "http://127.0.0.1:1/", "--timestamp-ca", "nowhere.pem"], fault: "timestamp-ca-unusable" },
    { args: ["run", "--signing-key", "KEY", "--timestamp-authority", "http://127.0.0.1:1/", "--timestamp-ca", "KEY"], fault: "timestamp-ca-unusable" },
    { args: ["run", "--signing-key", "KEY", "--source-dir", "nowhere"], fault: "archive-folder-missing" },
    { args: ["list"], fault: "no-seals" },
    { args: ["list", "--from", "yesterday"], fault: "seal-option-invalid" },
    { args: ["verify", "--keys", "KEYS"], fault: "no-seals" },
    { args: ["verify", "--keys", "nowhere.json"], fault: "key-ring-missing" },
    { args: ["restamp", "--timestamp-authority", "http://127.0.0.1:1/", "--timestamp-ca", "CA", "--seal", "first"], fault: "seal-option-invalid" },
    { args: ["restamp", "--timestamp-authority", "http://127.0.0.1:1/", "--timestamp-ca", "CA", "--digest", "md5"], fault: "commander.invalidArgument" },
    { args: ["find"], fault: "seal-options-unclear" },
    { args: ["find", "--case-ref", "a".repeat(64), "--input-digest", "a".repeat(64)], fault: "seal-options-unclear" },
    { args: ["find", "--case-ref", "short"], fault: "seal-option-invalid" },
    { args: ["find", "--event-id", "nr-7"], fault: "seal-option-invalid" },
  ])("refuses $args with $fault", async ({ args: [name = "", ...rest], fault }) => {
    const scene = new CommandScene();
    const files: Record<string, string> = { KEY: scene.key, KEYS: keysFile(), CA: authority.caFile };
    const args = rest.map((arg) => files[arg] ?? arg);
    expect(await seal(name, ...scene.place, ...args)).toMatchObject({ exitCode: 1, fault });
    expect(scene.keys("records")).toEqual([]);
  }); // prettier-ignore
});
