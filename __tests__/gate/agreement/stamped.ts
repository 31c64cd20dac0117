import { stampsOf, USER_TAG } from "../../../gate/stamps";
import { MODEL, RUN } from "../decisions/fake-mlflow";
import { anna } from "../decisions/world";
import { Survivors } from "../recovery/survivors";

/** What the gate writes on what is made through it. */
export const stamps = (call: string, at: number) =>
  [...stampsOf({ id: call, principal: anna }, new Date(at)), { key: USER_TAG, value: anna.name }].map(
    (tag) => ({ ...tag }),
  );

/** Run, logged model and version 1 as if they had been made through the gate, and approved. */
export async function stampedAndApproved(): Promise<Survivors> {
  const survivors = new Survivors();
  const { mlflow, state } = survivors;
  mlflow.runs.get(RUN)!.tags.push(...stamps("call-run", 900));
  mlflow.runs.get(RUN)!.user_id = anna.name;
  mlflow.models.get(MODEL)!.tags.push(...stamps("call-model", 950));
  mlflow.versions.get("credit/1")!.tags = stamps("call-1", 1_001);
  await state.contributed(["version:credit/1"], anna);
  await survivors.approve();
  return survivors;
}

/** A further version, made through the gate. */
export async function anotherVersion(
  { mlflow, state }: Survivors,
  version: string,
  more = {},
): Promise<void> {
  mlflow.addVersion(version, { tags: stamps(`call-${version}`, 1_000 + Number(version)), ...more });
  await state.contributed([`version:credit/${version}`], anna);
}
