import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const base = mkdtempSync(join(tmpdir(), "ai-act-evidence-test-"));

/** A fresh folder that goes with the test file that asked for it. */
export const temporaryFolder = (): string => mkdtempSync(join(base, "t-"));

export const removeTemporaryFolders = (): void => rmSync(base, { recursive: true, force: true });
