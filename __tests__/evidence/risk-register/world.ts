import type { AtlassianAccess } from "../../../evidence/atlassian";
import { FolderRecordStore, judgedRecords, type Details } from "../../../evidence/records";
import {
  Book,
  ConfluenceRegister,
  JiraRegister,
  RegisterKeeper,
  RISK_STREAM,
  riskRegisterAlert,
  type Register,
} from "../../../evidence/risk-register";
import { startAtlassian, type AtlassianStandIn } from "../../../sandbox/atlassian/server";
import { temporaryFolder } from "../../temporary";
import { actors, ringWith } from "../records/actors";

const ACCOUNT = { email: "bot@example.org", token: "token-of-the-test-account" };
const START = Date.now() - 3_600_000;
const ring = ringWith();

const running: AtlassianStandIn[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

/** What an alert says, by default: the first of a cycle. */
export function alertWith(changes: Partial<Record<string, string>> = {}) {
  return riskRegisterAlert.parse({
    schema: "urn:ai-act-evidence:risk-register-alert:1",
    id: "7771234567890",
    monitor: "1042",
    cycle: "12345678901",
    title: "[P2] [Triggered] Decisions drift from those of validation",
    ai_system: "credit-scoring",
    environment: "sandbox",
    article: "72",
    priority: "P2",
    transition: "Triggered",
    at: String(START),
    link: "https://app.datadoghq.eu/monitors/1042",
    ...changes,
  });
}

/** The same cycle's alert, so many minutes later. */
export const later = (minutes: number, transition: string, id = `event-${minutes}`) =>
  alertWith({ id, transition, at: String(START + minutes * 60_000), title: `[P2] [${transition}] Drift` });

/** Jira, Confluence and a vault, with a clock that stands until it is moved. */
export async function world({ onRecovery = "comment" as "comment" | "close" } = {}) {
  const atlassian = await startAtlassian(ACCOUNT);
  running.push(atlassian);
  let clock = Date.now();
  const now = () => new Date(clock);
  const vault = temporaryFolder();
  const records = new FolderRecordStore(vault);
  const access: AtlassianAccess = {
    ...{ site: atlassian.url, ...ACCOUNT, retryAfterMs: [1, 1], longestWaitMs: 20, answerWithinMs: 2_000 },
  };
  const registers = {
    jira: () => new JiraRegister(access, { project: "RISK", issueType: "Risk", onRecovery }),
    confluence: () => new ConfluenceRegister(access, { space: "AIACT" }),
  };
  /** A process that keeps the register; a second one knows nothing of what the first has in mind. */
  const process = (register: Register): RegisterKeeper => {
    const signer = actors.detector.signer;
    const book = new Book({ records, ring, signer, environment: "sandbox", register: register.kind, now });
    return new RegisterKeeper(book, register, now);
  };
  /** Details of all records, first to last, each signed and chained as it should be. */
  const said = async (): Promise<readonly Details<"risk-entry">[]> => {
    const judged = await judgedRecords(records, ring, (stream) => stream === RISK_STREAM);
    return judged.map(({ said: { kind, statement }, against }) => {
      expect(against).toEqual([]);
      if (kind !== "risk-entry") throw new Error(`a record of kind ${kind}`);
      return statement.predicate.details;
    });
  };
  return {
    atlassian,
    access,
    vault,
    records,
    registers,
    process,
    said,
    now,
    pass: (ms: number) => void (clock += ms),
  };
}

export const deliver = async (keeper: RegisterKeeper, alert: ReturnType<typeof alertWith>) => {
  await keeper.take(alert);
  return keeper.bring(alert);
};
