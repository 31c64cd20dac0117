import { MODEL, OTHER_MODEL, OTHER_RUN, RUN, UNKNOWN_MODEL, UNKNOWN_RUN, workshop } from "./workshop";

const refused = (code: string) => expect.objectContaining({ code });

test.each([
  [`7/${RUN}/artifacts/model/MLmodel`, `run:${RUN}`],
  [`7/${RUN}/artifacts/a folder/größe (v1).txt`, `run:${RUN}`],
  [`8/${OTHER_RUN}/artifacts/x`, `run:${OTHER_RUN}`],
  [`7/models/${MODEL}/artifacts/model.pkl`, `model:${MODEL}`],
  // The names of files belong to whoever made them: the first owner counts.
  [`7/${RUN}/artifacts/8/${OTHER_RUN}/artifacts/x`, `run:${RUN}`],
  [`7/${RUN}/artifacts/models/${MODEL}/artifacts/x`, `run:${RUN}`],
])("An upload to %s is a write to %s, until its last byte", async (path, target) => {
  const shop = workshop();
  const ended = await shop.upload(path);
  expect([shop.begun, shop.open()]).toEqual([[[target]], 1]);
  await ended({ status: 200 });
  expect(shop.open()).toBe(0);
});

test.each([`7/${RUN}/artifacts/model/MLmodel`, `7/models/${MODEL}/artifacts/MLmodel`])(
  "What is frozen takes no upload to %s",
  async (path) => {
    const shop = workshop();
    shop.frozen.add(`run:${RUN}`).add(`model:${MODEL}`);
    await expect(shop.upload(path)).rejects.toEqual(refused("RESOURCE_CONFLICT"));
  },
);

test.each([
  ["another experiment than the run's", `8/${RUN}/artifacts/x`, "PERMISSION_DENIED"],
  ["another experiment than the model's", `8/models/${MODEL}/artifacts/x`, "PERMISSION_DENIED"],
  ["a model whose artifacts are elsewhere", `7/models/${OTHER_MODEL}/artifacts/x`, "PERMISSION_DENIED"],
  ["a run that does not exist", `7/${UNKNOWN_RUN}/artifacts/x`, "RESOURCE_DOES_NOT_EXIST"],
  ["a model that does not exist", `7/models/${UNKNOWN_MODEL}/artifacts/x`, "RESOURCE_DOES_NOT_EXIST"],
  ["nobody's folder", "free/for/all.bin", "PERMISSION_DENIED"],
  ["a run's folder beside its artifacts", `7/${RUN}/x`, "PERMISSION_DENIED"],
  ["the artifacts themselves", `7/${RUN}/artifacts`, "PERMISSION_DENIED"],
  ["an empty name", `7/${RUN}/artifacts/`, "INVALID_PARAMETER_VALUE"],
  ["a folder before the experiment", `x/7/${RUN}/artifacts/x`, "PERMISSION_DENIED"],
  ["a run in capitals", `7/${"A".repeat(32)}/artifacts/x`, "PERMISSION_DENIED"],
  ["the folder above", `7/${RUN}/artifacts/../../${OTHER_RUN}/artifacts/x`, "INVALID_PARAMETER_VALUE"],
  ["the folder above, encoded once more", `7/${RUN}/artifacts/%2e%2e/x`, "INVALID_PARAMETER_VALUE"],
  ["a folder by backslash", `7/${RUN}/artifacts/..\\x`, "INVALID_PARAMETER_VALUE"],
  ["a file address", `file:///7/${RUN}/artifacts/x`, "INVALID_PARAMETER_VALUE"],
  ["traces", "7/traces/tr-1/artifacts/traces.json", "PERMISSION_DENIED"],
])("An upload to %s is refused", async (_, path, code) => {
  const shop = workshop();
  await expect(shop.upload(path)).rejects.toEqual(refused(code));
  expect(shop.begun).toEqual([]);
});

test("A run is looked up once for all its files, one that is missing every time", async () => {
  const shop = workshop();
  for (const name of ["a", "b", "c"])
    await (
      await shop.upload(`7/${RUN}/artifacts/${name}`)
    )({ status: 200 });
  expect(shop.asked).toHaveLength(1);
  for (const name of ["a", "b"])
    await expect(shop.upload(`7/${UNKNOWN_RUN}/artifacts/${name}`)).rejects.toThrow();
  expect(shop.asked).toHaveLength(3);
});

test("An upload that broke off counts as under way for a while: MLflow may still be writing", async () => {
  jest.useFakeTimers();
  try {
    const shop = workshop();
    await (
      await shop.upload(`7/${RUN}/artifacts/x`)
    )({});
    expect(shop.open()).toBe(1);
    jest.advanceTimersByTime(60_000);
    expect(shop.open()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});

test("An upload from MLflow's pages is a write to its run", async () => {
  const shop = workshop();
  await shop.uploadFromPage({ run_uuid: RUN, path: "notes.txt" });
  expect(shop.begun).toEqual([[`run:${RUN}`]]);
  for (const [query, code] of [
    [{ run_uuid: UNKNOWN_RUN, path: "x" }, "RESOURCE_DOES_NOT_EXIST"],
    [{ run_uuid: `${RUN} `, path: "x" }, "INVALID_PARAMETER_VALUE"],
    [{ run_uuid: RUN, path: "../x" }, "INVALID_PARAMETER_VALUE"],
    [{ run_uuid: RUN }, "INVALID_PARAMETER_VALUE"],
    [{ path: "x" }, "INVALID_PARAMETER_VALUE"],
  ] as const)
    await expect(shop.uploadFromPage(query)).rejects.toEqual(refused(code));
});
