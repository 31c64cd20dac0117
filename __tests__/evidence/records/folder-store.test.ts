import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FolderRecordStore, recordKey, type StoredKey } from "../../../evidence/records";
import { temporaryFolder } from "../../temporary";

const KEY = recordKey("gate", 1);

async function all(store: FolderRecordStore, after?: string): Promise<StoredKey[]> {
  const keys: StoredKey[] = [];
  for await (const stored of store.list("records/gate/", after)) keys.push(stored);
  return keys;
}

describe("A folder of records", () => {
  it("keeps what was written first when many write to one key at once", async () => {
    const dir = temporaryFolder();
    const writers = Array.from({ length: 20 }, (_, n) =>
      new FolderRecordStore(dir).putIfAbsent(KEY, Buffer.from(`${n}`)),
    );
    const outcomes = (await Promise.all(writers)).map(({ is }) => is);
    const [winner] = outcomes.flatMap((is, n) => (is === "written" ? [n] : []));
    expect(outcomes.filter((is) => is === "written")).toHaveLength(1);
    const store = new FolderRecordStore(dir);
    const [stored] = await all(store);
    expect((await store.read(stored!.versions[0]!)).toString()).toBe(`${winner}`);
    expect(readdirSync(join(dir, "records/gate"))).toEqual(["000000000001.dsse.json"]);
  });

  it("lists keys in order with their versions oldest first, and markers apart", async () => {
    const dir = temporaryFolder();
    const store = new FolderRecordStore(dir);
    for (const n of [10, 2, 1]) await store.putIfAbsent(recordKey("gate", n), Buffer.from("x"));
    for (const suffix of ["@v3", "@v2", "@v4.delete-marker"]) writeFileSync(join(dir, KEY + suffix), "y");
    const listed = (await all(store)).map(({ key, versions, deleteMarkers }) => ({
      key,
      versions: versions.map(({ versionId }) => versionId),
      deleteMarkers: deleteMarkers.map(({ versionId }) => versionId),
    }));
    expect(listed).toEqual([
      { key: KEY, versions: ["null", "v2", "v3"], deleteMarkers: ["v4"] },
      { key: recordKey("gate", 2), versions: ["null"], deleteMarkers: [] },
      { key: recordKey("gate", 10), versions: ["null"], deleteMarkers: [] },
    ]);
    expect((await all(store, recordKey("gate", 2))).map(({ key }) => key)).toEqual([recordKey("gate", 10)]);
    expect((await store.read({ ...(await all(store))[0]!.versions[1]! })).toString()).toBe("y");
  });

  it("does not read half-written files, folders or links", async () => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, "records/gate/folder"), { recursive: true });
    writeFileSync(join(dir, "records/gate/.half"), "{");
    symlinkSync("/etc/hostname", join(dir, KEY));
    expect(await all(new FolderRecordStore(dir))).toEqual([]);
  });

  it("names its streams, and says so when it is not there", async () => {
    const dir = temporaryFolder();
    const store = new FolderRecordStore(dir);
    expect(await store.streams()).toEqual([]);
    for (const stream of ["keys", "gate"]) await store.putIfAbsent(recordKey(stream, 1), Buffer.from("x"));
    expect(await store.streams()).toEqual(["gate", "keys"]);
    const missing = new FolderRecordStore(join(dir, "nowhere"));
    await expect(missing.streams()).rejects.toMatchObject({ code: "records-folder-missing" });
  });
});
