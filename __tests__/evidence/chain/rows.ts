import type { ChainAnswer, ChainSources } from "../../../evidence/chain";
import { canonicalString, sha256Hex } from "../../../evidence/event";
import { objectKey } from "../archive/corpus";
import { ChainVault, ENVIRONMENT, environments, story, TIME, type Story } from "./vault";

/** Links that are not met, by id; and why. */
export function notMet({ chains }: ChainAnswer): Record<string, string> {
  const links = chains.flatMap((chain) => chain.links).filter(({ verdict }) => verdict !== "met");
  return Object.fromEntries(links.map(({ id, verdict }) => [id, verdict]));
}

export const reasonOf = ({ chains }: ChainAnswer, link: string): string =>
  chains[0]!.links.find(({ id }) => id === link)?.reason ?? "";

/** What was done to a vault in which everything was in order, and what the chain says of it. */
export interface Row {
  readonly what: string;
  readonly change?: (told: Story) => void;
  readonly after?: (vault: ChainVault) => void | Promise<void>;
  readonly more?: (vault: ChainVault) => Partial<ChainSources>;
  readonly found: Readonly<Record<string, string>>;
  /** Link, and words of its reason. */
  readonly says: readonly [string, RegExp];
}

/** Of the object that holds the entry. */
export const KEY = objectKey(TIME);
/** Digest of the document with what the decision saw. */
export const EVIDENCE = sha256Hex(canonicalString(story().seen));
export const config = environments.find(({ id }) => id === ENVIRONMENT)!;

/** A vault made and changed as the row says, and the answer to its one event. */
export async function answered({ change, after, more }: Partial<Row>): Promise<ChainAnswer> {
  const vault = await ChainVault.of(change);
  await after?.(vault);
  return vault.follow(undefined, more?.(vault));
}

/** Exactly these links are not met, and the named one says why. */
export async function judge(row: Row): Promise<void> {
  const answer = await answered(row);
  expect(notMet(answer)).toEqual(row.found);
  expect(reasonOf(answer, row.says[0])).toMatch(row.says[1]);
}
