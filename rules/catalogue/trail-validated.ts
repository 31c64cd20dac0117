import { trails } from "../facts/trails";
import { switched } from "../families/switch";

export const trailValidated = switched(
  {
    id: "trail-validated",
    duties: ["Art12", "Art17(1)"],
    title: "AWS signs the record of accesses",
    why: "Digest files show whether the record itself was changed or cut.",
    fix: "Set enable_log_file_validation to true.",
    subjects: trails,
  },
  { path: "enable_log_file_validation", wanted: true, otherwise: false },
);
