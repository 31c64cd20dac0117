#!/usr/bin/env node
// Plain JavaScript, so that it can say what is missing before anything is installed.
import { createRequire } from "node:module";

// The AWS SDK tells on every start that it will want Node 22 in 2027: a matter for us, not for who runs this.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const require = createRequire(import.meta.url);
try {
  require("tsx/cjs/api").register();
} catch {
  console.error("evidence: its packages are not installed here. Run `npm ci` in the repository first.");
  process.exit(1);
}
process.exitCode = await require("./main.ts").main(process.argv.slice(2));
