import type { ChainAnswer } from "../chain/model";
import type { GeneratedDocument } from "../documents/document";
import type { Manifest } from "../export";
import type { CaseRead } from "./case-entries";
import type { RecordsCopied } from "./copy-records";
import type { ListedDocument } from "./documents-file";
import type { Missing } from "./manifest";

/** What an answer was put together from, as far as something of it may be missing. */
export interface Gathered {
  readonly exported?: Manifest | undefined;
  readonly case?: Pick<CaseRead, "entries" | "unread"> | undefined;
  readonly records: RecordsCopied;
  readonly documents: readonly ListedDocument[];
  readonly chain?: ChainAnswer | undefined;
  readonly generated?: readonly GeneratedDocument[] | undefined;
}

/** Parts of an answer that show again what they lack. */
type MissingShown = Required<{
  [Part in "exported" | "case" | "chain" | "documents"]: Gathered[Part];
}> & { readonly records: Omit<RecordsCopied, "named" | "unreadable"> };

/** What an answer's own parts show to be missing; the rest was known where it was put together. */
export function missingShown(shown: MissingShown): Missing[] {
  return cut([
    ...fromExport(shown.exported),
    ...fromCase(shown.case),
    ...fromChain(shown.chain),
    ...fromRecords({ ...shown.records, unreadable: [] }),
    ...fromDocuments(shown.documents),
  ]);
}

/** What is missing where no document was generated. */
export const NOTHING_GENERATED: Missing = {
  item: "documents",
  because: "no synthesized stacks were given to generate them from",
};

/** Parts of the statement about completeness, by the words of the export's report. */
const CLAIMS = {
  sequences: "log: numbers and chains",
  checkpoints: "log: checkpoints of emitters",
  independent_count: "log: independent count",
  emitters: "log: expected emitters",
  clocks: "log: clocks",
} as const;

/** Findings of a kind that are named one by one; of more, how many. */
const NAMED_EACH = 20;

/** Everything that one would look for in an answer and that is not there, or does not show what it ought to; in the order of the parts. */
export function missingFrom(gathered: Gathered): Missing[] {
  return cut([
    ...fromExport(gathered.exported),
    ...fromCase(gathered.case),
    ...fromChain(gathered.chain),
    ...fromRecords(gathered.records),
    ...fromDocuments(gathered.documents),
    ...fromGenerated(gathered.generated),
  ]);
}

/** Reasons may quote what was found; a cover is for people. */
function cut(all: readonly Missing[]): Missing[] {
  return all.map(({ item, because }) => ({ item: item.slice(0, 300), because: because.slice(0, 4_000) }));
}

function fromExport(manifest: Manifest | undefined): Missing[] {
  if (manifest === undefined) return [];
  const { completeness, sealed, findings, counts } = manifest;
  const claims = Object.entries(CLAIMS).flatMap(([part, item]) => {
    const { holds, because } = completeness[part as keyof typeof CLAIMS];
    return holds === "yes" ? [] : [{ item, because: `${words(holds)}: ${because}` }];
  });
  return [
    ...(counts.events === 0 ? [{ item: "log: entries", because: "there is none in the period" }] : []),
    ...claims,
    ...(sealed.holds === "yes"
      ? []
      : [{ item: "log: seals", because: `${words(sealed.holds)}: ${sealed.because}` }]),
    ...Object.entries(findings).map(([code, total]) => ({
      item: `log: ${code}`,
      because: `${total} finding(s); export/findings.json names them`,
    })),
  ];
}

function fromCase(read: Gathered["case"]): Missing[] {
  if (read === undefined) return [];
  return [
    ...(read.entries === 0
      ? [{ item: "case: entries", because: "no entry of the period carries this digest" }]
      : []),
    ...(read.unread > 0
      ? [
          {
            item: "case: entries",
            because: `${read.unread} object(s) or line(s) of the archive could not be read: an entry of the case may stand there`,
          },
        ]
      : []),
    {
      item: "case: completeness",
      because:
        "whether the log of the period has a gap is shown by an export of the whole period, which holds other persons' entries",
    },
  ];
}

/** A link that fails in several chains for one reason is told once. */
function fromChain(answer: ChainAnswer | undefined): Missing[] {
  if (answer === undefined)
    return [{ item: "chain", because: "it was not followed: nothing it could begin with was found" }];
  const told = new Map<string, Missing & { chains: number }>();
  for (const { links } of answer.chains)
    for (const { id, verdict, reason } of links) {
      if (verdict === "met") continue;
      const key = `${id} ${verdict} ${reason}`;
      const before = told.get(key)?.chains ?? 0;
      told.set(key, { item: `chain: ${id}`, because: `${verdict}: ${reason}`, chains: before + 1 });
    }
  return [
    ...(answer.chains.length === 0
      ? [{ item: "chain", because: "no entry was found that it could begin with" }]
      : []),
    ...[...told.values()].map(({ item, because, chains }) => ({
      item,
      because: chains === 1 ? because : `in ${chains} chains: ${because}`,
    })),
  ];
}

function fromRecords({ findings, unreadable, streams, behind }: Omit<RecordsCopied, "named">): Missing[] {
  return [
    ...(streams.length === 0 ? [{ item: "records", because: "the vault has none" }] : []),
    ...some(unreadable.map(({ key, reason }) => ({ item: key, because: `it could not be read: ${reason}` }))),
    ...some(findings.map(({ key, code, reason }) => ({ item: key, because: `${code}: ${reason}` }))),
    ...some(behind),
  ];
}

function fromDocuments(documents: readonly ListedDocument[]): Missing[] {
  const because = {
    missing: "a record names it, and it is not in the vault",
    changed: "what the vault has under this name is not what its digest says",
  } as const;
  return some(
    documents.flatMap(({ sha256, what, record, left_out: why }) =>
      why === "missing" || why === "changed"
        ? [
            {
              item: `documentation/sha256/${sha256}`,
              because: `${what}, named by ${record}: ${because[why]}`,
            },
          ]
        : [],
    ),
  );
}

function fromGenerated(generated: readonly GeneratedDocument[] | undefined): Missing[] {
  if (generated === undefined) return [NOTHING_GENERATED];
  return generated.flatMap(({ name, elements }) =>
    elements.flatMap(({ ref, asked, state, note }) =>
      state === "present"
        ? []
        : [{ item: `documents/${name}: ${ref}`, because: `${state}: ${asked}: ${note}` }],
    ),
  );
}

function some(all: readonly Missing[]): Missing[] {
  const more = all.length - NAMED_EACH;
  if (more <= 0) return [...all];
  return [...all.slice(0, NAMED_EACH), { item: all[0]!.item, because: `and ${more} more of this kind` }];
}

function words(holds: "no" | "unknown"): string {
  return holds === "no" ? "does not hold" : "cannot be told";
}
