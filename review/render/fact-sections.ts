import type { Waiver } from "../../rules";
import type { CostChange, Review, ReviewedChange } from "../review";
import { code, mention, prose, row } from "./escape";
import { details, leavingOut, list, type Section } from "./section";
import { counted, dutyList } from "./words";

const ATTRIBUTES_SHOWN = 12;

/** Who must agree: the only lines that notify anyone. */
export function approvals({ approvals: needed }: Review): Section {
  const rows = needed.map(
    ({ duties, approvers }) =>
      () =>
        approvers.length > 0
          ? `- ${dutyList(duties)}: ${approvers.map(mention).join(", ")}`
          : `- ${dutyList(duties)}: nobody is named; name approvers in the environment's \`approvals\``,
  );
  return list(1, "**Who must agree**", rows, "group of approvers");
}

/** Rules that failed: what they judge is not judged. */
export function brokenRules({ brokenRules: broken }: Review): Section {
  const rows = broken.map((rule) => () => `- ${code(rule)}`);
  return list(1, "**Rules that failed themselves: what they judge is not judged**", rows, "rule");
}

/** Waivers, each once, with what is to be known of it. */
export function waivers({ waivers: { used, expiring, expired } }: Review): Section {
  const state = (waiver: Waiver) =>
    [
      ...(used.includes(waiver) ? ["used"] : []),
      ...(expiring.includes(waiver) ? ["ends within 30 days"] : []),
      ...(expired.includes(waiver) ? ["**has expired**"] : []),
    ].join(", ");
  const rows = [...new Set([...expired, ...used, ...expiring])].map((waiver) => () => {
    const { rule, resource, expires, approver, reason } = waiver;
    return row(state(waiver), code(rule), code(resource), code(expires), prose(approver), prose(reason));
  });
  const head = `${row("State", "Rule", "Resource", "Until", "Agreed by", "Reason")}\n${"|---".repeat(6)}|\n`;
  return { ...list(3, "**Waivers**", rows, "waiver"), open: `**Waivers**\n\n${head}` };
}

/** What the change costs, or saves. */
export function costs({ costs: changes }: Review): Section {
  const title = "**Cost a month**, averaged over the retention (`evidence cost` has the assumptions)";
  const rows = changes.map((change) => () => `- ${prose(change.environment)}: ${costWords(change)}`);
  return list(4, title, rows, "environment");
}

function costWords({ beforeUsd, afterUsd }: CostChange): string {
  const [before, after] = [beforeUsd, afterUsd].map((each) =>
    each === undefined ? "no estimate" : usd(each),
  );
  if (beforeUsd === undefined || afterUsd === undefined) return `${before} -> ${after}`;
  const difference = afterUsd - beforeUsd;
  return `${before} -> ${after} (${difference < 0 ? "-" : "+"}${usd(Math.abs(difference))})`;
}

/** Dollars in words: a dollar sign before and after digits begins a formula on some hosts. */
const usd = (amount: number): string =>
  `${amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })} USD`;

/** What was not looked at. */
export function notCompared({ notCompared: lines }: Review): Section {
  const rows = lines.map((line) => () => `- ${prose(line)}`);
  return list(2, "**Not compared**", rows, "line");
}

/** Every change of every plan, by stack. */
export function changes({ plans }: Review): Section {
  const changed = plans.filter(({ changes: each }) => each.length > 0);
  const rows = changed.flatMap(({ stack, changes: each }, position) => {
    const head = `${position > 0 ? "\n" : ""}${code(stack)}\n\n${row("Action", "Resource", "Attributes")}\n|---|---|---|\n`;
    return each.map((change, index) => () => `${index === 0 ? head : ""}${changeRow(stack, change)}`);
  });
  const title = `Changes: ${rows.length} in ${counted(plans.length, "plan")}`;
  return { rank: 8, ...details(title), rows, leftOut: leavingOut(rows, "change") };
}

function changeRow(stack: string, { action, address, attributes, movedFrom }: ReviewedChange): string {
  const own = (text: string) => code(text.startsWith(`${stack}/`) ? text.slice(stack.length + 1) : text);
  const more = attributes.length - ATTRIBUTES_SHOWN;
  const details = [
    ...(movedFrom === undefined ? [] : [`from ${own(movedFrom)}`]),
    ...attributes.slice(0, ATTRIBUTES_SHOWN).map((attribute) => code(attribute, 80)),
    ...(more > 0 ? [`${more} more`] : []),
  ];
  return row(action, own(address), details.join(", "));
}

/** Which plans this is about, to the byte. */
export function digests({ plans }: Review): Section {
  const rows = plans.map(
    ({ stack, path, sha256, terraformVersion }) =>
      () =>
        `- ${code(stack)} ${code(sha256)} (${code(path)}, Terraform ${code(terraformVersion)})`,
  );
  const title = "Plans that were reviewed, with the SHA-256 of their JSON";
  return { rank: 6, ...details(title), rows, leftOut: leavingOut(rows, "plan") };
}
