import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import path from "node:path";
import { BUNDLE_FILES } from "../../../evidence/export";
import { ALL_FILES } from "../../../evidence/verify/folder";
import { SUMMED_FILES } from "../../../evidence/verify/sums";
import { copyOf, failures, read, richBundle, write } from "./scene";

/** Places in a file that are spoilt one after the other; always its first and last byte. */
const PLACES = 24;

let bundle: string;
beforeAll(async () => {
  bundle = await richBundle();
});

const sha256sum = (folder: string) =>
  spawnSync("bash", ["-c", "sha256sum -c SHA256SUMS"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });

function places(bytes: Buffer): number[] {
  const step = Math.max(1, Math.floor(bytes.length / PLACES));
  return [
    ...Array.from({ length: PLACES }, (_, index) => index * step).filter((at) => at < bytes.length),
    bytes.length - 1,
  ];
}

test.each(ALL_FILES)("one byte of %s changed anywhere: verify fails and names the file", async (name) => {
  const spoilt = copyOf(bundle);
  const bytes = read(bundle, name);
  for (const at of places(bytes)) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 0x01;
    write(spoilt, name, changed);
    expect((await failures(spoilt)).join("\n")).toContain(name);
  }
});

test.each(SUMMED_FILES)("one byte of %s changed: sha256sum fails and names the file", (name) => {
  const spoilt = copyOf(bundle);
  const bytes = read(bundle, name);
  for (const at of places(bytes).slice(0, 5)) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 0x80;
    write(spoilt, name, changed);
    const { status, stdout } = sha256sum(spoilt);
    expect(status).toBe(1);
    expect(stdout).toContain(`${name}: FAILED`);
  }
});

test("a changed file is told with expected and found digest and byte count", async () => {
  const spoilt = copyOf(bundle);
  write(spoilt, "counts.json", Buffer.concat([read(bundle, "counts.json"), Buffer.from(" ")]));
  const size = read(bundle, "counts.json").length;
  const failed = (await failures(spoilt)).find((line) => line.startsWith("checksum"));
  expect(failed).toMatch(
    new RegExp(
      `^checksum counts.json: signed was SHA-256 [0-9a-f]{64} \\(${size} bytes\\), found is SHA-256 [0-9a-f]{64} \\(${size + 1} bytes\\)$`,
    ),
  );
});

test.each(ALL_FILES)("without %s verify fails and names it", async (name) => {
  const spoilt = copyOf(bundle);
  unlinkSync(path.join(spoilt, name));
  const isOptional = BUNDLE_FILES.optional.some((optional) => optional === name);
  const words = isOptional
    ? `sums-list SHA256SUMS: ${name} is listed and is not there`
    : `layout ${name}: is missing`;
  expect(await failures(spoilt)).toContain(words);
});

test("a file that was added fails, and is named", async () => {
  const spoilt = copyOf(bundle);
  write(spoilt, "events-2.ndjson.gz", "x");
  mkdirSync(path.join(spoilt, ".hidden"));
  expect(await failures(spoilt)).toEqual([
    "layout .hidden: was added: it is not a file of a bundle",
    "layout events-2.ndjson.gz: was added: it is not a file of a bundle",
  ]);
});

test.each(["report.html", "events.ndjson.gz", "SHA256SUMS"])(
  "%s as a link is refused, not followed",
  async (name) => {
    const spoilt = copyOf(bundle);
    rmSync(path.join(spoilt, name));
    symlinkSync(path.join(bundle, name), path.join(spoilt, name));
    expect(await failures(spoilt)).toContain(`layout ${name}: is not a plain file (a link or a folder)`);
  },
);

test("a folder in a file's place is refused", async () => {
  const spoilt = copyOf(bundle);
  rmSync(path.join(spoilt, "chain.json"));
  mkdirSync(path.join(spoilt, "chain.json"));
  expect(await failures(spoilt)).toContain("layout chain.json: is not a plain file (a link or a folder)");
});

test.each([
  ["a path out of the folder", "../../../etc/passwd"],
  ["an absolute path", "/etc/passwd"],
  ["a path within", "./report.html"],
  ["a name that hides", "report.html\u0000.gz"],
  ["its own signature", "SHA256SUMS.sig"],
  ["a file twice", "report.html"],
])("a SHA256SUMS that names %s is refused", async (_, name) => {
  const spoilt = copyOf(bundle);
  write(spoilt, "SHA256SUMS", `${read(bundle, "SHA256SUMS").toString()}${"0".repeat(64)}  ${name}\n`);
  const failed = (await failures(spoilt)).filter((line) =>
    line.startsWith(`sums-list SHA256SUMS: line ${SUMMED_FILES.length + 1}`),
  );
  expect(failed).toHaveLength(1);
});
