import { existsSync } from "node:fs";
import path from "node:path";
import { loadConfigs, names, type Environment } from "../configs";
import {
  bundleLog,
  chainHtml,
  followChain,
  linesLog,
  noLocks,
  s3Locks,
  type ChainQuestion,
  type LockSource,
} from "../evidence/chain";
import { FolderDocumentStore } from "../evidence/documentation";
import { documentHtml, documentsOf } from "../evidence/documents";
import type { KeyRing } from "../evidence/records";
import {
  EXPORT_FOLDER,
  RESPONSE_FILES,
  type ResponseContents,
  type ResponseSources,
  type Scope,
} from "../evidence/respond";
import { documentsInput } from "./documents-input";

/** What the chain and the documents of an answer are worked out with. */
export interface PartsAsked {
  readonly configs: string;
  /** Folder of synthesized stacks; documents are left out where it is not there. */
  readonly stacks: string;
  readonly environment: Environment;
  readonly system: string;
  readonly scope: Scope;
  readonly period: { readonly from: string; readonly to: string };
  readonly ring: KeyRing;
  readonly timestampCa?: string | undefined;
  /** Read from a local copy of the vault: nobody tells the locks of its objects. */
  readonly fromCopy: boolean;
  readonly createdAt: Date;
}

/** Follows the chain and generates the documents in what an answer holds, and in nothing else. */
export function respondParts(asked: PartsAsked): Pick<ResponseSources, "chain" | "generate"> {
  return {
    chain: (contents) => chainOf(asked, contents),
    generate: (contents) => documentsIn(asked, contents),
  };
}

async function chainOf(
  { configs, environment, system, scope, period, ring, timestampCa, fromCopy, createdAt }: PartsAsked,
  { folder, records }: ResponseContents,
) {
  const now = () => createdAt;
  const question: ChainQuestion = scope;
  const answer = await followChain(question, period, {
    readFrom: "bundle",
    environment: { id: environment.id, config: environment },
    systems: loadConfigs(configs).systems,
    system,
    log:
      scope.by === "case"
        ? linesLog(path.join(folder, RESPONSE_FILES.places), { records, ring, now })
        : bundleLog(path.join(folder, EXPORT_FOLDER), ring, { timestampCa, now }),
    locks: locksOf(environment, fromCopy),
    records,
    documents: new FolderDocumentStore(folder),
    ring,
    now,
  });
  return { answer, html: chainHtml(answer) };
}

/** What S3 says of the locks when the answer is made: afterwards, from the answer alone, nobody can tell. */
function locksOf(environment: Environment, fromCopy: boolean): LockSource {
  if (fromCopy) return noLocks("a local copy of the archive has no locks; S3 tells them");
  const { region, emulated } = environment.aws;
  return s3Locks({ bucket: names(environment).vaultBucket, region, forcePathStyle: emulated });
}

async function documentsIn(
  { configs, stacks, environment, system, ring }: PartsAsked,
  { folder, records }: ResponseContents,
) {
  if (!existsSync(stacks)) return undefined;
  const vault = { records, documents: new FolderDocumentStore(folder), ring };
  const input = documentsInput({ configs, stacks, environment: environment.id, system, vault });
  return (await documentsOf(input)).map((document) => ({ ...document, html: documentHtml(document) }));
}
