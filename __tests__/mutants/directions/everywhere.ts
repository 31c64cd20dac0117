import { benign, weakens, type Directions } from "../direction";

/** What holds of every resource, where its own table says nothing else. */
export const EVERYWHERE: Directions = {
  type: "*",
  rows: [
    weakens(
      "lifecycle",
      "changes overlooked",
      ["Art17(1)"],
      "what somebody changes by hand never shows again",
    ),
    weakens(
      "lifecycle",
      "removed",
      ["Art12", "Art18(1)", "Art19(1)"],
      "a plan may destroy what keeps evidence",
    ),
    weakens(
      "lifecycle.prevent_destroy",
      "removed, flipped",
      ["Art12", "Art18(1)", "Art19(1)"],
      "a plan may destroy what keeps evidence",
    ),
    weakens(
      "provider",
      "another",
      ["Art17(1)", "Art18(1)"],
      "it is made anew elsewhere, and does nothing for what it belongs to",
    ),
    benign(
      "depends_on.**",
      "*",
      "the order of an apply: made too early, it fails, and the next apply makes it",
    ),
    benign("tags.**", "*", "labels for people and for cost reports"),
  ],
};
