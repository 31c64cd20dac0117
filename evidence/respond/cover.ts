import { Eta } from "eta";
import type { LinkVerdict } from "../chain/model";
import { htmlPage } from "../html/page";
import type { ListedDocument } from "./documents-file";
import { DOCUMENTS_FOLDER, EXPORT_FOLDER, RESPONSE_FILES } from "./layout";
import type { ResponseSummary, Scope } from "./manifest";
import type { CopiedStream } from "./records-file";
import type { Texts } from "./text-shape";
import { TEXTS } from "./texts";

const templates = new Eta({ views: __dirname, autoEscape: true, autoTrim: false });
const plainTexts = new Eta({ views: __dirname, autoEscape: false, autoTrim: false });

/** What the cover is made from. */
export interface CoverData {
  readonly manifest: ResponseSummary;
  readonly streams: readonly CopiedStream[];
  readonly documents: readonly ListedDocument[];
}

/** `index.html`: the first thing that is read. It runs no script and needs no network; all data is escaped. */
export function renderCover(data: CoverData): string {
  const { manifest: m } = data;
  const t = TEXTS[m.request.language];
  const body = templates.render("./cover", {
    t,
    m,
    asked: asked(m.request.scope),
    inside: inside(m, t),
    leftOut: leftOutTotals(data),
    limits: m.request.scope.by === "case" ? [...t.caseLimits, ...t.limits] : t.limits,
  });
  return htmlPage({
    title: t.title,
    subject: [m.request.system, m.request.environment],
    about: t.about,
    contents: (["inside", "missing", "withheld", "verify", "limits"] as const).map((id) => ({
      id,
      title: t.headings[id],
    })),
    body,
    words: t.page,
  });
}

/** `VERIFY.md`: how to check the answer with `bash`, `sha256sum` and `openssl`. */
export function renderVerifyText(manifest: ResponseSummary): string {
  return plainTexts.render("./verify", { t: TEXTS[manifest.request.language], m: manifest }).trimEnd() + "\n";
}

interface Inside {
  readonly what: string;
  readonly howMany: number | "";
  readonly href: string;
  readonly note?: string;
  readonly verdict?: LinkVerdict;
}

function inside(m: ResponseSummary, t: Texts): Inside[] {
  const rows: (Inside | undefined)[] = [
    m.export && {
      what: t.inside.export,
      howMany: m.export.events,
      href: `${EXPORT_FOLDER}/report.html`,
      ...(m.export.findings > 0 && { note: `${m.export.findings} ${t.labels.findings}` }),
    },
    m.case && { what: t.inside.entries, howMany: m.case.entries, href: RESPONSE_FILES.entries },
    m.chain && {
      what: t.inside.chain,
      howMany: m.chain.chains,
      href: RESPONSE_FILES.chainPage,
      verdict: m.chain.outcome,
    },
    {
      what: t.inside.records,
      howMany: m.records.records,
      href: "records/",
      ...(m.records.findings > 0 && { note: `${m.records.findings} ${t.labels.findings}` }),
    },
    m.documentation.documents === 0
      ? undefined
      : { what: t.inside.documentation, howMany: m.documentation.documents, href: "documentation/sha256/" },
    m.documents === 0
      ? undefined
      : { what: t.inside.documents, howMany: m.documents, href: `${DOCUMENTS_FOLDER}/` },
    { what: t.inside.keys, howMany: "", href: "keys/" },
    { what: t.inside.recordList, howMany: "", href: RESPONSE_FILES.records },
    { what: t.inside.documentList, howMany: "", href: RESPONSE_FILES.documents },
  ];
  return rows.filter((row) => row !== undefined);
}

/** How many of each kind were left out by rule; what was kept back by name has a table of its own. */
function leftOutTotals({ streams, documents }: CoverData) {
  const totals = new Map<keyof Texts["leftOut"], number>();
  const add = (why: keyof Texts["leftOut"], many: number) => totals.set(why, (totals.get(why) ?? 0) + many);
  for (const { left_out } of streams) for (const { first, last, why } of left_out) add(why, last - first + 1);
  for (const { left_out } of documents) if (left_out !== undefined) add(left_out, 1);
  totals.delete("redacted");
  return [...totals].map(([why, total]) => ({ why, total }));
}

function asked(scope: Scope): string | undefined {
  if (scope.by === "version") return `${scope.model}:${scope.version}`;
  return scope.by === "case" ? scope.digest : undefined;
}
