import { dutiesOf, type Effect } from "../finding";
import { openFindings, type Review } from "../review";
import { approvals, brokenRules, changes, costs, digests, notCompared, waivers } from "./fact-sections";
import { countsByDuty, fixes, folded, lost, ofEffect, tablesByDuty } from "./finding-sections";
import { fit } from "./fit";
import { counted, dutyList } from "./words";

/** First line of every comment, by which the next run finds the one to replace. */
export const MARKER = "<!-- ai-act-evidence: plan review -->";

/** The code host takes 65,536 characters; what is left is for whoever puts the comment there. */
export const MOST_CHARACTERS = 65_000;

const CLOSING =
  "It says what resources are like by the rules of `docs/rules.md`, and not that anybody fulfils a duty. How to read and answer it: `docs/reviews/README.md`.";

/**
 * A review as a comment for a pull request: the verdict first, who must agree, a table a duty, all else folded. Texts
 * from plans and configs are escaped and notify nobody, save approvers. What there is no room for is cut from the least
 * important part on, and counted.
 *
 * @returns at most {@link MOST_CHARACTERS} UTF-16 code units, which is as many characters at most
 */
export function renderMarkdown(review: Review): string {
  const { findings, standing } = review;
  const head = `${MARKER}\n\n${verdict(review)}`;
  const sections = [
    approvals(review),
    brokenRules(review),
    countsByDuty(review),
    lost(review),
    tablesByDuty(review),
    waivers(review),
    costs(review),
    notCompared(review),
    fixes(review),
    folded(5, "Strengthens", ofEffect(findings, "strengthens")),
    folded(5, "As before: unmet, or cannot be told", standing),
    folded(7, "Neutral", ofEffect(findings, "neutral")),
    changes(review),
    digests(review),
  ];
  const frame = [head, CLOSING].join("\n\n\n\n").length + 1;
  return `${[head, fit(sections, MOST_CHARACTERS - frame), CLOSING].filter(Boolean).join("\n\n")}\n`;
}

/** The first sentence: which duties are weakened, or that it cannot be told, or that nothing is weakened. */
function verdict(review: Review): string {
  const open = openFindings(review);
  const said = (effect: Effect, verb: string, object = ""): readonly string[] => {
    const found = ofEffect(open, effect);
    const duties = dutyList(dutiesOf(found)) || "something";
    return found.length > 0 ? [`${verb} ${object}${duties}: ${counted(found.length, "change")}`] : [];
  };
  const { brokenRules: broken } = review;
  const waived = review.findings.length - open.length;
  const [first = "Weakens nothing", ...rest] = [
    ...said("weakens", "Weakens"),
    ...said("unknown", "Cannot tell", "for "),
    ...(broken.length > 0 ? [`Cannot tell: ${counted(broken.length, "rule")} failed`] : []),
  ];
  return [
    `**${first}**`,
    ...rest,
    ...said("strengthens", "Strengthens"),
    ...(waived > 0 ? [`Waived: ${counted(waived, "change")}`] : []),
  ].join(". ");
}
