/** Faults of how the gate is started. */
import { oneProblem, UserError } from "./user-error";

/** Options or variables of the gate that cannot be used. */
export function gateSettingsUnusable(
  problems: readonly { readonly setting: string; readonly given?: string; readonly needed: string }[],
): UserError {
  return new UserError(
    "gate-settings-unusable",
    "the gate cannot be started with these settings",
    problems.map(({ setting, given, needed }) => ({
      code: "gate-settings-unusable",
      where: setting,
      ...(given !== undefined && { given }),
      needed,
      fix: "run with --help to see every option",
    })),
  );
}

/** Something else listens where the gate should. */
export function gateCannotListen(where: string, given: string): UserError {
  return oneProblem("the gate cannot listen", {
    code: "gate-cannot-listen",
    where,
    given,
    needed: "an address of this machine and a free port",
    fix: "choose another --port, or end what listens there",
  });
}
