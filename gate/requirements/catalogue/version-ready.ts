import { BOTH_STEPS, type VersionRequirement } from "../requirement";
import { shown } from "../shown";

export const versionReady: VersionRequirement = {
  id: "version-ready",
  of: "version",
  duties: ["Art17(1)"],
  title: "The version is ready",
  why: "A version that MLflow could not finish registering is none that anybody tested.",
  how: "Register the model again.",
  steps: BOTH_STEPS,
  check: ({ version }) =>
    version.status === "READY"
      ? []
      : [
          {
            what: `The version's status is ${shown(version.status)}; READY is needed.`,
            fix: "Wait until it is registered, or register the model again.",
          },
        ],
};
