import { join } from "node:path";
import { loadConfigs } from "./configs";
import { UserError } from "./errors";
import { createApp } from "./stacks/app";

/** Composition root: `cdktf synth` runs this file. EVIDENCE_CONFIGS names another folder of configs. */
try {
  createApp(loadConfigs(process.env["EVIDENCE_CONFIGS"] ?? join(__dirname, "configs"))).synth();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
