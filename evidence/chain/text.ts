import { LINKS } from "./link";
import type { Chain, ChainAnswer, ChainLink, ChainQuestion, LinkVerdict } from "./model";

/** How people read a verdict. */
export const VERDICT_WORDS: Readonly<Record<LinkVerdict, string>> = {
  met: "met",
  broken: "broken",
  missing: "missing",
  "cannot-tell": "cannot tell",
};

const SIGNS: Readonly<Record<LinkVerdict, string>> = {
  met: "✓",
  broken: "✗",
  missing: "○",
  "cannot-tell": "?",
};

/** Facts of one link that a terminal shows; the JSON and the page have all. */
const SHOWN_FACTS = 12;

/** The answer as a tree for a terminal. Plain text; what stands in a fact or a reason stays in its line. */
export function chainText(answer: ChainAnswer): string {
  const { chains, not_followed: others, outcome, read_from: from } = answer;
  return [
    `${asked(answer.question)} in ${answer.environment}${answer.system === undefined ? "" : `, system ${answer.system}`}`,
    `read from ${READ_FROM[from]}, ${answer.asked_at}: ${VERDICT_WORDS[outcome]}`,
    ...chains.flatMap(treeOf),
    ...(others > 0
      ? [
          "",
          `${others} more entries answer; they are like those that were followed, name no model, or are more kinds than are followed.`,
        ]
      : []),
  ].join("\n");
}

export const READ_FROM: Readonly<Record<ChainAnswer["read_from"], string>> = {
  live: "the vault and MLflow",
  vault: "the vault alone",
  bundle: "a bundle alone",
};

/** The question in words. */
export function asked(question: ChainQuestion): string {
  switch (question.by) {
    case "event":
      return `event ${question.event}`;
    case "input":
      return `input ${question.digest}`;
    case "case":
      return `case ${question.digest}`;
    case "version":
      return `${question.model} version ${question.version}`;
    case "period":
      return "every model version";
  }
}

/** What a chain is of. */
export function chainTitle({ event, model }: Chain): string {
  const version = model === undefined ? "no model version" : `${model.name} version ${model.version}`;
  return event === undefined ? version : `${event.type} ${event.id} of ${event.time}, ${version}`;
}

function treeOf(chain: Chain): string[] {
  return [
    "",
    `${chainTitle(chain)}: ${VERDICT_WORDS[chain.outcome]}`,
    ...chain.links.flatMap((link, index) => branch(link, index === chain.links.length - 1)),
  ];
}

function branch({ id, verdict, reason, facts, sources }: ChainLink, last: boolean): string[] {
  const rail = last ? "   " : "│  ";
  const more = facts.length - SHOWN_FACTS;
  return [
    `${last ? "└─ " : "├─ "}${SIGNS[verdict]} ${LINKS[id].title}: ${VERDICT_WORDS[verdict]}`,
    `${rail}  ${oneLine(reason)}`,
    ...facts.slice(0, SHOWN_FACTS).map(({ label, value }) => `${rail}    ${oneLine(`${label}: ${value}`)}`),
    ...(more > 0 ? [`${rail}    and ${more} more`] : []),
    ...sources.map(
      ({ where, sha256 }) =>
        `${rail}    from ${oneLine(where)}${sha256 === undefined ? "" : ` (SHA-256 ${sha256})`}`,
    ),
  ];
}

/** Who wrote a tag or a name must not be able to write a line of the tree. */
const oneLine = (text: string): string =>
  text.replace(/[\r\n\u2028\u2029\u0085]/g, (end) => `\\u{${end.charCodeAt(0).toString(16)}}`);
