import { Eta } from "eta";
import { htmlPage } from "../html/page";
import { LINKS } from "./link";
import type { ChainAnswer } from "./model";
import { asked, chainTitle, READ_FROM, VERDICT_WORDS } from "./text";

const templates = new Eta({ views: __dirname, autoEscape: true, autoTrim: false });

const GROUPS = [
  { title: "What was logged", ids: ["log-entry", "archive-object", "object-lock"] },
  {
    title: "Which model, and who let it in",
    ids: ["model-version", "run", "datasets", "risk-assessment", "approval", "gate-decision"],
  },
  { title: "How it was watched and carried", ids: ["monitors", "alerts", "risk-register", "infrastructure"] },
] as const;

/** The picture and what each link showed: headings begin at `h2`. */
function chainHtmlBody(answer: ChainAnswer): string {
  return templates.render("./chain", {
    ...answer,
    links: LINKS,
    words: VERDICT_WORDS,
    groups: GROUPS,
    chainTitle,
  });
}

/** The answer as a page that stands alone. */
export function chainHtml(answer: ChainAnswer): string {
  const { environment, system, read_from: from, outcome, chains, asked_at: at } = answer;
  return htmlPage({
    title: `The evidence chain: ${VERDICT_WORDS[outcome]}`,
    subject: system === undefined ? [environment] : [system, environment],
    about: `${asked(answer.question)}; read from ${READ_FROM[from]}. A link that is met was looked at and holds; it says nothing of what was not looked at.`,
    ...(chains.length > 1 && {
      contents: chains.map((chain, index) => ({ id: `chain-${index + 1}`, title: chainTitle(chain) })),
    }),
    body: chainHtmlBody(answer),
    footer: `Followed at ${at} by ai-act-evidence.`,
  });
}
