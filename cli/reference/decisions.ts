import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The list of decisions, from the first lines of their pages. @param folder docs/adr */
export function decisionsPage(folder: string): string {
  const decisions = readdirSync(folder)
    .filter((name) => /^\d{4}-.*\.md$/.test(name))
    .sort()
    .map((name) => decision(name, readFileSync(join(folder, name), "utf8")));
  return [
    "# Decisions",
    "Made by `npm run generate` from the pages themselves; do not edit.",
    `Why it is built so: one page each, with what else was thought of and what follows. A decision that no longer holds is replaced by a
new one, never rewritten.`,
    decisions.join("\n"),
    "",
  ].join("\n\n");
}

/** @throws Error when the page does not begin as the others do */
function decision(name: string, text: string): string {
  const [, number, title] = /^# (\d+)\. (.+)\n/.exec(text) ?? [];
  if (number === undefined || Number(number) !== Number(name.slice(0, 4)))
    throw new Error(`docs/adr/${name} must begin with "# ${Number(name.slice(0, 4))}. " and its title`);
  return `- ${number}: [${title}](${name})`;
}
