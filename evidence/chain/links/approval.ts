import { CREATED_BY, type PromotionEvidence } from "../../documentation";
import { doubtSince, type Decision, type GateBook } from "../../decisions/gate-book";
import { Looking } from "../link";
import type { Matter } from "../matter";
import type { ChainLink } from "../model";
import { doubtsIn } from "../watched";

/** What an approval is for; another number in any of them is another thing. */
const KEY = ["name", "version", "createdAt", "runId", "modelId", "evidenceSha256", "artifactSha256"] as const;

/** That a person who was entitled and took no part approved exactly this, before it was let in, and did not take it back. */
export function approval({ standing, book, span, sources }: Matter): ChainLink {
  const looking = new Looking("approval");
  const decision = standing?.decision;
  if (decision === undefined || standing === undefined)
    return looking.cannotTell("No decision names the approval it relies on.").link();
  const { details } = decision;
  if (details.approval === undefined) {
    const glass = details.breakGlass;
    const why =
      glass === undefined
        ? "The decision names no approval."
        : `It was let in by breaking glass (${glass.reason}), without an approval.`;
    return looking.missing(why).link();
  }
  const given = book.decisions.find(({ record }) => record === details.approval?.record);
  const unread = book.doubts.find(
    ({ key, code }) => key === details.approval?.record && code === "record-unreadable",
  );
  if (given === undefined && unread !== undefined)
    return looking.cannotTell(`Of the approval nothing can be told: ${doubtsIn([unread])}.`).link();
  if (given === undefined)
    return looking
      .missing(
        `The record of the approval, ${details.approval.record}, is not there, or not of this environment.`,
      )
      .link();
  const approver = idOf(given.details.principal);
  looking
    .source("record", given.record, given.sha256)
    .fact("Approved by", `${given.details.principal.name} (${approver})`)
    .fact("Approved", given.at)
    .fact("Modification", given.details.modification?.class)
    .fact("Why", given.details.modification?.why)
    .fact("Conformity assessment", given.details.modification?.conformityAssessment)
    .fact("Key ring", sources.ringFrom);
  signed(given, decision, book, span?.last, looking);
  sameThing(given, decision, looking);
  stands(given, decision, book, span?.last, looking);
  if (given.details.principal.kind !== "person")
    looking.broken("It was given by a program, not by a person.");
  if (standing.evidence.is === "read") fourEyes(approver, given, standing.evidence.content, looking);
  else
    looking.say(
      standing.evidence.is,
      `Whether the approver took part cannot be told: ${standing.evidence.because}.`,
    );
  return looking.link();
}

function signed(
  given: Decision,
  decision: Decision,
  book: GateBook,
  last: string | undefined,
  looking: Looking,
): void {
  if (given.details.act !== "approve")
    looking.broken(`${given.record} is no approval; its act is ${given.details.act}.`);
  if (given.against.length > 0) looking.broken(`Its record cannot be relied on: ${doubtsIn(given.against)}.`);
  else looking.met("Its record is signed by a key that is entitled to it, and stands in an unbroken chain.");
  if (given.details.id !== decision.details.approval?.id)
    looking.broken(`It is approval ${given.details.id}, and the decision relies on another.`);
  if (given.sequence >= decision.sequence)
    looking.broken(`It was recorded after the decision that relies on it (${given.at}).`);
  if (book.broken.length > 0)
    looking.cannotTell(
      `Whether it was taken back cannot be told: the gate's stream has a break (${doubtsIn(book.broken)}).`,
    );
  const doubt = doubtSince(book, decision, last);
  if (doubt !== undefined && book.broken.length === 0)
    looking.cannotTell(`Whether it was taken back cannot be told: ${doubtsIn([doubt])}.`);
}

function sameThing(given: Decision, decision: Decision, looking: Looking): void {
  const differs = KEY.filter((part) => given.details.model[part] !== decision.details.model[part]);
  if (differs.length > 0)
    looking.broken(`It is for something else: ${differs.join(", ")} differ from what was let in.`);
  else looking.met("It is for exactly this version, evidence and these artifacts.");
}

/** A revocation counts even where something speaks against its record: doubt never approves anything. */
function stands(
  given: Decision,
  decision: Decision,
  book: GateBook,
  last: string | undefined,
  looking: Looking,
): void {
  const revoked = book.decisions.find(
    ({ details }) =>
      details.act === "revoke" &&
      (details.about === given.record ||
        details.approval?.record === given.record ||
        details.approval?.id === given.details.id),
  );
  if (revoked === undefined) return void looking.met("No record takes it back.");
  looking
    .source("record", revoked.record, revoked.sha256)
    .fact("Revoked", `${revoked.at}, by ${revoked.details.principal.name}`);
  if (revoked.sequence < decision.sequence)
    looking.broken(`It was taken back at ${revoked.at}, before the version was let in.`);
  else if (last === undefined || revoked.at <= last)
    looking.broken(
      `It was taken back at ${revoked.at}${last === undefined ? "" : `, before the entry of ${last}`}.`,
    );
  else looking.met(`It was taken back only at ${revoked.at}, after the entry.`);
}

function fourEyes(approver: string, given: Decision, seen: PromotionEvidence, looking: Looking): void {
  const { contributors, evidence, heldAgainst } = seen;
  const stamps = [
    { what: "the run", tags: evidence["run tags"] },
    { what: "the logged model", tags: evidence["logged model"]?.tags },
    { what: "the version", tags: evidence.version.tags },
  ];
  const tookPart = [
    ...contributors.filter(({ principal }) => principal === approver).map(({ target }) => target),
    ...stamps.filter(({ tags }) => tags?.[CREATED_BY] === approver).map(({ what }) => what),
  ];
  const makers = stamps.flatMap(({ tags }) => tags?.[CREATED_BY] ?? []);
  looking.fact(
    "Made by",
    [...new Set([...makers, ...contributors.map(({ principal }) => principal)])].join(", ") || undefined,
  );
  const { name } = given.details.principal;
  const namesake = contributors.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (tookPart.length === 0 && namesake !== undefined)
    looking.cannotTell(
      `${namesake.principal}, who took part, is called ${namesake.name} too: whether it is the approver cannot be told.`,
    );
  if (tookPart.length > 0)
    looking.broken(`The approver took part: wrote to ${[...new Set(tookPart)].join(", ")}.`);
  else if (makers.length === 0 && contributors.length === 0)
    looking.cannotTell(
      "Nobody is named as having made it, so that it cannot be told that the approver did not.",
    );
  else looking.met("The approver is none of those who made it.");
  if (given.details.system !== undefined && heldAgainst.system.id !== given.details.system)
    looking.broken(
      `It was held against what ${heldAgainst.system.id} asks for, not ${given.details.system}.`,
    );
  const groups = heldAgainst.system.production?.approvers?.groups;
  if (groups === undefined) return;
  const own = given.details.principal.groups ?? [];
  if (groups.some((group) => own.includes(group)))
    looking.met(`The approver was in ${groups.filter((group) => own.includes(group)).join(", ")}.`);
  else looking.broken(`The approver was in none of the groups that may approve: ${groups.join(", ")}.`);
}

/** Issuer and subject: with both, the one name that never means somebody else. */
const idOf = ({ issuer, subject }: Decision["details"]["principal"]): string => `${issuer}#${subject}`;
