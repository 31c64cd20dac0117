import { errorFamilies, type ErrorFactory } from "./error-factories";
import { asPrinted } from "./markdown";

const LABELS = { given: "given:  ", needed: "needed: ", fix: "fix:    " } as const;

/** The page of all user faults, one section a family. */
export function errorsPage(folder: string): string {
  const families = errorFamilies(folder);
  const count = families.reduce((sum, { factories }) => sum + factories.length, 0);
  return [
    "# Errors",
    "Made by `npm run generate` from the factories in `errors/`; do not edit.",
    `${count} faults as they are printed; \`…\` stands for what depends on the case. Look for the code, which stands in brackets behind the
place. A command ends with 1 where input or environment are at fault, and with 2 where it is a finding: about evidence, or a gate
that says no. Whatever else is thrown is a fault of the program: it is printed with its stack and ends with 3.`,
    `Problems in configs have codes of their own and name file, line and field: [configuration](configuration.md). What a model version
lacks has the requirement as its code: [what production requires](../what-production-requires.md).`,
    ...families.flatMap(({ title, factories }) => [`## ${title}`, ...factories.map(section)]),
    "",
  ].join("\n\n");
}

function section({ codes, meaning, headline, problem, exitCode }: ErrorFactory): string {
  const { where, field } = problem;
  const place = [where ?? "…", ...(field === undefined ? [] : [field])].join(": ");
  const details = (["given", "needed", "fix"] as const).flatMap((name) =>
    problem[name] === undefined ? [] : [`    ${LABELS[name]}${problem[name]}`],
  );
  const lines = [
    ...(headline === undefined ? [] : [`evidence: ${headline}`]),
    `  ${place} [${codes.join(" / ")}]`,
    ...details,
  ];
  return [
    `### ${codes.join(" / ")}`,
    exitCode === 2 ? `${meaning} Ends with 2.` : meaning,
    asPrinted(lines.join("\n")),
  ].join("\n\n");
}
