/** Who there is at the issuer of the embedded world. Logins are pseudonyms: nobody's name is kept with what they did. */
export interface Account {
  readonly login: string;
  /** Never changes and is never given to somebody else, unlike a login. */
  readonly subject: string;
  readonly groups: readonly string[];
}

export const PEOPLE: readonly Account[] = [
  { login: "anna", subject: "p-5d1f0c", groups: ["ml-engineers"] },
  { login: "ben", subject: "p-81a2e4", groups: ["ml-approvers", "credit-release-approvers"] },
  { login: "cora", subject: "p-c93b77", groups: ["ml-approvers", "credit-release-approvers"] },
  { login: "dan", subject: "p-2e60d8", groups: ["ml-readers"] },
  // May train and may approve, never the same version.
  {
    login: "emil",
    subject: "p-f4479a",
    groups: ["ml-engineers", "ml-approvers", "credit-release-approvers"],
  },
  // Of the house, but in no group.
  { login: "fred", subject: "p-07cb3e", groups: [] },
];

/** A program that trains, with a secret of its own. It opens nothing but this world. */
export const PROGRAM = {
  clientId: "ci-trainer",
  clientSecret: "sandbox-ci-trainer-secret",
  groups: ["ml-programs"],
} as const;

/** The gate's client in browsers, as configs/environments/sandbox.yaml names it. */
export const BROWSER_CLIENT = "mlflow-browser";

/** Whom the access tokens are for, as configs/environments/sandbox.yaml names it. */
export const AUDIENCE = "https://mlflow.sandbox.example.org";

export const personOfLogin = (login: unknown): Account | undefined =>
  PEOPLE.find((person) => person.login === login);

export const personOfSubject = (subject: string | undefined): Account | undefined =>
  PEOPLE.find((person) => person.subject === subject);
