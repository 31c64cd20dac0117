import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../temporary";

const ROOT = join(__dirname, "../..");

it("Trino, which stands for Athena in tests, is said not to be had, with the reason, where there is no Maven", () => {
  const [folder, nothing] = [temporaryFolder(), temporaryFolder()];
  const main = join(ROOT, "sandbox/trino/main.ts");
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", main, folder], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, PATH: nothing },
  });
  expect(stderr).toMatch(/^spawn mvn ENOENT; needed: Maven/m);
  expect(status).toBe(1);
  expect(existsSync(join(folder, "trino-476", "finished.json"))).toBe(false);
});
