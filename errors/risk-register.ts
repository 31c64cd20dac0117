/** Faults around the risk register (Art 9). */
import { oneProblem, type UserError } from "./user-error";

/** The environment names no register, or one that keeps its entries by itself. */
export function riskRegisterKeepsItself(environment: string, named: boolean): UserError {
  return oneProblem("there is no register here to keep entries in", {
    code: "risk-register-keeps-itself",
    where: `configs/environments/${environment}.yaml`,
    given: named ? "riskRegister without `into`" : "no riskRegister",
    needed: "riskRegister.into with kind jira or confluence",
    fix: "add it (docs/risk-register.md); without it what listens at riskRegister.url keeps the entries itself",
  });
}

/** What a sender must have is not there, or could be guessed. */
export function riskRegisterTokenUnusable(given: string | undefined): UserError {
  return oneProblem("the door of the risk register would be open to everybody", {
    code: "risk-register-token-unusable",
    where: "RISK_REGISTER_TOKEN",
    given: given === undefined ? "not set" : `${given.length} characters`,
    needed: "at least 24 characters: the value of the custom variable of Datadog's webhooks",
    fix: "make one (openssl rand -base64 32), and set it here and in Datadog (docs/risk-register.md)",
  });
}

/** Something else listens where the door should. */
export function riskRegisterCannotListen(where: string, given: string): UserError {
  return oneProblem("the door of the risk register cannot listen", {
    code: "risk-register-cannot-listen",
    where,
    given,
    needed: "an address of this machine and a free port",
    fix: "choose another --port, or end what listens there",
  });
}

/** An option that cannot be read. */
export function riskRegisterOptionInvalid(option: string, given: string, needed: string): UserError {
  return oneProblem(`${option} cannot be read`, {
    code: "risk-register-option-invalid",
    where: option,
    given,
    needed,
    fix: "see evidence risk-register --help",
  });
}

/** The alerts were not read, or not all. */
export function alertsUnread(where: string, given: string): UserError {
  return oneProblem("the alerts cannot be read, so that nobody knows what the register lacks", {
    code: "alerts-unread",
    where,
    given,
    needed: "Datadog's events of the period, or their copies in the vault",
    fix: "run it again; `--source vault` reads what `evidence snapshot monitoring` copied",
  });
}
