import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The root of the repository. */
export const ROOT = join(__dirname, "../..");

/** Folders that a checkout does not bring, or that hold what others wrote. */
export const NOT_OURS: ReadonlySet<string> = new Set(["node_modules", ".git", ".sandbox", "cdktf.out"]);

/** Paths of all files below a folder of ours whose name fits. */
export function filesOfOurs(dir: string, fits: RegExp): string[] {
  return readdirSync(dir).flatMap((name) => {
    if (NOT_OURS.has(name)) return [];
    const path = join(dir, name);
    if (statSync(path).isDirectory()) return filesOfOurs(path, fits);
    return fits.test(name) ? [path] : [];
  });
}
