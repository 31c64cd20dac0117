import { guardedBuckets } from "../facts/buckets";
import { switched } from "../families/switch";

export const forceDestroyOff = switched(
  {
    id: "force-destroy-off",
    duties: ["Art19(1)", "Art26(6)", "Art18(1)"],
    title: "Terraform never empties a bucket",
    why: "With force_destroy, destroying the bucket first deletes every object in it; a workgroup, its queries and their history.",
    fix: "Take force_destroy out, or set it to false.",
    subjects: (set) => [...guardedBuckets(set), ...set.ofType("aws_athena_workgroup")],
  },
  { path: "force_destroy", wanted: false, otherwise: false },
);
