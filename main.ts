import { join } from "node:path";
import { loadConfigs } from "./configs";
import { UserError } from "./errors";
import { createApp } from "./stacks/app";

/**
 * Composition root: `cdktf synth` runs this file. EVIDENCE_CONFIGS names another folder of configs, EVIDENCE_BASE_CONFIGS
 * the configs of an earlier revision: no id that they have may be missing.
 */
const { EVIDENCE_CONFIGS: configs = join(__dirname, "configs"), EVIDENCE_BASE_CONFIGS: base } = process.env;
try {
  createApp(loadConfigs(configs, base)).synth();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
