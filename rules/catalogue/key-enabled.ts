import { allKeys } from "../facts/keys";
import { switched } from "../families/switch";

export const keyEnabled = switched(
  {
    id: "key-enabled",
    duties: ["Art12", "Art21"],
    title: "Keys are enabled",
    why: "With a disabled key nothing can be read or signed, an authority's request included.",
    fix: "Take is_enabled out, or set it to true.",
    subjects: allKeys,
  },
  { path: "is_enabled", wanted: true, otherwise: true },
);
