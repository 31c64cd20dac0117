import { undeclared } from "../facts/stacks";
import { secrets } from "../facts/stores";
import { any, flag, number, text } from "../reading";
import type { ResourceSet } from "../resource-set";
import { holds, judging, notApplicable, unmet } from "../rule";
import { Unresolved } from "../values";

const PASSWORD = "aws_secretsmanager_random_password.";
/** What AWS takes where nothing is written, and enough against guessing: 190 bits of letters and digits. */
const CHARACTERS = 32;
/** Kinds of characters that have to be among them. Marks may not: no login's URI would be read. */
const LEFT_OUT = ["exclude_lowercase", "exclude_uppercase", "exclude_numbers"];

export const secretRandom = judging({
  id: "secret-random",
  duties: ["Art78", "Art17(1)"],
  title: "The values of secrets cannot be guessed",
  why: "Sessions at the gate, and the database behind it, are as strong as the weakest of these texts.",
  fix: `Make it of ${CHARACTERS} characters at least, letters of both kinds and digits, no marks, another for each secret.`,
  measure: { name: "characters of the shortest", unit: "characters", better: "higher" },
  subjects: (set) => {
    const holders = new Set(secrets(set).map(({ stack }) => stack));
    return set.stacks.filter(({ name }) => holders.has(name));
  },
  judge({ name, ephemeral }, set) {
    if (ephemeral === undefined) return undeclared(set, name);
    const passwords = Object.entries(ephemeral).flatMap(([address, values]) =>
      address.startsWith(PASSWORD) ? [{ address, values }] : [],
    );
    if (passwords.length === 0) return notApplicable("no random text is made here");
    const few = passwords.filter(
      (each) =>
        LEFT_OUT.some((kind) => flag(each, kind, false)) || text(each, "exclude_characters") !== undefined,
    );
    if (few.length > 0)
      return unmet(`of few kinds of characters: ${few.map(({ address }) => address).join(", ")}`);
    const escaped = passwords.filter((each) => !flag(each, "exclude_punctuation", false));
    if (escaped.length > 0)
      return unmet(
        `with marks that a URI has to escape: ${escaped.map(({ address }) => address).join(", ")}`,
      );
    const shared = passwords.filter(({ address }) => usersOf(set, `${name}/ephemeral.${address}`) > 1);
    if (shared.length > 0)
      return unmet(`the same in several secrets: ${shared.map(({ address }) => address).join(", ")}`);
    const least = Math.min(...passwords.map((each) => number(each, "password_length") ?? CHARACTERS));
    return holds(
      least >= CHARACTERS,
      `of ${least} characters at least`,
      `of ${least} characters, ${CHARACTERS} at the least`,
      least,
    );
  },
});

/** How many secrets' values are made of a random text, as far as expressions show: plans show none of a write-only value. */
const usersOf = (set: ResourceSet, password: string): number =>
  set
    .ofType("aws_secretsmanager_secret_version")
    .map((version) => any(version, "secret_string_wo"))
    .filter(
      (value) => value instanceof Unresolved && value.references.some((each) => each.address === password),
    ).length;
