import { listAt } from "../../json-at";
import * as bodies from "./bodies";
import { closeOrganisation, emptyOrganisation, type Organisation } from "./organisation";

const { PATHS } = bodies;
afterEach(closeOrganisation);

const ROWS = [
  {
    ...{ kind: "archives", path: PATHS.archive, orderPath: PATHS.archiveOrder, status: 422 },
    make: (name: string) => bodies.archive(name),
    order: (ids: readonly string[]) => bodies.attributes("archive_order", { archive_ids: ids }),
    read: (body: unknown) => listAt(body, "data", "attributes", "archive_ids"),
    says: "Missing order for archive",
  },
  {
    ...{ kind: "indexes", path: PATHS.index, orderPath: PATHS.indexOrder, status: 400 },
    make: (name: string) => bodies.index(name),
    order: (ids: readonly string[]) => ({ index_names: ids }),
    read: (body: unknown) => listAt(body, "index_names"),
    says: "Missing order for index",
  },
  {
    ...{ kind: "pipelines", path: PATHS.pipeline, orderPath: PATHS.pipelineOrder, status: 422 },
    make: (name: string) => bodies.pipeline(name),
    order: (ids: readonly string[]) => ({ pipeline_ids: ids }),
    read: (body: unknown) => listAt(body, "pipeline_ids"),
    says: "Missing order for pipeline",
  },
] as const;

describe.each(ROWS)("The order of $kind", ({ path, orderPath, make, order, read, status, says }) => {
  /** Three of them, in the order they were made. */
  async function three(): Promise<{ org: Organisation; ids: string[] }> {
    const org = await emptyOrganisation();
    await org.made(PATHS.account, bodies.account());
    const ids: string[] = [];
    for (const name of ["first", "second", "third"]) ids.push(await org.made(path, make(name)));
    return { org, ids };
  }

  it("is that of making, until it is changed", async () => {
    const { org, ids } = await three();
    expect(read((await org.ask("GET", orderPath)).body)).toEqual(ids);
    const turned = ids.toReversed();
    expect(read((await org.ask("PUT", orderPath, order(turned))).body)).toEqual(turned);
    expect(read((await org.ask("GET", orderPath)).body)).toEqual(turned);
    const fourth = await org.made(path, make("fourth"));
    expect(read((await org.ask("GET", orderPath)).body)).toEqual([...turned, fourth]);
  });

  it("is refused, and stays, when it leaves one out", async () => {
    const { org, ids } = await three();
    const answer = await org.ask("PUT", orderPath, order(ids.slice(1)));
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(`${says} ${ids[0]}`);
    expect(read((await org.ask("GET", orderPath)).body)).toEqual(ids);
  });

  it("is refused when it names one that is not there", async () => {
    const { org, ids } = await three();
    const answer = await org.ask("PUT", orderPath, order([...ids, "none"]));
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain("none");
  });
});
