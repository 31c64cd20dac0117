/** What the commands that talk to the gate say when it cannot be asked, or says no. */
import { EXIT, oneProblem, UserError } from "./user-error";

/** Nobody said where the gate is. */
export function gateNotNamed(): UserError {
  return oneProblem("the gate is not named", {
    code: "gate-not-named",
    where: "--gate",
    needed: "the address of the gate in front of MLflow",
    fix: "pass --gate https://…, or set EVIDENCE_GATE_URL or MLFLOW_TRACKING_URI",
  });
}

/** The address is none that a token may be sent to. */
export function gateAddressUnsafe(given: string): UserError {
  return oneProblem("the gate's address cannot be used", {
    code: "gate-address-unsafe",
    where: "--gate",
    given,
    needed: "an https address, or http on this machine: your token is sent there",
    fix: "pass the address that your browser uses for the gate",
  });
}

/** There is no token to say who asks. */
export function gateTokenMissing(): UserError {
  return oneProblem("there is no token", {
    code: "gate-token-missing",
    where: "EVIDENCE_TOKEN",
    needed: "an access token of your identity provider: the gate believes nothing else of who you are",
    fix: "export EVIDENCE_TOKEN=… (MLFLOW_TRACKING_TOKEN is taken, too); never pass it as an argument, which others can see",
  });
}

/** The gate does not answer. */
export function gateUnreachable(url: string, why: string): UserError {
  return oneProblem("the gate does not answer", {
    code: "gate-unreachable",
    where: url,
    given: why,
    needed: "a connection to the gate",
    fix: "check address, network and proxy. After a promotion or approval look with 'evidence status' whether it was done",
  });
}

/** What answers is no gate, or an older one. */
export function gateAnswerUnknown(url: string, status: number): UserError {
  return oneProblem("what answers is not the gate's API", {
    code: "gate-answer-unknown",
    where: url,
    given: `status ${status}`,
    needed: "the gate of this version",
    fix: "check the address: it is the gate's, without a path, and not MLflow's behind it",
  });
}

/** The gate does not know who asks, or does not understand the request: nothing was decided. */
export function gateDidNotDecide(url: string, code: string, message: string): UserError {
  return new UserError("gate-did-not-decide", `the gate answers ${code}: ${message}\n  ${url}`, []);
}

/** The gate says no, in its own words: a finding. */
export function gateRefused(message: string): UserError {
  return new UserError("gate-refused", message, [], EXIT.finding);
}

/** A version lacks something, so that it is not even asked for. */
export function notApprovable(
  name: string,
  version: string,
  lacks: readonly { readonly requirement: string; readonly what: string; readonly fix: string }[],
): UserError {
  return new UserError(
    "not-approvable",
    `version ${version} of ${name} cannot be approved yet`,
    lacks.map(({ requirement, what, fix }) => ({
      code: requirement,
      where: `${name} ${version}`,
      needed: what,
      fix,
    })),
    EXIT.finding,
  );
}

/** What is there is not what the person looked at. */
export function notWhatWasShown(option: string, given: string, found: string): UserError {
  return new UserError(
    "not-what-was-shown",
    "the version is not what you looked at; nothing was approved",
    [
      {
        code: "not-what-was-shown",
        where: option,
        given,
        needed: `the digest of the version as it is now: ${found}`,
        fix: "look at it again with 'evidence status', then approve that",
      },
    ],
    EXIT.finding,
  );
}

/** An option of a command that talks to the gate is missing or wrong. */
export function gateOptionInvalid(
  option: string,
  given: string | undefined,
  needed: string,
  fix: string,
): UserError {
  return oneProblem(`${option} cannot be used`, {
    code: "gate-option-invalid",
    where: option,
    ...(given !== undefined && { given }),
    needed,
    fix,
  });
}

/** The person did not say yes. */
export function notConfirmed(what: string): UserError {
  return oneProblem("nothing was done", {
    code: "not-confirmed",
    where: what,
    needed: "a yes",
    fix: "run it again and answer y; without a terminal pass --yes",
  });
}
