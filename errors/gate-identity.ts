/** Faults in what the gate is told of its identity provider. */
import { oneProblem, type UserError } from "./user-error";

/** The environment declares no MLflow. */
export function gateWithoutMlflowBlock(environment: string): UserError {
  return oneProblem("this environment has no gate", {
    code: "gate-without-mlflow-block",
    where: `configs/environments/${environment}.yaml`,
    field: "mlflow",
    needed: "public address, identity provider and roles",
    fix: "add the block `mlflow:` (docs/gate-identity.md)",
  });
}

/** An address is to come from the run and does not, or is in the file and comes from the run as well. */
export function gateAddressMissing(
  environment: string,
  field: string,
  declared: string,
  given: string | undefined,
): UserError {
  return oneProblem("the gate must be told this address once", {
    code: "gate-address-once",
    where: `configs/environments/${environment}.yaml`,
    field,
    given: given === undefined ? declared : `${declared}, and ${given} when it was started`,
    needed: "an address in the file; or there `at-run-time`, and the address when the gate is started",
    fix:
      given === undefined
        ? "write the address into the file, or start the gate with it"
        : "start the gate without it: the file decides whom the gate believes",
  });
}

/** An address given at the start is one that others could listen to or answer for. */
export function gateAddressNotTrusted(field: string, given: string): UserError {
  return oneProblem("the gate cannot trust this address", {
    code: "gate-address-not-trusted",
    where: "how the gate was started",
    field,
    given,
    needed: "https://…, or http:// on 127.0.0.1; no query, fragment or login in it",
    fix: "give the address with TLS",
  });
}

/** The keys of browser sessions are missing or too short. */
export function sessionKeysUnusable(variable: string): UserError {
  return oneProblem("keys of sign-in sessions are needed", {
    code: "session-keys-unusable",
    where: variable,
    needed: "one or more keys of 32 random bytes each, in base64, separated by commas; the newest first",
    fix: `set it from a secret that all gate tasks share, for example ${variable}="$(openssl rand -base64 32)"`,
  });
}
