import { canonicalString, sha256Hex } from "../../evidence/event";
import { LONGEST_WORDS, MOST_LISTED, type Details, type Subject } from "../../evidence/records";
import type { Lack } from "../requirements/lack";
import type { Principal } from "../principal";
import type { DecisionDraft } from "./ledger";

/** Room for all lacks together, in bytes: a record has 64 KB, and other things to say. */
const LACKS_BYTES = 40_000;

/** A decision as its record says it. What does not fit is cut, and said to be. */
export function detailsOf(draft: DecisionDraft, environment: string): Details<"gate-decision"> {
  const { principal, subject, lacks, displaces, modification, breakGlass, reason, ...rest } = draft;
  const details = {
    ...rest,
    environment,
    principal: recordedPrincipal(principal),
    model: subject,
    ...(lacks && cutLacks(lacks)),
    ...(displaces && {
      displaces: displaces.slice(0, MOST_LISTED),
      ...(displaces.length > MOST_LISTED && { displacesLeftOut: displaces.length - MOST_LISTED }),
    }),
    ...(modification && { modification: { ...modification, why: words(modification.why) } }),
    ...(breakGlass && { breakGlass: { ...breakGlass, reason: words(breakGlass.reason) } }),
    ...(reason !== undefined && { reason: words(reason) }),
    // What each act needs is checked by the schema before anything is signed.
  };
  return details as unknown as Details<"gate-decision">;
}

/** Who acted, with what their token said. */
export function recordedPrincipal(principal: Principal): Details<"promotion-snapshot">["principal"] {
  const { issuer, subject, name, kind, via, groups, tokenId, authenticatedAt, acr } = principal;
  return {
    issuer,
    subject,
    name,
    kind,
    via,
    ...(groups.size > 0 && { groups: [...groups].sort().slice(0, MOST_LISTED) }),
    ...(tokenId !== undefined && { tokenId }),
    ...(authenticatedAt !== undefined && { authenticatedAt }),
    ...(acr !== undefined && { acr }),
  };
}

/** What a record is about: the version by its evidence, or where that is not known by its name's digest; its artifacts. */
export function subjectsOf(subject: DecisionDraft["subject"]): Subject[] {
  const { name, version, evidenceSha256, artifactSha256 } = subject;
  const called = version === undefined ? `models:/${name}` : `models:/${name}/${version}`;
  return [
    { name: called, digest: { sha256: evidenceSha256 ?? sha256Hex(canonicalString(subject)) } },
    ...(artifactSha256 === undefined
      ? []
      : [{ name: `${called}/artifacts`, digest: { sha256: artifactSha256 } }]),
  ];
}

function cutLacks(lacks: readonly Lack[]): { lacks: Lack[]; lacksLeftOut?: number } {
  const kept: Lack[] = [];
  let bytes = 0;
  for (const { requirement, duties, what, fix } of lacks.slice(0, MOST_LISTED)) {
    const lack = { requirement, duties, what: words(what), fix: words(fix) };
    bytes += Buffer.byteLength(JSON.stringify(lack));
    if (bytes > LACKS_BYTES) break;
    kept.push(lack);
  }
  return { lacks: kept, ...(kept.length < lacks.length && { lacksLeftOut: lacks.length - kept.length }) };
}

/** Without what a terminal would obey, half letters, and more than a record takes. */
function words(text: string): string {
  const cut = text.length <= LONGEST_WORDS ? text : `${text.slice(0, LONGEST_WORDS - 1)}…`;
  return cut.replace(/[\u0000-\u0009\u000b-\u001f\u007f]|\p{Surrogate}/gu, " ");
}
