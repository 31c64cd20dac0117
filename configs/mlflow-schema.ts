import { z } from "zod";
import { DEFAULTS } from "./defaults";
import { mlflowServiceSchema } from "./mlflow-service-schema";
import { breaks, EVEN_WHEN_OTHERS_FAIL } from "./rule";

/** In place of an address that exists only while something runs, as in the embedded world. */
export const AT_RUN_TIME = "at-run-time";

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$)/;

/** TLS, or this very machine: tokens and cookies go nowhere else. */
export function isTrustedAddress(url: string): boolean {
  return URL.canParse(url) && (url.startsWith("https://") || LOOPBACK.test(url)) && !/[?#@]/.test(url);
}

/** An address that tokens or cookies depend on: TLS, or this very machine. */
const address = (whatElse: string) =>
  z.union([
    z.literal(AT_RUN_TIME),
    z.url().refine(isTrustedAddress, {
      error: () => `https://…, or http:// on 127.0.0.1; no query, fragment or login in it${whatElse}`,
    }),
  ]);

/** As an identity provider spells it: compared letter by letter. */
const name = z
  .string()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}+$/u, "one line without control characters");

const groups = z.array(name).default([]);

const roles = z
  .strictObject({
    reader: groups.describe("Groups that may read everything in MLflow."),
    trainer: groups.describe(
      "Groups that may train: write runs, models and artifacts, and register versions.",
    ),
    service: groups.describe(
      "Groups of service accounts. They may train and promote. A member is a program, whatever other groups it has, and never approves.",
    ),
    approver: groups.describe("Groups of people who may approve a version for production: four eyes."),
  })
  .superRefine((value, ctx) => {
    for (const group of value?.approver ?? [])
      if (value.service?.includes(group))
        breaks(ctx, group, ["approver"], {
          rule: "a-program-never-approves",
          needed: "no group that roles.service has, too: its members are programs",
          fix: "give people who approve a group of their own",
        });
  }, EVEN_WHEN_OTHERS_FAIL)
  .describe(
    "Groups of the identity provider, by what their members may do. Who is in none of them is refused.",
  );

const services = z
  .strictObject({
    clients: z
      .array(name)
      .default([])
      .describe(
        "Client ids of programs that get tokens for themselves (client credentials). They need no group.",
      ),
    claims: z
      .array(z.strictObject({ name, is: name }))
      .default([])
      .describe("Claims that mark a token as a program's, for example `idtyp` is `app`."),
  })
  .prefault({})
  .describe(
    "What marks a program, besides the groups of roles.service and a token whose subject is its client.",
  );

const signIn = z
  .strictObject({
    clientId: name.describe(
      "Public client (PKCE, no secret) with redirect address <publicUrl>/evidence/callback.",
    ),
    scopes: z
      .array(name)
      .min(1)
      .default([...DEFAULTS.gate.scopes])
      .describe("Scopes asked for. `openid` must be among them."),
    audienceBy: z
      .enum(["scope", "resource", "audience"])
      .default(DEFAULTS.gate.audienceBy)
      .describe(
        "How the identity provider is told the audience: by one of the scopes (Entra ID, Okta, Keycloak), by parameter `resource` (RFC 8707) or `audience`.",
      ),
    sessionMinutes: z
      .int()
      .min(5)
      .max(480)
      .default(DEFAULTS.gate.sessionMinutes)
      .describe("How long a browser stays signed in. A group that is taken away works until then."),
  })
  .superRefine((value, ctx) => {
    if (!Array.isArray(value?.scopes) || value.scopes.includes("openid")) return;
    breaks(ctx, value.scopes.join(" "), ["scopes"], {
      rule: "sign-in-asks-who",
      needed: "`openid` among the scopes: without it nobody says who signed in",
      fix: "add openid",
    });
  }, EVEN_WHEN_OTHERS_FAIL)
  .describe("Sign-in of browsers: authorization code with PKCE.");

const identity = z
  .strictObject({
    issuer: address("; exactly as claim `iss` of its tokens").describe(
      "Issuer of the identity provider (OpenID Connect). Its keys are found by discovery.",
    ),
    audience: name.describe("Claim `aud` of the access tokens that are for the gate."),
    clients: z
      .array(name)
      .min(1)
      .optional()
      .describe(
        "Client ids whose tokens are taken (`azp`, `client_id`). Left out, those of all clients that get a token with this audience.",
      ),
    claims: z
      .strictObject({
        groups: name
          .default(DEFAULTS.gate.claims.groups)
          .describe("Claim with the groups; with dots for one inside another (`realm_access.roles`)."),
        name: name
          .default(DEFAULTS.gate.claims.name)
          .describe("Claim with the name that is stamped on runs; best a pseudonym, for it is kept."),
      })
      .prefault({}),
    roles,
    services,
    personClaim: name
      .optional()
      .describe(
        "A claim that tokens of people have and those of programs never. With it, a token that lacks it is a program's.",
      ),
    maxTokenAgeMinutes: z
      .int()
      .min(5)
      .max(7 * 1440)
      .default(DEFAULTS.gate.maxTokenAgeMinutes)
      .describe("Age above which a token is refused, whatever its `exp` says."),
    signIn,
  })
  .superRefine((value, ctx) => {
    const clientId = value?.signIn?.clientId;
    if (clientId === undefined || clientId !== value.audience) return;
    breaks(ctx, clientId, ["audience"], {
      rule: "audience-is-no-client",
      needed:
        "an audience other than signIn.clientId: ID tokens have the client as audience, and would pass as access tokens",
      fix: "register the gate's API apart from its sign-in client",
    });
  }, EVEN_WHEN_OTHERS_FAIL)
  .describe(
    "Who may come in, and as what. The gate believes tokens of this issuer, and nothing a client says.",
  );

/** MLflow and the gate before it, of one environment. */
export const mlflow = z
  .strictObject({
    publicUrl: address("")
      .refine((url) => url === AT_RUN_TIME || new URL(url).pathname === "/", {
        error: () => "an address without a path: MLflow's own paths follow it",
      })
      .describe("Address of the gate as browsers and clients see it."),
    identity,
    service: mlflowServiceSchema.optional(),
  })
  .describe("MLflow, and the gate that is the only way to it. Left out, the environment has neither.");
