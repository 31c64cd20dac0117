import { isSecretName, SECRET_TEXTS, snakeCase } from "../records/secrets";

/** Fields that are not copied, whatever they hold, by their names in any spelling of words. */
const FIELDS: readonly (readonly [name: RegExp, why: string])[] = [
  [/^(?:custom_?headers|headers|authorization|cookies?|set_cookie)$/, "headers may carry tokens"],
  // An audit event tells who changed what. Where that person sat is employee data that no duty asks for.
  [/^(?:ip|client_ip|geoip|geo)$/, "where somebody was is not needed to tell what they did"],
];

/** Texts that let somebody in, besides those no record takes. */
const TEXTS: readonly (readonly [what: string, form: RegExp])[] = [
  ...SECRET_TEXTS,
  [
    "a secret in an address",
    /[?&](?:api_?key|app(?:lication)?_key|access_token|token|sig|signature)=[^&\s"'<>]+/i,
  ],
  ["an address that is its own key", /\bhooks\.slack\.com\/(?:services|workflows)\/[\w/]+/],
  ["an address that is its own key", /\b[\w-]+\.webhook\.office\.com\/\S+/],
];

/** A value without what must not be copied, and how often something was left out of it. */
export interface WithoutSecrets {
  readonly value: unknown;
  readonly leftOut: number;
}

/**
 * Takes out of what Datadog answered what lets somebody in, or tells where somebody was. What is taken out is replaced by
 * words that say why. A guard by names and forms: it does not know every secret's form.
 *
 * @param known texts that are secret for certain: the keys Datadog was asked with
 */
export function withoutSecrets(value: unknown, known: readonly string[]): WithoutSecrets {
  let leftOut = 0;
  const instead = (why: string): string => {
    leftOut++;
    return `[left out: ${why}]`;
  };
  const ofText = (text: string): string => {
    let kept = text;
    for (const key of known)
      if (key !== "" && kept.includes(key)) kept = kept.replaceAll(key, () => instead("a key of Datadog"));
    for (const [what, form] of TEXTS)
      kept = kept.replaceAll(new RegExp(form, `${form.flags}g`), () => instead(what));
    return kept;
  };
  const ofField = (name: string, inner: unknown): unknown => {
    const spelled = snakeCase(name);
    const field = FIELDS.find(([form]) => form.test(spelled));
    if (field !== undefined && inner !== null && inner !== "") return instead(field[1]);
    if (typeof inner === "string" && inner !== "" && isSecretName(name))
      return instead("text in a field of this name");
    return of(inner);
  };
  const of = (one: unknown): unknown => {
    if (typeof one === "string") return ofText(one);
    if (Array.isArray(one)) return one.map(of);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(
      Object.entries(one).map(([name, inner]) => [ofText(name), ofField(name, inner)]),
    );
  };
  const kept = of(value);
  return { value: kept, leftOut };
}
