/** The archives of a Datadog organisation as the synthesized stacks declare them. */
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { synthesizedArchivesInvalid, type Problem } from "../../errors";
import { parseLogQuery, LogQuerySyntaxError, type LogQuery } from "../../logquery";

/**
 * One `datadog_logs_archive`. The resource has no switch to turn it off: it archives from its creation to its removal.
 * @see https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/logs_archive
 */
export interface SynthesizedArchive {
  /** Name in the stack's JSON, such as `art12_sandbox`. */
  readonly id: string;
  readonly name: string;
  readonly queryText: string;
  readonly query: LogQuery;
  readonly includeTags: boolean;
  readonly bucket: string;
  /** Without slashes at its ends; may be empty. */
  readonly path: string;
  readonly storageClass?: string;
  /** `NO_OVERRIDE` leaves it to the bucket. */
  readonly encryption: { readonly type: "NO_OVERRIDE" | "SSE_S3" | "SSE_KMS"; readonly key?: string };
}

/** Terraform fills a reference in at apply; here nothing does. `$${` is a literal. */
const literal = z
  .string()
  .refine((text) => !/(?<![$%])[$%]\{/.test(text), "is a reference that only `terraform apply` resolves")
  .transform((text) => text.replaceAll("$${", "${").replaceAll("%%{", "%{"));

const s3Archive = z.looseObject({
  bucket: literal,
  path: literal.default(""),
  storage_class: literal.optional(),
  encryption_type: literal.pipe(z.enum(["NO_OVERRIDE", "SSE_S3", "SSE_KMS"])).default("NO_OVERRIDE"),
  encryption_key: literal.optional(),
});

const archiveResource = z.looseObject({
  name: literal,
  query: literal,
  include_tags: z.boolean().default(false),
  // Terraform's JSON allows a block to be an object or a list of one.
  s3_archive: z.union([s3Archive, z.tuple([s3Archive]).transform(([only]) => only)], {
    error: "an S3 archive (the stand-in writes no other)",
  }),
});

const stackFile = z.looseObject({
  resource: z
    .looseObject({
      datadog_logs_archive: z.record(z.string(), z.looseObject({})).default({}),
      datadog_logs_archive_order: z
        .record(
          z.string(),
          z.looseObject({ archive_ids: z.union([z.string(), z.array(z.string())]).optional() }),
        )
        .default({}),
    })
    .optional(),
});

/**
 * Reads `<stacksDir>/<stack>/cdk.tf.json` of the named stacks (all there are, if none is named) and returns their
 * archives in the order in which a log is offered to them. No stacks folder, or no such stack yet: no archives.
 * Error: the user fault `synthesized-archives-invalid` with every unusable field.
 */
export async function readSynthesizedArchives(
  stacksDir: string,
  stacks: readonly string[] = [],
): Promise<readonly SynthesizedArchive[]> {
  const archives: SynthesizedArchive[] = [];
  const orders: { readonly where: string; readonly ids: readonly string[] }[] = [];
  const problems: Problem[] = [];
  for (const stack of stacks.length > 0 ? stacks : await stacksIn(stacksDir)) {
    const file = join(stacksDir, stack, "cdk.tf.json");
    if (!existsSync(file)) continue;
    const resource = readResources(await readFile(file, "utf8"), file, problems);
    for (const [id, body] of Object.entries(resource?.datadog_logs_archive ?? {})) {
      const archive = readArchive(id, body, file, problems);
      if (archive) archives.push(archive);
    }
    for (const [id, { archive_ids: ids }] of Object.entries(resource?.datadog_logs_archive_order ?? {}))
      orders.push({ where: `${file}: datadog_logs_archive_order.${id}`, ids: archivesNamedIn(ids ?? []) });
  }
  if (orders.length > 1) problems.push(...orders.map(({ where }) => severalOrders(where)));
  if (problems.length > 0) throw synthesizedArchivesInvalid(problems);
  return inOrder(archives, orders[0]?.ids ?? []);
}

async function stacksIn(stacksDir: string): Promise<string[]> {
  if (!existsSync(stacksDir)) return [];
  return (await readdir(stacksDir)).sort();
}

function readResources(
  text: string,
  file: string,
  problems: Problem[],
): z.infer<typeof stackFile>["resource"] {
  try {
    return stackFile.parse(JSON.parse(text)).resource;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    problems.push({
      ...{ code: "stack-file", where: file, given: error.message.slice(0, 200) },
      ...{ needed: "a stack's Terraform JSON, whole", fix: "synthesize again" },
    });
    return undefined;
  }
}

function readArchive(
  id: string,
  body: unknown,
  file: string,
  problems: Problem[],
): SynthesizedArchive | undefined {
  const where = `${file}: datadog_logs_archive.${id}`;
  const parsed = archiveResource.safeParse(body);
  if (!parsed.success) {
    problems.push(
      ...parsed.error.issues.flatMap(leafIssues).map((issue) => fieldProblem(where, body, issue)),
    );
    return undefined;
  }
  const { name, query: queryText, include_tags: includeTags, s3_archive: s3 } = parsed.data;
  try {
    return {
      ...{ id, name, queryText, includeTags, query: parseLogQuery(queryText), bucket: s3.bucket },
      path: s3.path.replace(/^\/+|\/+$/g, ""),
      ...(s3.storage_class !== undefined && { storageClass: s3.storage_class }),
      encryption: {
        type: s3.encryption_type,
        ...(s3.encryption_key !== undefined && { key: s3.encryption_key }),
      },
    };
  } catch (error) {
    if (!(error instanceof LogQuerySyntaxError)) throw error;
    problems.push({
      ...{ code: "archive-query-syntax", where, field: "query", given: queryText },
      ...{
        needed: `a Datadog log query (${error.message})`,
        fix: "mend the query in the construct, synthesize again",
      },
    });
    return undefined;
  }
}

/** A union reports its branches inside; the object branch says more than "no branch fits". */
function leafIssues(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [branch] = issue.errors.filter((errors) => errors.every(({ path }) => path.length > 0));
  return branch ? branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) : [issue];
}

function fieldProblem(where: string, body: unknown, { path, message }: z.core.$ZodIssue): Problem {
  const value = path.reduce<unknown>((inner, key) => Object(inner)[key], body);
  return {
    code: "archive-field",
    where,
    field: path.join("."),
    given: value === undefined ? "nothing" : JSON.stringify(value).slice(0, 120),
    needed: `a literal value that can be used without an apply: ${message}`,
    fix: "give the construct a name from the config instead of another resource's attribute, synthesize again",
  };
}

function severalOrders(where: string): Problem {
  return {
    code: "several-archive-orders",
    where,
    needed: "one organisation, and so one archive order",
    fix: "name the stacks of one organisation",
  };
}

/**
 * The archives an order names, first to last. CDKTF writes references (`${datadog_logs_archive.a.id}`) or one expression
 * that puts ours before those the organisation has (`${distinct(concat([datadog_logs_archive.a.id], data...))}`): in
 * both, the order of the references is the order of the archives.
 */
function archivesNamedIn(ids: string | readonly string[]): string[] {
  const text = typeof ids === "string" ? ids : ids.join(" ");
  return [...text.matchAll(/(?<![\w.])datadog_logs_archive\.([\w-]+)\.id\b/g)].map(([, id]) => id as string);
}

/** What an order does not name stays behind what it names, as a new archive is appended by the vendor. */
function inOrder(archives: readonly SynthesizedArchive[], ids: readonly string[]): SynthesizedArchive[] {
  const rank = ({ id }: SynthesizedArchive): number => (ids.includes(id) ? ids.indexOf(id) : ids.length);
  return archives.toSorted((a, b) => rank(a) - rank(b));
}
