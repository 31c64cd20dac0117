import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import path from "node:path";
import { verifyCommand } from "../../../cli/verify";
import { keyRingOf } from "../../../evidence/records";
import { startAuthority, type RunningAuthority } from "../../../sandbox/timestamp-authority/server";
import { temporaryFolder } from "../../temporary";
import type { Json } from "../archive/corpus";
import { actor, keyRingDocument } from "../records/actors";
import { changeJson, copyOf, forge, write } from "./scene";
import { DAY, SealedScene, sealLinesIn } from "./sealed-scene";

/** Bundles with seals, in the hands of a reader; spoilt ones agree with their sums and are signed by a forger. */

let scene: SealedScene, bundle: string, other: RunningAuthority;
beforeAll(async () => {
  scene = await SealedScene.make();
  bundle = (await scene.export()).out;
  other = await startAuthority(temporaryFolder());
});
afterAll(() => Promise.all([scene.authority.stop(), other.stop()]));

type Lines = ReturnType<typeof sealLinesIn>;

/** What a reader with the right means is told of a spoilt copy. */
async function spoilt(spoil: (copy: string) => void) {
  const copy = copyOf(bundle);
  spoil(copy);
  return scene.verify(forge(copy));
}

const writeLines = (copy: string, lines: readonly string[]) =>
  write(copy, "seals.ndjson", lines.map((line) => `${line}\n`).join(""));
const lines = (change: (lines: Lines) => Lines) => (copy: string) =>
  writeLines(
    copy,
    change(sealLinesIn(copy)).map((line) => JSON.stringify(line)),
  );
const objects = (change: (objects: Json) => unknown) => (copy: string) =>
  changeJson(copy, "objects.json", change);

describe("A bundle's seals", () => {
  it("show that the objects read are what was sealed, and when", async () => {
    expect(await scene.verify(bundle)).toMatchObject({
      verified: true,
      failed: "",
      sealed: { holds: "yes", seals: { time_stamped: 3 }, versions: { equal: 2 } },
    });
  });

  it.each([
    { what: "a key ring", means: () => ({ timestampCa: scene.authority.caFile }), because: "no key ring with the detector's key", equal: 0 },
    { what: "the authority's certificate", means: () => ({ keyRing: scene.means.keyRing }), because: "no certificate of a time-stamp authority", equal: 2 },
    { what: "either", means: () => ({}), because: "no key ring with the detector's key", equal: 0 },
  ])("show nothing to a reader without $what: not known, and never yes", async ({ means, because, equal }) => {
    const { verified, sealed } = await scene.verify(bundle, means());
    expect({ verified, holds: sealed?.holds, equal: sealed?.versions.equal }).toEqual({ verified: true, holds: "unknown", equal });
    expect(sealed?.because).toContain(because);
  }); // prettier-ignore

  it("do not count with the certificate of another authority", async () => {
    const { verified, sealed, failed } = await scene.verify(bundle, {
      ...scene.means,
      timestampCa: other.caFile,
    });
    expect({ verified, holds: sealed?.holds }).toEqual({ verified: false, holds: "no" });
    expect(failed).toContain(
      "seals: with what you gave it is no: 3 time stamp(s) are not what they should be",
    );
  });

  it("do not count when the reader's key ring has another key for the detector", async () => {
    const { keys, ...document } = keyRingDocument();
    const { keyId, signer } = actor();
    const strange = keys.map((key) =>
      key.role === "detector" ? { ...key, keyId, publicKey: signer.publicKeyPem } : key,
    );
    const keyRing = keyRingOf({ ...document, keys: strange });
    const { sealed, failed } = await scene.verify(bundle, { ...scene.means, keyRing });
    expect(sealed).toMatchObject({ holds: "no", versions: { equal: 0, not_compared: 2 } });
    expect(failed).toContain("seals: with what you gave it is no: 3 seal(s) cannot be relied on");
  });

  it.each<[string, (copy: string) => void, "yes" | "no" | "unknown" | undefined, string]>([
    ["another digest of an object", objects(([first]) => void (first.sha256 = "0".repeat(64))), "no", "1 object version(s) are not what was sealed"],
    ["an object without a digest", objects(([first]) => void delete first.sha256), "unknown", "1 could not be read"],
    ["an object left out", objects(([first]) => [first]), "no", "1 sealed object version(s) are gone"],
    ["an object put in", objects((all) => [...all, { ...all[0], version_id: "v2" }]), "no", "1 object version(s) are in no seal"],
    ["the first seal left out", lines(([, ...rest]) => rest), "no", "1 object version(s) are in no seal"],
    ["a seal in the middle left out", lines(([a, , c]) => [a!, c!]), "no", "1 seal(s) do not follow the one before"],
    ["the last seal left out", lines((all) => all.slice(0, -1)), "yes", "said is yes"],
    ["all seals left out", lines(() => []), "unknown", "no seal of these days was found"],
    ["a forged seal", lines(([a, b, c]) => [a!, b!, forgedSeal(c!)]), "no", "1 seal(s) cannot be relied on"],
    ["the time stamp of another seal", lines(([a, b, c]) => [{ ...a!, stamps: b!.stamps }, b!, c!]), "no", "1 time stamp(s) are not what they should be"],
    ["a time stamp taken away", lines(([a, ...rest]) => [{ ...a!, stamps: [] }, ...rest]), "unknown", "1 of 3 seal(s) have no time stamp that is good"],
    ["a line that is no seal", (copy) => writeLines(copy, ["{"]), undefined, "a line of it holds no seal"],
    ["a line that is longer than any seal", (copy) => write(copy, "seals.ndjson", Buffer.alloc(80_000_000, "x")), undefined, "a line of it is longer than any seal"],
    ["the certificate of another authority", (copy) => copyFileSync(other.caFile, path.join(copy, "timestamp-ca.pem")), "yes", "shown is no: 3 time stamp(s)"],
    ["a better statement", (copy) => changeJson(copy, "manifest.json", ({ sealed }) => void (sealed.because = "all is well")), "yes", "said is yes: all is well, shown is yes: each of"],
    ["a finding that its seals do not show", (copy) => changeJson(copy, "manifest.json", ({ findings }) => void (findings["sealed-object-gone"] = 1)), "yes", "sealed-object-gone: the manifest counts 1, the bundle shows 0"],
  ])("with %s are found to be so", async (_, spoil, holds, words) => {
    const { verified, sealed, failed } = await spoilt(spoil);
    expect({ verified, holds: sealed?.holds }).toEqual({ verified: false, holds });
    expect(failed).toMatch(new RegExp(`^seals: .*${words.replace(/[()]/g, "\\$&")}`, "m"));
  }); // prettier-ignore

  it.each(["seals.ndjson", "timestamp-ca.pem"])(
    "are not looked into when %s is not what was signed",
    async (name) => {
      const copy = copyOf(bundle);
      write(copy, name, "");
      const { sealed, failed } = await scene.verify(copy);
      expect(sealed).toBeUndefined();
      expect(failed).toMatch(/^seals: it is not what was signed, so it is not looked into$/m);
    },
  );

  it("are found to be left out with their file", async () => {
    const { out } = await scene.export({ without: "seals" });
    const copy = copyOf(out);
    changeJson(copy, "manifest.json", (manifest) => {
      manifest.sealed = JSON.parse(readFileSync(path.join(bundle, "manifest.json"), "utf8")).sealed;
    });
    const { sealed, failed } = await scene.verify(forge(copy));
    expect(sealed?.holds).toBe("unknown");
    expect(failed).toMatch(
      /^seals: said is yes: .* shown is unknown: seals of the archive were not looked for$/m,
    );
  });

  it("made with a forger's own key, ring and authority satisfy nobody who has the real ones", async () => {
    const detector = actor();
    const forged = await SealedScene.make(detector);
    const { keys, ...document } = keyRingDocument();
    const own = { keyId: detector.keyId, publicKey: detector.signer.publicKeyPem };
    const keyRing = keyRingOf({
      ...document,
      keys: keys.map((key) => (key.role === "detector" ? { ...key, ...own } : key)),
    });
    const { out, manifest } = await forged.export({ keyRing });
    await forged.authority.stop();
    expect(manifest.sealed.holds).toBe("yes");
    expect(await forged.verify(out, { keyRing, timestampCa: forged.authority.caFile })).toMatchObject({
      verified: true,
    });
    const { verified, sealed } = await scene.verify(out);
    expect({ verified, holds: sealed?.holds }).toEqual({ verified: false, holds: "no" });
  });

  it("are checked one by one with the lines of VERIFY.md, with jq and openssl alone", () => {
    const inside = copyOf(bundle);
    copyFileSync(scene.authority.caFile, path.join(inside, "authority.pem"));
    const page = readFileSync(path.join(inside, "VERIFY.md"), "utf8");
    const section = page.slice(page.indexOf("## 6. Seals"), page.indexOf("## What this shows"));
    const commands = section.split("\n").filter((text) => text.startsWith("    "));
    const { stdout } = spawnSync("bash", ["-c", commands.join("\n")], { cwd: inside, encoding: "utf8" });
    expect(stdout).toMatch(/^Time stamp: .* GMT$/m);
    expect(stdout.trim().endsWith("[]")).toBe(true);
  });
});

describe("evidence verify", () => {
  let printed: string;
  beforeEach(() => {
    printed = "";
    jest.spyOn(console, "log").mockImplementation((text: string) => void (printed += `${text}\n`));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = undefined;
  });

  it("tells what the exporter states of the seals, and apart from it what follows for the reader", async () => {
    await verifyCommand().parseAsync([bundle], { from: "user" });
    expect(process.exitCode).toBe(0);
    expect(printed).toContain("seals as the exporter states it: yes: each of the 2 object version(s)");
    expect(printed).toContain(
      "seals as worked out here: unknown: 3 seal(s) were found, and no key ring with",
    );
  });

  it("refuses a file that holds no certificate", async () => {
    const run = verifyCommand().parseAsync([bundle, "--timestamp-ca", "/nowhere/ca.pem"], { from: "user" });
    await expect(run).rejects.toMatchObject({ code: "timestamp-ca-unusable" });
  });
});

/** The same seal, with a payload that nobody signed. */
function forgedSeal(line: Lines[number]): Lines[number] {
  const envelope = JSON.parse(line.envelope) as { payload: string };
  const said = Buffer.from(envelope.payload, "base64").toString().replace(DAY, "2026-03-08");
  return {
    ...line,
    envelope: JSON.stringify({ ...envelope, payload: Buffer.from(said).toString("base64") }),
  };
}
