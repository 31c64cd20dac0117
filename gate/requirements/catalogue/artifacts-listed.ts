import { BOTH_STEPS, CannotTell, type VersionRequirement } from "../requirement";
import { shown } from "../shown";

export const artifactsListed: VersionRequirement = {
  id: "artifacts-listed",
  of: "version",
  duties: ["Art17(1)", "Art18(1)", "annex-iv:2(g)"],
  title: "Every file of the model could be read through the gate and has a SHA-256",
  why: "What is approved is these files: one that was replaced later is noticed by its digest.",
  how: "Upload the model's files through the gate, which `log_model` does, and keep them below its logged model or run.",
  steps: BOTH_STEPS,
  check({ artifacts }) {
    if (!artifacts)
      throw new CannotTell("the files of the model could not be read below its logged model or run");
    const fix =
      "Log the model again with mlflow.<flavour>.log_model(...) through the gate, and register that one.";
    if (artifacts.files.length === 0) return [{ what: "The model has no files.", fix }];
    const undigested = artifacts.files.filter(({ sha256 }) => !/^[0-9a-f]{64}$/.test(sha256));
    return [
      ...(artifacts.files.some(({ path }) => path === "MLmodel")
        ? []
        : [{ what: "The model has no file MLmodel.", fix }]),
      ...undigested.map(({ path }) => ({ what: `The file ${shown(path)} has no SHA-256.`, fix })),
    ];
  },
};
