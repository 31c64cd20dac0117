import { ADDRESSES } from "./addresses";
import type { Attack } from "./attack";
import { CLOSED } from "./closed";
import { besieged, type Besieged } from "./besieged";
import { BODIES } from "./bodies";
import { ALLOWED, WITHOUT_A_GATE } from "./controls";
import { EVIDENCE } from "./evidence";
import { FRAMING } from "./framing";
import { HEADERS } from "./headers";
import { METHODS } from "./methods";
import { REGISTRY } from "./registry";
import { bytesOf, stateOf } from "./registry-state";
import { DECISIONS, TOKENS } from "./tokens";
import { VALUES } from "./values";
import { onTheWire } from "./wire";

const SUITES: Readonly<Record<string, readonly Attack[]>> = {
  "Another spelling of the address": ADDRESSES,
  "Another method": METHODS,
  "Requests whose end is unclear": FRAMING,
  "Headers that change what a request is": HEADERS,
  "Bodies that two parsers read in two ways": BODIES,
  "Values in another dress": VALUES,
  "Changing production behind its doors": REGISTRY,
  "Changing the evidence of what is in production": EVIDENCE,
  "Routes that are closed": CLOSED,
  "Tokens that are not to be believed": TOKENS,
  "Decisions by those who may not decide": DECISIONS,
};

let siege: Besieged;
let before: unknown;
let kept: string;
const state = () => stateOf(siege.mlflow.url, siege.mlflow.artifacts);
const named = (attacks: readonly Attack[]) => attacks.map((attack) => [attack.name, attack] as const);

beforeAll(async () => {
  siege = await besieged();
  before = await state();
  kept = bytesOf(siege.mlflow.kept);
}, 120_000);
afterAll(() => siege.stop(), 30_000);

describe.each(Object.entries(SUITES))("%s", (_, attacks) => {
  test.each(named(attacks))(
    "%s: nothing in MLflow changes",
    async (_name, { bytes, harmless = false }) => {
      const { statuses } = await onTheWire(siege.aim.port, await bytes(siege.aim));
      if (bytesOf(siege.mlflow.kept) !== kept) expect(await state()).toEqual(before);
      // Refused or hung up on: never done, never an answer that a client retries or follows.
      const refused = (status: number): boolean => status >= 400 && status < 500 && status !== 429;
      expect(statuses.filter((status) => !refused(status) && !(harmless && status === 200))).toEqual([]);
    },
    30_000,
  );

  test("MLflow itself says that all is as it was", async () => expect(await state()).toEqual(before), 30_000);
});

test("There are at least a hundred hostile requests, and no two have one name", () => {
  const names = Object.entries(SUITES).flatMap(([suite, attacks]) =>
    attacks.map(({ name }) => `${suite}: ${name}`),
  );
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(names.length).toBeGreaterThan(500);
});

describe("The wire is not what refuses", () => {
  test.each(named(ALLOWED))("%s: passes the gate and changes MLflow", async (_name, { bytes }) => {
    const found = await state();
    const { statuses } = await onTheWire(siege.aim.port, await bytes(siege.aim));
    expect(statuses).toEqual([200]);
    expect(await state()).not.toEqual(found);
  });

  test("A token with the claims that the forged ones have is believed when the issuer signed it", async () => {
    const { port, tokens } = siege.aim;
    const head = `GET /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${tokens.both}\r\n\r\n`;
    expect((await onTheWire(port, head)).statuses).toEqual([200]);
  });
});

describe("Without a gate", () => {
  const api = (path: string) => `${siege.mlflow.url}/api/2.0/mlflow/model-versions/${path}`;
  const stageOfVersion2 = async (): Promise<string> => {
    const response = await fetch(`${api("get")}?name=${siege.aim.model}&version=2`);
    const { model_version } = (await response.json()) as { model_version: { current_stage: string } };
    return model_version.current_stage;
  };
  const backToNone = () =>
    fetch(api("transition-stage"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: siege.aim.model, version: "2", stage: "None" }),
    });

  test.each(named(WITHOUT_A_GATE))(
    "%s: MLflow puts the version into production",
    async (_name, { bytes }) => {
      const port = Number(new URL(siege.mlflow.url).port);
      const sent = Buffer.from((await bytes(siege.aim)) as Uint8Array).toString("latin1");
      // MLflow answers to its own host alone.
      await onTheWire(port, sent.replace("Host: mlflow.example.org", "Host: localhost"));
      expect(await stageOfVersion2()).toBe("Production");
      await backToNone();
    },
  );
});
