import { optionsOf, tasksWith, theProgram, wordsOf } from "../facts/containers";
import { isOwnEnvironment, isVaultRole } from "../facts/environments";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, notApplicable } from "../rule";

type Fits = (value: string | true) => boolean;

export const gateSettings = judging({
  id: "gate-settings",
  duties: ["Art12", "Art17(1)", "Art18(1)"],
  title: "The gate runs with the settings that were reviewed",
  why: "An option can have it believe another identity provider, rely on other keys, or keep its records in a folder that goes with the task.",
  fix: "Give the gate the options that the product synthesizes, and no others.",
  subjects: (set) => tasksWith(set, "gate"),
  judge(task, set) {
    const gate = theProgram(task, "gate");
    if (!gate) return notApplicable("no gate runs in it");
    const given = optionsOf(gate);
    const wanted = options(task, set);
    const wrong = [
      ...Object.entries(wanted).flatMap(([option, fits]) => {
        const value = given.get(option);
        if (value === undefined) return [`without ${option}`];
        return fits(value) ? [] : [`${option} ${String(value)}`];
      }),
      ...[...given.keys()]
        .filter((option) => !Object.hasOwn(wanted, option))
        .map((option) => `with ${option}`),
      ...wordsOf(gate).map((word) => `with ${word}`),
      ...(gate.entryPoint === undefined ? [] : ["another program"]),
    ];
    return holds(wrong.length === 0, "as it was reviewed", wrong.join("; "));
  },
});

/** What the image was built with stands in it at these places: images/gate/Dockerfile. */
function options(task: Resource, set: ResourceSet): Readonly<Record<string, Fits>> {
  const is =
    (wanted: string): Fits =>
    (value) =>
      value === wanted;
  return {
    "--environment": (value) => isOwnEnvironment(set, task, value),
    "--configs": is("/app/configs"),
    "--keys": is("/app/keys.json"),
    "--provenance": is("/app/provenance.json"),
    "--mlflow": (value) => /^http:\/\/127\.0\.0\.1:\d+$/.test(String(value)),
    "--host": is("0.0.0.0"),
    "--port": (value) => /^\d+$/.test(String(value)),
    "--vault-role": (value) => isVaultRole(set, task, value, "gate"),
  };
}
