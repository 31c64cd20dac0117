import { AT_RUN_TIME, isTrustedAddress, type Environment } from "../../configs";
import {
  gateAddressMissing,
  gateAddressNotTrusted,
  gateWithoutMlflowBlock,
  sessionKeysUnusable,
} from "../../errors";
import type { GateRole } from "../principal";

/** What the gate believes of whom. */
export interface IdentitySettings {
  /** Claim `iss` of the tokens, letter by letter; their keys are found below it. */
  readonly issuer: string;
  /** Claim `aud` of access tokens. Never a client id. */
  readonly audience: string;
  /** Clients whose tokens are taken; those of every client when absent. */
  readonly clients?: readonly string[] | undefined;
  readonly claims: { readonly groups: string; readonly name: string };
  /** Groups by the role they give. */
  readonly roles: Readonly<Record<GateRole, readonly string[]>>;
  readonly services: {
    readonly clients: readonly string[];
    readonly claims: readonly { readonly name: string; readonly is: string }[];
  };
  /** A claim without which a token is a program's. */
  readonly personClaim?: string | undefined;
  readonly maxTokenAgeSeconds: number;
  readonly signIn: SignInSettings;
  /** @default the time of day */
  readonly now?: () => Date;
}

/** How browsers sign in. */
export interface SignInSettings {
  readonly clientId: string;
  /** Origin of the gate as browsers see it. */
  readonly publicUrl: string;
  readonly scopes: readonly string[];
  readonly audienceBy: "scope" | "resource" | "audience";
  readonly sessionSeconds: number;
  /** 32 bytes each. All open a session, the first one closes it. */
  readonly sessionKeys: readonly Uint8Array[];
}

/** What no file says. */
export interface RunTimeIdentity {
  /** Where the environment's file says `at-run-time`. */
  readonly issuer?: string | undefined;
  /** Where the environment's file says `at-run-time`. */
  readonly publicUrl?: string | undefined;
  /** Variable {@link SESSION_KEYS_VARIABLE}: a secret, the same for all gate tasks. */
  readonly sessionKeys?: string | undefined;
}

/** Keys of sign-in sessions: 32 random bytes each, in base64, separated by commas, newest first. */
export const SESSION_KEYS_VARIABLE = "EVIDENCE_GATE_SESSION_KEYS";

/**
 * Settings from an environment's block `mlflow:`, completed with what only the run knows. An address that the file has
 * cannot be changed by an option: whoever starts the gate would choose whom it believes.
 * @throws UserError for what is missing or given twice
 */
export function identitySettings(
  environment: Pick<Environment, "id" | "mlflow">,
  run: RunTimeIdentity,
): IdentitySettings {
  const { id, mlflow } = environment;
  if (!mlflow) throw gateWithoutMlflowBlock(id);
  const { claims, roles, services, personClaim, audience, clients, maxTokenAgeMinutes, signIn } =
    mlflow.identity;
  return {
    issuer: addressOf(id, "mlflow.identity.issuer", mlflow.identity.issuer, run.issuer),
    audience,
    clients,
    claims,
    roles,
    services,
    personClaim,
    maxTokenAgeSeconds: maxTokenAgeMinutes * 60,
    signIn: {
      clientId: signIn.clientId,
      publicUrl: new URL(addressOf(id, "mlflow.publicUrl", mlflow.publicUrl, run.publicUrl)).origin,
      scopes: signIn.scopes,
      audienceBy: signIn.audienceBy,
      sessionSeconds: signIn.sessionMinutes * 60,
      sessionKeys: sessionKeysOf(run.sessionKeys),
    },
  };
}

function addressOf(environment: string, field: string, declared: string, given: string | undefined): string {
  if ((declared === AT_RUN_TIME) !== (given !== undefined))
    throw gateAddressMissing(environment, field, declared, given);
  if (given !== undefined && !isTrustedAddress(given)) throw gateAddressNotTrusted(field, given);
  return given ?? declared;
}

function sessionKeysOf(text: string | undefined): readonly Uint8Array[] {
  const keys = (text ?? "").split(",").map((key) => Buffer.from(key.trim(), "base64"));
  if (keys.some((key) => key.length !== 32)) throw sessionKeysUnusable(SESSION_KEYS_VARIABLE);
  return keys;
}
