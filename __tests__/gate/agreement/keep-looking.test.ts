import { keepLooking, type KeepLooking } from "../../../gate/agreement/keep-looking";
import type { Notes } from "../../../gate/agreement";
import { FolderDocumentStore } from "../../../evidence/documentation";
import { FolderRecordStore } from "../../../evidence/records";
import { ringWith } from "../../evidence/records/actors";
import { ROOT } from "../decisions/fake-mlflow";
import { CHAMPION, rules } from "./rules";
import type { Survivors } from "../recovery/survivors";
import { Life } from "../recovery/mortal";
import { stampedAndApproved } from "./stamped";

const WEIGHTS = `${ROOT}/data/model.pkl`;

const vaultOf = ({ folder: { dir } }: Survivors) => ({
  ...{ records: new FolderRecordStore(dir), documents: new FolderDocumentStore(dir), ring: ringWith() },
});

/** A gate's own look that is made again as soon as it can be, until so many were told or logged. */
async function looking(
  survivors: Survivors,
  looks: number,
  more: Partial<KeepLooking> = {},
  between: (look: number) => void = () => undefined,
) {
  const told: Notes[] = [];
  const logged: Record<string, unknown>[] = [];
  let enough: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (enough = resolve));
  const count = (): void => {
    const made =
      told.length + logged.filter(({ because }) => String(because).startsWith("not looked at")).length;
    between(made);
    if (made >= looks) enough();
  };
  const watch = keepLooking({
    environment: "production",
    vault: async () => vaultOf(survivors),
    ...{ upstream: survivors.mlflow, rules, state: survivors.state },
    ...{ firstAfterMs: 0, againAfterMs: 1, settleMs: 0 },
    tell: (notes) => {
      told.push(notes);
      count();
    },
    log: (_, entry) => {
      logged.push(entry);
      if (entry["code"] === undefined && String(entry["because"]).startsWith("not")) count();
    },
    ...more,
  });
  await done;
  await watch.stop();
  return { told, logged };
}

const summary = (notes: readonly Notes[]) =>
  notes.map(({ findings, recovered }) => [
    ...findings.map(({ code, is }) => `${is} ${code}`),
    ...recovered.map(({ code }) => `recovered ${code}`),
  ]);

describe("A gate looks at the registry by itself", () => {
  let survivors: Survivors;
  beforeEach(async () => {
    survivors = await stampedAndApproved();
    await survivors.promote(new Life(), { door: CHAMPION });
  });

  it("and says in its log that records and registry agree", async () => {
    const { told, logged } = await looking(survivors, 1);
    expect(summary(told)).toEqual([[]]);
    expect(logged).toEqual([expect.objectContaining({ because: "records and registry agree", places: 1 })]);
  });

  it("and tells what it finds once, that it has changed, and that it is gone", async () => {
    const { files } = survivors.mlflow;
    const before = files.get(WEIGHTS)!;
    files.set(WEIGHTS, "others");
    const { told } = await looking(survivors, 4, {}, (look) => {
      if (look === 2) files.set(WEIGHTS, "yet others");
      if (look === 3) files.set(WEIGHTS, before);
    });
    expect(summary(told).slice(0, 4)).toEqual([
      ["new artifacts-changed"],
      ["standing artifacts-changed"],
      ["changed artifacts-changed"],
      ["recovered artifacts-changed"],
    ]);
  });

  it("and goes on when vault or MLflow cannot be read, which it says", async () => {
    let fails = true;
    const { told, logged } = await looking(
      survivors,
      2,
      {
        vault: async () => {
          if (fails) throw new Error("the vault does not answer");
          return vaultOf(survivors);
        },
      },
      () => (fails = false),
    );
    expect(logged[0]).toMatchObject({ because: "not looked at: the vault does not answer" });
    expect(summary(told)).toEqual([[]]);
  });

  it("and ends with the gate, though it is in the middle of a large model", async () => {
    let reading: () => void = () => undefined;
    const began = new Promise<void>((resolve) => (reading = resolve));
    const endless: KeepLooking["upstream"] = {
      send: (request) => survivors.mlflow.send(request),
      artifact: async () =>
        (async function* () {
          for (;;) {
            reading();
            yield Buffer.alloc(1024);
            await new Promise((resolve) => setImmediate(resolve));
          }
        })(),
    };
    const told: Notes[] = [];
    const watch = keepLooking({
      environment: "production",
      vault: async () => vaultOf(survivors),
      ...{ upstream: endless, rules, firstAfterMs: 0, settleMs: 0 },
      ...{ tell: (notes) => void told.push(notes), log: () => undefined },
    });
    await began;
    await watch.stop();
    expect(told).toEqual([]);
  });
});
