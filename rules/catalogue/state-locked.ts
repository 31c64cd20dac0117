import { any, flag } from "../reading";
import { holds, judging } from "../rule";
import { s3Backends } from "../facts/stacks";

export const stateLocked = judging({
  id: "state-locked",
  duties: ["Art17(1)"],
  title: "Two runs cannot change the state at once",
  why: "Two runs at once leave a state that knows only half of what they made.",
  fix: "Set use_lockfile of the backend.",
  subjects: s3Backends,
  judge: (backend) =>
    holds(
      flag(backend, "use_lockfile", false) || any(backend, "dynamodb_table") !== undefined,
      "runs wait for each other",
      "runs do not wait for each other",
    ),
});
