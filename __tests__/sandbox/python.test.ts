import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePython } from "../../sandbox/world/python";

/**
 * A program that plays Python: it has a version, makes a virtual environment with itself in it, and installs packages by
 * `install`, a line of shell.
 */
async function pythonThatInstallsBy(install: string, version = "3.12.1"): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "python-")), "python");
  const script = `#!/bin/sh
case "$*" in
  -c*) echo ${version} ;;
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip install "*) ${install} ;;
esac
`;
  await writeFile(file, script);
  await chmod(file, 0o755);
  return file;
}

const cacheDir = (): Promise<string> => mkdtemp(join(tmpdir(), "cache-"));

async function ensureWith(python: string, dir: string) {
  process.env["EVIDENCE_PYTHON"] = python;
  try {
    return await ensurePython(dir);
  } finally {
    delete process.env["EVIDENCE_PYTHON"];
  }
}

describe("the Python packages of the embedded world", () => {
  it("are installed once and then found again", async () => {
    const [python, dir] = [await pythonThatInstallsBy("true"), await cacheDir()];
    expect(await ensureWith(python, dir)).toMatchObject({ installed: true });
    const again = await ensureWith(python, dir);
    expect(again.installed).toBe(false);
    expect(existsSync(again.python)).toBe(true);
  });

  it("are installed from the start again when an install was interrupted", async () => {
    const [python, dir] = [await pythonThatInstallsBy("true"), await cacheDir()];
    await ensureWith(python, dir);
    const venv = (await readdir(dir)).find((name) => !name.includes(".")) ?? "";
    await writeFile(join(dir, venv, "half-unpacked"), "");
    await rm(join(dir, venv, "finished.json"));
    expect(await ensureWith(python, dir)).toMatchObject({ installed: true });
    expect(existsSync(join(dir, venv, "half-unpacked"))).toBe(false);
  });

  it("that cannot be installed are named with the end of the log, and count as not installed", async () => {
    const [python, dir] = [await pythonThatInstallsBy("echo no such package && exit 1"), await cacheDir()];
    const failing = ensureWith(python, dir);
    await expect(failing).rejects.toMatchObject({ code: "python-packages-failed" });
    await expect(failing).rejects.toThrow("no such package");
    expect((await readdir(dir)).some((name) => name.endsWith(".lock"))).toBe(false);
    await expect(ensureWith(python, dir)).rejects.toMatchObject({ code: "python-packages-failed" });
  });

  it("need a Python that is there", async () => {
    const failing = ensureWith("/nowhere/python3", await cacheDir());
    await expect(failing).rejects.toMatchObject({ code: "python-not-usable" });
    await expect(failing).rejects.toThrow("no Python found");
  });

  it("need a Python that is new enough, and say how new that is", async () => {
    const failing = ensureWith(await pythonThatInstallsBy("true", "3.9.2"), await cacheDir());
    await expect(failing).rejects.toThrow(/is 3\.9\.2[^]*Python 3\.11 or newer/);
  });
});
