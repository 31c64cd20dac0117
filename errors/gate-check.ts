/** Faults while the gate's records are compared with MLflow's registry. */
import { oneProblem, type UserError } from "./user-error";

/** Neither, or both, of the ways to MLflow. */
export function registryPlaceUnclear(): UserError {
  return oneProblem("where is MLflow's registry?", {
    code: "registry-place-unclear",
    where: "--mlflow and --gate",
    needed: "exactly one of the two",
    fix: "--mlflow URL asks MLflow itself, where it can be reached; --gate URL asks through the gate, with a token in EVIDENCE_TOKEN or MLFLOW_TRACKING_TOKEN",
  });
}

/** The address of MLflow is none. */
export function registryAddressInvalid(given: string): UserError {
  return oneProblem("MLflow's address cannot be used", {
    code: "registry-address-invalid",
    where: "--mlflow",
    given,
    needed: "an http or https address, such as http://127.0.0.1:5000",
    fix: "pass the address by which MLflow can be reached from here",
  });
}

/** MLflow, or the gate before it, does not let itself be read: then nothing was compared. */
export function registryUnreadable(url: string, given: string): UserError {
  return oneProblem("MLflow's registry cannot be read, so that nothing was compared", {
    code: "registry-unreadable",
    where: url,
    given,
    needed: "MLflow's REST API, and behind a gate a token that may read",
    fix: "check that it runs and that the token is valid, and run the check again",
  });
}

/** The gate's database does not let itself be read. */
export function intentsUnreadable(given: string): UserError {
  return oneProblem("the gate's open intents cannot be read", {
    code: "intents-unreadable",
    where: "--state",
    given,
    needed: "the gate's PostgreSQL",
    fix: "check the URL, or leave --state out: records and registry are compared without it",
  });
}
