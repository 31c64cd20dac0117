import { blocks, text } from "../reading";
import type { Resource } from "../resource";
import type { Readable } from "../values";

/** Rules of a lifecycle that are in force. */
export const lifecycleRules = (lifecycle: Resource): readonly Readable[] =>
  blocks(lifecycle, "rule").filter((rule) => (text(rule, "status") ?? "Enabled") === "Enabled");
