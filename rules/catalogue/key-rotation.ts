import { encryptionKeys } from "../facts/keys";
import { switched } from "../families/switch";

export const keyRotation = switched(
  {
    id: "key-rotation",
    duties: ["Art78", "Art12"],
    title: "Keys that encrypt evidence are rotated",
    why: "Over ten years one key would encrypt everything; rotation limits what a leak opens. What was encrypted before stays readable.",
    fix: "Set enable_key_rotation to true.",
    subjects: encryptionKeys,
  },
  { path: "enable_key_rotation", wanted: true, otherwise: false },
);
