import { FOUND_TYPES, NOT_FOUND_BY_NAME } from "./inventory/import-ids";
import { KNOWN_DIFFERENCES, MIRRORS, type KnownDifference } from "./known-differences";

const KINDS: Readonly<Record<KnownDifference["kind"], string>> = {
  unset: "zero, false, empty and nothing mean the same",
  unordered: "the order means nothing",
  "terraform-only": "nothing was read back",
};

/** The page of all tables, with its path from the repository root. */
export const generatedFiles = [{ path: "docs/drift-tables.md", content: page() }];

function page(): string {
  return [
    "# Drift: the tables",
    "Made by `npm run generate` from the tables themselves; do not edit. What they are for: [drift.md](drift.md).",
    "## Differences that mean nothing",
    `For every attribute: two empty values (null, an empty text, list or block) mean the same, and so do JSON documents in another
layout; in a policy of IAM one item and a list of one, the order of lists and statements, and the case of actions mean nothing.
Beside that, and nowhere else:`,
    table(
      ["Attribute", "What means the same", "Why", "Source"],
      KNOWN_DIFFERENCES.map(({ type, path, kind, why, source }) => [
        `\`${type}.${path}\``,
        KINDS[kind],
        why,
        `<${source}>`,
      ]),
    ),
    "## Attributes that repeat a resource of its own",
    `While that resource is told of by itself. Where one attribute repeats several, each item must be one of theirs: what somebody
added stays a change.`,
    table(
      ["Attribute", "Repeats", "Item by item"],
      MIRRORS.map(({ type, path, of, each, eachOf }) => [
        `\`${type}.${path}\``,
        `\`${of}\``,
        (each ?? eachOf) ? "yes" : "no",
      ]),
    ),
    "## What an inventory finds",
    FOUND_TYPES.map((type) => `- \`${type}\``).join("\n"),
    "## What an inventory does not find",
    "Listed as not looked at, and taken to be as declared. Look at these through the state.",
    table(
      ["Type", "Why"],
      Object.entries(NOT_FOUND_BY_NAME).map(([type, why]) => [`\`${type}\``, why]),
    ),
    "",
  ].join("\n\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
