import { z } from "zod";
import { gateSettingsUnusable } from "../errors";
import { SESSION_KEYS_VARIABLE } from "./identity";

/** Variables of the environment that the gate reads. What is secret comes this way: options are seen by every process. */
export const VARIABLES = {
  state: "EVIDENCE_GATE_STATE",
  sessionKeys: SESSION_KEYS_VARIABLE,
  datadogApiKey: "DD_API_KEY",
} as const;

const address = z.string().refine(isOrigin, {
  error: "an address such as http://127.0.0.1:5000, without a path (MLflow runs without --static-prefix)",
});
const place = z.string().min(1);

const schema = z.strictObject({
  /** Id of the environment whose gate this is. */
  environment: place,
  /** Folder of systems/, environments/ and thresholds/. */
  configs: place,
  /** Where MLflow listens, for the gate alone. */
  mlflow: address,
  host: place,
  port: z.coerce.number<string>({ error: "a port" }).int({ error: "a port" }).min(0).max(65_535),
  /** `postgres://...`, or a folder for one gate task alone. */
  state: place,
  /** Folder that stands in for the environment's vault. */
  vault: place.optional(),
  /** Role with which vault and key are used; the process's own rights when left out. */
  vaultRole: z
    .string()
    .regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/, "the ARN of an IAM role")
    .optional(),
  /** Starts although vault, key or key ring cannot be used yet; until then nothing goes to production. */
  vaultMayComeLater: z.boolean().default(false),
  /** PEM file, or `kms:` and a key; the environment's key for the gate when left out. */
  signingKey: place.optional(),
  /** Key ring: which keys readers of the records rely on. */
  keys: place,
  /** Where the environment's file says `at-run-time`. */
  issuer: place.optional(),
  publicUrl: place.optional(),
  /** File that `evidence thresholds --out` wrote. */
  provenance: place.optional(),
  sessionKeys: place,
  datadogApiKey: place.optional(),
  /** Datadog's API; that of the environment's site when left out. */
  datadogApi: address.optional(),
});

export type GateSettings = z.output<typeof schema>;

/** How each setting is given, for messages. */
const GIVEN_BY: Partial<Record<keyof GateSettings, string>> = {
  state: `--state or ${VARIABLES.state}`,
  sessionKeys: VARIABLES.sessionKeys,
  datadogApiKey: VARIABLES.datadogApiKey,
};
const SECRET = new Set(["state", "sessionKeys", "datadogApiKey"]);

/**
 * @param options of the command line
 * @param variables of the process
 * @throws UserError naming every setting that is missing or cannot be used
 */
export function gateSettings(
  options: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, string | undefined>>,
): GateSettings {
  const given: Record<string, unknown> = {
    state: variables[VARIABLES.state],
    sessionKeys: variables[VARIABLES.sessionKeys],
    datadogApiKey: variables[VARIABLES.datadogApiKey],
    ...options,
  };
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  throw gateSettingsUnusable(
    read.error.issues.map(({ path, message }) => {
      const name = String(path[0] ?? "");
      const value = given[name];
      return {
        setting: GIVEN_BY[name as keyof GateSettings] ?? `--${kebab(name)}`,
        ...(value !== undefined && !SECRET.has(name) && { given: String(value) }),
        needed: value === undefined ? "a value" : message,
      };
    }),
  );
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search } = new URL(text);
  return ["http:", "https:"].includes(protocol) && pathname === "/" && search === "";
}
