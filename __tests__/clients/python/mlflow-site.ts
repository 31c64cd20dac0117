import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { developPython, runInClient } from "./develop";

const BESIDE = path.join(__dirname, "beside-mlflow.txt");

/** A folder for `PYTHONPATH`: the package's wheel as it is shipped, and what a team has beside MLflow. */
export interface Site {
  readonly path: string;
  remove(): Promise<void>;
}

export async function makeSite(): Promise<Site> {
  const folder = await mkdtemp(path.join(tmpdir(), "python-site-"));
  const python = await developPython();
  const wheels = path.join(folder, "dist");
  const site = path.join(folder, "site");
  await runInClient(python, ["-m", "build", "--wheel", "--no-isolation", "--outdir", wheels, "."]);
  const [wheel = ""] = await readdir(wheels);
  const install = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
  const packages = [path.join(wheels, wheel), "-r", BESIDE];
  await runInClient(python, [...install, "--no-deps", "--no-compile", "--target", site, ...packages]);
  return { path: site, remove: () => rm(folder, { recursive: true, force: true }) };
}
