import { createHash } from "node:crypto";
import { version } from "../../package.json";
import { RULES } from "../../rules";
import type { Finding } from "../finding";
import type { Review } from "../review";
import { shown } from "./escape";
import type { ConfigPlace } from "./locations";
import { sarifRules, type SarifRule } from "./sarif-rules";
import { counted, measureWords } from "./words";

/** What code scanning shows of one upload. */
const MOST_RESULTS = 5_000;
/** An upload may have 10 MB when compressed; this is what is written before that. */
const MOST_BYTES = 9_000_000;
const MOST_TEXT = 1_000;

export interface SarifOptions {
  /** Line of a config file that decides a finding; none where there are no config files. */
  readonly place?: (finding: Finding) => ConfigPlace | undefined;
  /** Address under which the repository's files are read, ending in `/`, for links to docs/rules.md. @default no links */
  readonly repositoryUrl?: string;
}

interface Result {
  readonly ruleId: string;
  readonly level: "error" | "warning" | "note";
  readonly [property: string]: unknown;
}

/**
 * A review as SARIF 2.1.0 (OASIS), for the code host's own list of findings: what weakens is an error, what cannot be
 * told a warning, what was unmet before a note. Results beyond what an upload may have are left out and counted.
 */
export function renderSarif(
  review: Review,
  { place = () => undefined, repositoryUrl }: SarifOptions = {},
): string {
  const { findings, standing } = review;
  const told = [
    ...findings.filter(({ effect }) => effect === "weakens"),
    ...findings.filter(({ effect }) => effect === "unknown"),
    ...standing,
  ];
  const stands = new Set(standing);
  const results = upTo(told, (finding) => resultOf(finding, review, stands.has(finding), place(finding)));
  const rules = sarifRules(RULES, told, repositoryUrl);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: driver(rules) },
        automationDetails: { id: "ai-act-evidence/plan-review/" },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: review.brokenRules.length === 0,
            toolExecutionNotifications: notifications(review, told.length - results.length),
          },
        ],
        results: results.map((result) => ({ ...result, ruleIndex: indexes.get(result.ruleId) })),
      },
    ],
  };
  return `${JSON.stringify(log)}\n`;
}

const driver = (rules: readonly SarifRule[]) => ({
  name: "ai-act-evidence",
  semanticVersion: version,
  rules,
});

/** As many as an upload takes, in number and in bytes. */
function upTo(findings: readonly Finding[], result: (finding: Finding) => Result): readonly Result[] {
  const results: Result[] = [];
  let bytes = 0;
  for (const finding of findings.slice(0, MOST_RESULTS)) {
    const next = result(finding);
    bytes += Buffer.byteLength(JSON.stringify(next));
    if (bytes > MOST_BYTES) break;
    results.push(next);
  }
  return results;
}

function resultOf(
  finding: Finding,
  { waivers }: Review,
  stands: boolean,
  place: ConfigPlace | undefined,
): Result {
  const { rule, address, effect, duties, before, after } = finding;
  const waiver = waivers.used.find((each) => each.rule === rule && each.resource === address);
  const id = fingerprint(rule, address);
  return {
    ruleId: rule,
    level: stands ? "note" : effect === "weakens" ? "error" : "warning",
    message: { text: messageText(finding) },
    locations: [
      {
        ...(place && {
          physicalLocation: {
            artifactLocation: { uri: encodeURI(place.path), uriBaseId: "%SRCROOT%" },
            region: { startLine: place.line },
          },
        }),
        logicalLocations: [{ fullyQualifiedName: shown(address, MOST_TEXT), kind: "resource" }],
      },
    ],
    // The code host tells results apart by a hash of their line; here several share a line, and lines move.
    partialFingerprints: { primaryLocationLineHash: `${id}:1`, "ruleAndAddress/v1": id },
    baselineState: stands ? "unchanged" : before?.verdict === after?.verdict && before ? "updated" : "new",
    ...(waiver && {
      suppressions: [
        {
          kind: "external",
          status: "accepted",
          justification: plain(`${waiver.reason} (agreed by ${waiver.approver}, until ${waiver.expires})`),
        },
      ],
    }),
    properties: { effect: stands ? "standing" : effect, duties },
  };
}

function messageText({ title, reason, measure, fix }: Finding): string {
  const measured = measure ? measureWords(measure) : "";
  const told = [`${title}.`, measured && `${measured}.`, `${reason}.`, fix].filter(Boolean).join(" ");
  return plain(told.replaceAll("..", "."));
}

/** Without what SARIF reads as a link (`[text](target)`) or as a place for an argument (`{0}`). */
const plain = (text: string): string =>
  shown(text, MOST_TEXT)
    .replaceAll("](", "] (")
    .replace(/\{(?=\d+\})/g, "{ ");

const fingerprint = (rule: string, address: string): string =>
  createHash("sha256")
    .update(JSON.stringify([rule, address]))
    .digest("hex")
    .slice(0, 32);

function notifications({ brokenRules, notCompared }: Review, leftOut: number) {
  const note = (level: Result["level"], text: string) => ({ level, message: { text: plain(text) } });
  return [
    ...brokenRules.map((rule) =>
      note("error", `The rule ${rule} failed itself: what it judges is not judged.`),
    ),
    ...notCompared.map((line) => note("note", `Not compared: ${line}`)),
    ...(leftOut > 0
      ? [note("warning", `${counted(leftOut, "result")} left out: the review's JSON has all of them.`)]
      : []),
  ];
}
