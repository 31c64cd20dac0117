import { DATE_READ, type AskedElement } from "../../regulation";
import { bullets, code, sentence, table } from "../markdown";
import { counted } from "./counted";
import type { DocumentElement, GeneratedDocument } from "./document";
import type { DocumentsInput } from "./input";
import type { Part, Said } from "./said";

/** What a document is made of, before it is written out. */
export interface Plan {
  readonly name: string;
  readonly title: string;
  /** What it is, and what it is not: Markdown. */
  readonly about: string;
  readonly parts: readonly Part[];
  /** Whether what is asked for is asked of the provider alone. */
  readonly ofProvider?: true;
}

const STATES = { present: "here", missing: "**missing**" } as const;
const BY_REFERENCE = "by reference: ";

/** Writes a document out: whose it is, what is asked and where it stands, its parts, and what the law was read in. */
export function compose(plan: Plan, input: DocumentsInput): GeneratedDocument {
  const elements = plan.parts.flatMap(({ title, says }) => says.flatMap((said) => elementsOf(said, title)));
  const asked = plan.parts.flatMap(({ says }) => says.flatMap((said) => said.elements));
  const blocks = [
    `# ${plan.title}`,
    plan.about,
    MADE,
    ...(plan.ofProvider && input.system.regulatory.role === "deployer" ? [OF_THE_PROVIDER] : []),
    ...(input.system.documentation?.example ? [EXAMPLE] : []),
    table(["About", "What the config says"], aboutOf(input)),
    ...(elements.length > 0
      ? ["## What is asked for, and where it stands", tally(elements), asking(asked, elements)]
      : []),
    ...plan.parts.flatMap(({ title, says }) => [`## ${title}`, ...says.map(bodyOf)]),
    ...(asked.length > 0 ? ["## Where the law was read", sources(asked)] : []),
  ];
  return {
    name: plan.name,
    title: plan.title,
    subject: [input.system.id, input.environment.id],
    markdown: `${blocks.join("\n\n")}\n`,
    elements,
  };
}

const MADE =
  "Made by `evidence documents` from the config, the synthesized stacks (what `cdktf deploy` deploys) and, where they were given, " +
  "the records; do not edit. It says what is declared and recorded. Whether a duty is met is for people to judge.";

const OF_THE_PROVIDER =
  "**This is asked of the provider.** Our role for this system is deployer: what stands here is what we know, and what is missing is with the provider.";

const EXAMPLE =
  "**Example:** the facts that the config states for this document (`documentation`) were made up to show it. They are those of no real system.";

function aboutOf({ system, environment }: DocumentsInput): string[][] {
  const { regulatory, documentation } = system;
  return [
    ["AI system", `${sentence(system.title)} (${code(system.id)}), version ${code(system.version)}`],
    ...(system.status === "retired" ? [["Status", "retired"]] : []),
    ["Environment", `${sentence(environment.title)} (${code(environment.id)})`],
    [
      "Provider",
      documentation?.provider === undefined ? "not named in the config" : sentence(documentation.provider),
    ],
    ["Our role", sentence(regulatory.role.replaceAll("-", " "))],
    ["Annex III", `point ${sentence(regulatory.annexIII)}`],
    ["Intended purpose", sentence(regulatory.intendedPurpose)],
    ["Registered model", code(system.registeredModel)],
    [
      "Placed on the market, or put into service",
      regulatory.placedOnMarket === "unknown-yet" ? "not known yet" : regulatory.placedOnMarket,
    ],
    ["Member States", regulatory.memberStates.join(", ")],
    ["Authority", regulatory.authority === "unknown-yet" ? "not known yet" : sentence(regulatory.authority)],
  ];
}

function elementsOf(said: Said, title: string): DocumentElement[] {
  const note = said.is === "missing" ? said.because : `${said.byReference ? BY_REFERENCE : ""}in "${title}"`;
  return said.elements.map(({ ref, asked }) => ({ ref, asked, state: said.is, note }));
}

function tally(elements: readonly DocumentElement[]): string {
  const of = (state: DocumentElement["state"]) => elements.filter((each) => each.state === state).length;
  const referred = elements.filter(({ note }) => note.startsWith(BY_REFERENCE)).length;
  return (
    `Of ${counted(elements.length, "thing")} asked for, ${of("present")} stand here, and ${of("missing")} are listed as missing. ` +
    (referred > 0
      ? `Of ${referred} only the name of the document that holds it stands here ("by reference"). `
      : "") +
    `"Here" says that something stands there, and not that it suffices.`
  );
}

function asking(asked: readonly AskedElement[], elements: readonly DocumentElement[]): string {
  return table(
    ["Asked for", "Place", "State", "Where it stands, or who supplies it"],
    elements.map(({ asked: text, state, note }, index) => [text, placeOf(asked[index]), STATES[state], note]),
  );
}

const placeOf = (element: AskedElement | undefined): string =>
  element?.source.citation.replace("Regulation (EU) 2024/1689, ", "") ?? "";

function bodyOf(said: Said): string {
  if (said.is === "present") return said.body;
  const asked = said.elements.map(({ asked }) => asked).join(" ");
  return [`**Missing: ${asked}** ${said.because}`, said.body].filter((block) => block !== "").join("\n\n");
}

function sources(asked: readonly AskedElement[]): string {
  const citations = new Set(asked.map(({ source }) => source.citation));
  const readIn = new Set(asked.flatMap(({ source }) => source.quotedFrom ?? []));
  return [
    `What the law asks is told in our own words; its text prevails. Read on ${DATE_READ}${readIn.size > 0 ? ` in ${[...readIn].join("; ")}` : ""}:`,
    bullets([...citations]),
  ].join("\n\n");
}
