import { createArt12Logger, type Art12Logger, type LogLine } from "../../../clients/node";
import { CALL, minimalOptions } from "../../clients/node/logger-options";
import { SynthesizedOrganisation } from "./organisation";

let organisation: SynthesizedOrganisation;
beforeEach(async () => {
  organisation = await SynthesizedOrganisation.load();
});

const VOCABULARY = {
  decisions: ["approve", "decline", "refer"],
  reasons: ["income_not_verified", "not_a_person"],
  outcomes: ["repaid", "defaulted", "contested", "discrimination_alleged"],
  errors: ["timeout"],
};

type Play = (log: Art12Logger) => Promise<unknown>;

/** What a client logs, sent to the organisation. */
async function logged(play: Play, version = "1"): Promise<void> {
  const lines: LogLine[] = [];
  const options = minimalOptions(lines);
  const log = await createArt12Logger({
    ...{ ...options, vocabulary: VOCABULARY },
    model: { ...options.model, version },
  });
  await play(log);
  await log.close();
  organisation.send(...lines);
}

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let number = 0; number < count; number++) await work();
}

/** Much as at validation, where 82 in 100 were approved and 17 declined; sure, and one review in ten changes the decision. */
const usual: Play = async (log) => {
  const decide = (decision: string) => () =>
    log.inference({ ...CALL, output: { decision, confidence: 0.9 } });
  await times(32, decide("approve"));
  await times(8, decide("decline"));
  await times(1, decide("refer"));
  await reviewed(log, 10, 1);
};

/** So many decisions that need a person, so many of them reviewed, and so many changed. */
async function reviewed(log: Art12Logger, needed: number, changed: number, looked = needed): Promise<void> {
  for (let number = 0; number < needed; number++) {
    const { event_id: refersTo } = await log.inference({ ...CALL, oversight: { required: true } });
    if (number >= looked) continue;
    const person = { refersTo, required: true, reviewer: "officer-1" };
    await log.oversight(
      number < changed ? { ...person, override: true, reason: "income_not_verified" } : person,
    );
  }
}

const outcomes =
  (outcome: string, count: number, among: number): Play =>
  async (log) => {
    const { event_id: refersTo } = await log.inference(CALL);
    await times(count, () => log.outcome({ refersTo, outcome }));
    await times(among - count, () => log.outcome({ refersTo, outcome: "repaid" }));
  };

const decisions =
  (output: object, count: number): Play =>
  (log) =>
    times(count, () =>
      log.inference({ ...CALL, output: { decision: "approve", confidence: 0.9, ...output } }),
    );

/** Too few events for a day: that is what the others are tried with. */
const OF_A_SMALL_DAY = "Fewer log entries than planned";

describe("the monitors of the credit system, as the stacks declare them, over what its client logs", () => {
  it("are quiet on a day like the plan, but for its small volume", async () => {
    await logged(usual);
    const { evaluations, errors } = await organisation.evaluate();
    const ofTheSystem = evaluations.filter(({ monitor }) => monitor.includes("[credit-scoring]"));
    expect(errors).toEqual([]);
    expect(ofTheSystem.length).toBeGreaterThan(6);
    expect(ofTheSystem.filter(({ state }) => state !== "OK").map(({ monitor }) => monitor)).toEqual([
      expect.stringContaining(OF_A_SMALL_DAY),
    ]);
  });

  it.each<[string, Play]>([
    ["Error rate above plan", (log) => times(5, () => log.error({ error: "timeout" }))],
    ["More unsure decisions than planned", decisions({ confidence: 0.55 }, 10)],
    ["Decisions drift from those of validation", decisions({ decision: "decline" }, 10)],
    ["Human override rate above plan", (log) => reviewed(log, 10, 8)],
    ["Human override rate below plan", (log) => reviewed(log, 10, 0)],
    ["Decisions without the oversight they need", (log) => reviewed(log, 10, 2, 5)],
    ["Adverse outcomes above plan", outcomes("defaulted", 2, 10)],
    ["More complaints than planned", outcomes("contested", 21, 21)],
    ["Possible serious incident: assess now", outcomes("discrimination_alleged", 1, 1)],
    [
      "Inputs outside the intended purpose above plan",
      (log) => times(5, () => log.outOfScopeInput({ input: { age: 3 }, reason: "not_a_person" })),
    ],
  ])("%s: told where it is so", async (title, play) => {
    await logged(play);
    expect(await organisation.alerts()).toContain(title);
  });

  it("Unregistered model version in the log: told at the first decision of a version that the config does not list", async () => {
    await logged((log) => log.inference(CALL), "2");
    expect(await organisation.alerts()).toContain("Unregistered model version in the log");
  });

  it("No Art 12 log entries: told when a system has been silent for longer than its plan, though nothing else happens", async () => {
    await logged(usual);
    const silent = async (minutes: number) =>
      (await organisation.evaluate(minutes)).evaluations.find(({ monitor }) =>
        monitor.endsWith("[credit-scoring] No Art 12 log entries"),
      )?.state;
    expect(await silent(6)).toBe("OK");
    expect(await silent(90)).toBe("OK");
    expect(await silent(100)).toBe("No Data");
  });
});
