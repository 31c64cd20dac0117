/** Names of fields whose text would be a secret. */
const SECRET_NAME =
  /(?:^|_)(?:password|passwd|passphrase|secret|token|api_?key|access_?key|private_?key|credentials?)$/;

/** Texts that are a secret, or hold one, whatever their field is called. */
export const SECRET_TEXTS: readonly (readonly [what: string, form: RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["an AWS access key id", /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  ["a JSON Web Token", /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\./],
  ["a token of a code host", /\b(?:gh[pousr]_|github_pat_|glpat-)\w{16,}/],
  ["a URL with a password", /\/\/[^/\s:@]+:[^/\s:@]+@/],
];

/** A place in a JSON value where a secret seems to be; never the secret. */
export interface SecretFound {
  readonly field: string;
  readonly what: string;
}

/**
 * Looks for secrets in a JSON value, by the names of fields and the forms of texts. A guard against mistakes, for a
 * record stays for years: it does not know every secret's form, and what it passes may still hold one.
 */
export function findSecret(value: unknown, field = ""): SecretFound | undefined {
  if (typeof value === "string") {
    if (value !== "" && isSecretName(field.slice(field.lastIndexOf(".") + 1)))
      return { field, what: "text in a field of this name" };
    const known = SECRET_TEXTS.find(([, form]) => form.test(value));
    return known && { field, what: known[0] };
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = findSecret(inner, field === "" ? name : `${field}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether text in a field of this name would be a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(snakeCase(name));
}

/** A field's name in the spelling that names are compared in. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toLowerCase();
}
