import type { Production } from "../../configs";
import type { DatasetFacts } from "../facts/promotion-facts";
import { own } from "./own";
import { shown } from "./shown";

interface SourceKind {
  /** As MLflow names the type. */
  readonly type: string;
  /** Schemes of the URI, where the source has one. */
  readonly schemes: readonly string[];
  /** Where the version of what was read stands, beside the tag `version_id`. */
  readonly versionIn: { readonly query: string } | { readonly field: string };
}

/** Sources that keep what was read: a bucket with versions, or a table with a history. */
const KEPT: readonly SourceKind[] = [
  { type: "s3", schemes: ["s3"], versionIn: { query: "versionId" } },
  { type: "gs", schemes: ["gs"], versionIn: { query: "generation" } },
  { type: "abfss", schemes: ["abfss"], versionIn: { query: "versionId" } },
  { type: "delta_table", schemes: [], versionIn: { field: "delta_table_version" } },
];

/** MLflow's word for a data set of which nothing is known but the program that made it. */
const CODE = "code";
const LOCAL = "local";

/** What is wrong with the source of a data set, in words that follow its name; `undefined` for nothing. */
export function wrongSource(dataset: DatasetFacts, allowed: Production["datasets"]): string | undefined {
  const { sourceType } = dataset;
  if (sourceType === CODE) return "has no source: MLflow kept the name of the program alone";
  const source = parsed(dataset.source);
  if (!source) return "has a source that cannot be read";
  if (sourceType === LOCAL) {
    if (!allowed.localFiles)
      return `comes from a file of the machine that trained, and ${allowed.sources.join(", ")} is allowed`;
    return textOf(source, "uri") === "" ? "has a source that names no file" : undefined;
  }
  const kind = KEPT.find(({ type }) => type === sourceType);
  if (!kind || !(allowed.sources as readonly string[]).includes(kind.type))
    return `has a source of type ${shown(sourceType)}, and ${allowed.sources.join(", ")} is allowed`;
  const uri = textOf(source, "uri");
  if (
    kind.schemes.length > 0 &&
    !kind.schemes.some((scheme) => new RegExp(`^${scheme}://[^/]+/.+`).test(uri))
  )
    return `has the source ${shown(uri)}, which is no object of ${kind.schemes.join(" or ")}`;
  const version = (own(dataset.tags, "version_id") ?? "").trim() || versionIn(source, uri, kind);
  return version === ""
    ? "has a source without a version, so that what was read may be another thing today"
    : undefined;
}

function versionIn(
  source: Readonly<Record<string, unknown>>,
  uri: string,
  { versionIn: place }: SourceKind,
): string {
  if ("field" in place) {
    const value = Object.hasOwn(source, place.field) ? source[place.field] : undefined;
    return typeof value === "number" || typeof value === "string" ? String(value).trim() : "";
  }
  const query = uri.includes("?") ? uri.slice(uri.indexOf("?") + 1) : "";
  return new URLSearchParams(query).get(place.query)?.trim() ?? "";
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function textOf(source: Readonly<Record<string, unknown>>, field: string): string {
  const value = Object.hasOwn(source, field) ? source[field] : undefined;
  return typeof value === "string" ? value.trim() : "";
}
