import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { actors } from "../records/actors";
import { DAY_MS, HOUR_MS, KEYS, world, type Entry } from "./world";

const missing = (run: Awaited<ReturnType<Awaited<ReturnType<typeof world>>["take"]>>) =>
  run.taken.flatMap(({ details }) => details.missing.map(({ what, because }) => `${what}: ${because}`));
const periods = (run: Awaited<ReturnType<Awaited<ReturnType<typeof world>>["take"]>>) =>
  run.taken.map(({ details }) => details.period);
const titles = (entries: readonly Entry[]) =>
  entries.map(
    (entry) =>
      (entry as unknown as { attributes: { attributes: { title: string } } }).attributes.attributes.title,
  );

describe("what Datadog knows is copied into the vault", () => {
  it("each thing as the vendor gives it, named by a signed record under its digest", async () => {
    const house = await world();
    const { id } = await house.monitor("No entries");
    await house.ask("POST", "/api/v1/slo", {
      ...{
        name: "Delivered",
        type: "monitor",
        monitor_ids: [id],
        thresholds: [{ timeframe: "30d", target: 99 }],
      },
      tags: ["compliance:eu-ai-act", "env:production"],
    });
    house.pass(HOUR_MS);
    await house.evaluate();
    house.pass(HOUR_MS);
    const run = await house.take();
    expect(missing(run)).toEqual([]);
    expect(run.taken[0]?.details.documents.map(({ what, entries }) => [what, entries])).toEqual([
      ["monitors", 1],
      ["objectives", 1],
      ["alerts", 1],
      ["objective-results", 1],
      ["audit-events", 2],
    ]);
    const [monitor] = await house.copied("monitors", run);
    expect(monitor).toMatchObject(
      ((await house.ask("GET", "/api/v1/monitor?with_downtimes=true")) as object[])[0] ?? {},
    );
    expect(titles(await house.copied("alerts", run))).toEqual(["[Triggered] No entries"]);
    expect(await house.copied("objective-results", run)).toMatchObject([
      { result: { overall: { history: expect.arrayContaining([[expect.any(Number), 1]]) } } },
    ]);
    expect((await house.verify()).findings).toEqual([]);
  });

  it("and can be read and checked with Datadog gone", async () => {
    const house = await world();
    await house.monitor("No entries");
    const run = await house.take();
    await house.datadog.stop();
    expect(await house.copied("monitors", run)).toMatchObject([{ name: "No entries" }]);
    expect(await house.verify()).toMatchObject({ records: 1, findings: [] });
  });

  it("of this environment and of the organisation, not of another environment or another team", async () => {
    const house = await world();
    await house.monitor("ours");
    await house.monitor("the organisation's", ["datadog_org:example"]);
    await house.monitor("the sandbox's", ["env:sandbox"]);
    await house.ask("POST", "/api/v1/monitor", {
      ...{ name: "of another team", type: "query alert", query: "avg(last_5m):avg:system.load.1{*} > 4" },
    });
    const run = await house.take();
    expect((await house.copied("monitors", run)).map(({ name }) => name)).toEqual([
      "ours",
      "the organisation's",
    ]);
  });

  it("page by page, however many there are, in documents that a reader can hold", async () => {
    const house = await world();
    const all = Array.from({ length: 2_050 }, (_, id) => ({
      ...{ id, name: `monitor ${id}`, tags: ["compliance:eu-ai-act"], message: "what it means ".repeat(20) },
    }));
    const pages: string[] = [];
    const answers = jest.spyOn(globalThis, "fetch").mockImplementation(async (asked) => {
      const { pathname, searchParams } = new URL(String(asked));
      if (pathname !== "/api/v1/monitor") return Response.json({ data: [] });
      const [page, size] = ["page", "page_size"].map((name) => Number(searchParams.get(name))) as [
        number,
        number,
      ];
      pages.push(`${page} of ${size}`);
      return Response.json(all.slice(page * size, (page + 1) * size));
    });
    const run = await house.take({ mostDocumentBytes: 100_000 }).finally(() => answers.mockRestore());
    expect(pages).toEqual(["0 of 1000", "1 of 1000", "2 of 1000"]);
    expect((await house.copied("monitors", run)).map(({ name }) => name)).toEqual(
      all.map(({ name }) => name),
    );
    const documents = run.taken[0]?.details.documents.filter(({ what }) => what === "monitors") ?? [];
    expect(documents.length).toBeGreaterThan(3);
    expect(Math.max(...documents.map(({ bytes }) => bytes))).toBeLessThan(101_000);
  });

  it("with a downtime that mutes a monitor, without which the monitor looks as if it watched", async () => {
    const house = await world();
    const { id } = await house.monitor("muted");
    await house.ask("POST", "/api/v2/downtime", {
      data: { attributes: { scope: "*", monitor_identifier: { monitor_id: id } } },
    });
    expect(await house.copied("monitors", await house.take())).toMatchObject([
      { matching_downtimes: [{ scope: "*" }] },
    ]);
  });
});

describe("the periods of copies join", () => {
  it("night after night, each alert in exactly one of them", async () => {
    const house = await world();
    await house.monitor("No entries", ["env:production"], { options: { renotify_interval: 60 } });
    const runs = [];
    for (let night = 0; night < 4; night++) {
      for (let hour = 0; hour < 24; hour++) {
        house.pass(HOUR_MS);
        await house.evaluate();
      }
      runs.push(await house.take());
    }
    const alerts = await house.copied("alerts", ...runs);
    const all = (await house.ask("GET", "/api/v2/events?page[limit]=1000")) as { data: { id: string }[] };
    // The very last one is younger than what Datadog's searches are sure to show.
    expect(alerts.map(({ id }) => id)).toEqual(all.data.slice(0, -1).map(({ id }) => id));
    expect((await house.verify()).copied["alerts"]).toHaveLength(1);
  });

  it("after a week that was missed, in one record a week", async () => {
    const house = await world();
    await house.monitor("No entries");
    await house.take();
    house.pass(10 * DAY_MS);
    await house.evaluate();
    house.pass(DAY_MS);
    const late = await house.take();
    expect(periods(late)).toHaveLength(2);
    expect(titles(await house.copied("alerts", late))).toEqual(["[Triggered] No entries"]);
    expect(await house.verify()).toMatchObject({ findings: [] });
  });

  it("as far as Datadog's own memory goes, and what is lost is said, part by part, and once", async () => {
    const house = await world();
    await house.take();
    house.pass(120 * DAY_MS);
    const late = await house.take();
    expect(missing(late)).toEqual([
      expect.stringMatching(/^audit-events: lost: Datadog keeps this for 90 days/),
      expect.stringMatching(/^objective-results: lost: Datadog keeps this for 89 days/),
    ]);
    const { findings, copied } = await house.verify();
    expect(findings.map(({ code, where }) => [code, where])).toEqual([
      ["lost", "objective-results"],
      ["lost", "audit-events"],
    ]);
    expect(copied["alerts"]).toHaveLength(1);
    expect(copied["audit-events"]).toHaveLength(2);
    house.pass(DAY_MS);
    expect(missing(await house.take())).toEqual([]);
  });

  it("from where it is told the first time, and from a day ago otherwise", async () => {
    const house = await world();
    const since = new Date(house.now().getTime() - 3 * DAY_MS).toISOString();
    expect(periods(await house.take({ since }))[0]?.from).toBe(since);
    const other = await world();
    const [first] = periods(await other.take());
    expect(Date.parse(first?.to ?? "") - Date.parse(first?.from ?? "")).toBe(DAY_MS);
  });

  it("also where it is done twice in a minute: nothing is copied twice", async () => {
    const house = await world();
    await house.monitor("No entries");
    const first = await house.take();
    const again = await house.take();
    expect(again.taken.map(({ details }) => details.documents.map(({ what }) => what))).toEqual([
      ["monitors", "objectives"],
    ]);
    const kept = (run: typeof first) =>
      run.taken[0]?.details.documents.find(({ what }) => what === "objectives")?.sha256;
    expect(kept(again)).toBe(kept(first));
  });
});

describe("what could not be copied is missing, never empty", () => {
  const places = [
    { what: "monitors", path: "/api/v1/monitor" },
    { what: "objectives", path: "/api/v1/slo" },
    { what: "alerts", path: "/api/v2/events" },
    { what: "audit-events", path: "/api/v2/audit/events" },
  ];
  it.each(places)("$what, when the key may not read them", async ({ what, path }) => {
    const house = await world();
    await house.fault({ method: "GET", path, status: 403, times: 9 });
    const run = await house.take();
    expect(missing(run)).toContain(`${what}: ${house.datadog.url}${path}: HTTP 403`);
    expect(run.taken.flatMap(({ details }) => details.documents.map((each) => each.what))).not.toContain(
      what,
    );
  });

  it.each(places.filter(({ what }) => what === "alerts" || what === "audit-events"))(
    "$what of a night that Datadog did not answer are asked for again the next night, and then all are there",
    async ({ what, path }) => {
      const house = await world();
      await house.monitor("No entries");
      house.pass(HOUR_MS);
      await house.evaluate();
      house.pass(HOUR_MS);
      await house.fault({ method: "GET", path, status: 500, times: 99 });
      const night = await house.take();
      expect(missing(night)).toEqual([`${what}: ${house.datadog.url}${path}: HTTP 500`]);
      expect((await house.verify()).findings).toMatchObject([{ code: "not-copied", where: what }]);
      await house.healed();
      house.pass(DAY_MS);
      const next = await house.take();
      expect(missing(next)).toEqual([]);
      expect(await house.copied(what, next)).toHaveLength(1);
      expect(await house.verify()).toMatchObject({ findings: [] });
    },
  );

  it("when a later page fails: what came is kept, and the period is asked for again", async () => {
    const house = await world();
    for (let made = 0; made < 1_001; made++)
      await house.ask("POST", "/api/v2/downtime", { data: { attributes: { scope: `host:${made}` } } });
    house.pass(HOUR_MS);
    await house.fault({ method: "GET", path: "/api/v2/audit/events", status: 403, times: 9, skip: 1 });
    const night = await house.take();
    expect(missing(night)).toHaveLength(1);
    expect(await house.copied("audit-events", night)).toHaveLength(1_000);
    await house.healed();
    expect(await house.copied("audit-events", await house.take())).toHaveLength(1_001);
  }, 60_000);

  it("when Datadog says of a page that it may be partial", async () => {
    const house = await world();
    const answers = jest
      .spyOn(globalThis, "fetch")
      .mockImplementation(async (url) =>
        String(url).includes("/api/v2/")
          ? Response.json({ data: [], meta: { warnings: [{ title: "One or several indexes are missing" }] } })
          : Response.json(String(url).includes("/slo") ? { data: [] } : []),
      );
    const run = await house.take().finally(() => answers.mockRestore());
    expect(missing(run)).toEqual([
      expect.stringContaining("alerts: "),
      expect.stringContaining("results may be partial: One or several indexes are missing"),
    ]);
  });

  it("when an answer is longer than is read at once", async () => {
    const house = await world();
    await house.monitor("No entries", ["env:production"], { message: "long ".repeat(500) });
    const run = await house.take({ access: { ...house.access, mostBytes: 2_000 } });
    expect(missing(run)).toEqual([expect.stringContaining("more than 2000 bytes in one answer")]);
  });

  it("and Datadog's limit is waited for", async () => {
    const house = await world();
    await house.fault({
      method: "GET",
      path: "/api/v2/audit/events",
      status: 429,
      times: 2,
      resetSeconds: 0,
    });
    expect(missing(await house.take())).toEqual([]);
  });

  it("of one objective does not keep the others from being copied", async () => {
    const house = await world();
    const { id } = await house.monitor("No entries");
    const made: string[] = [];
    for (const name of ["a", "b"]) {
      const { data } = (await house.ask("POST", "/api/v1/slo", {
        ...{ name, type: "monitor", monitor_ids: [id], thresholds: [{ timeframe: "30d", target: 99 }] },
        tags: ["compliance:eu-ai-act"],
      })) as { data: { id: string }[] };
      made.push(data[0]?.id ?? "");
    }
    await house.fault({ method: "GET", path: `/api/v1/slo/${made[0]}/history`, status: 404, times: 1 });
    const run = await house.take();
    expect(missing(run)).toEqual([expect.stringContaining(`/api/v1/slo/${made[0]}/history: HTTP 404`)]);
    expect(await house.copied("objective-results", run)).toMatchObject([{ objective: made[1] }]);
  });
});

describe("no secret, and nobody's place, is copied", () => {
  it("of headers, tokens, passwords, keys and addresses, and what is left out is counted", async () => {
    const house = await world();
    const secrets = {
      message: `call https://hooks.example.org/x?token=s3cr3t-t0ken with ${KEYS.apiKey}, or https://bot:hunter2@example.org`,
      options: {
        custom_headers: '{"authorization":"Bearer abc"}',
        webhook_token: "t0pS3cret",
        client_ip: "203.0.113.7",
      },
    };
    await house.monitor("careless", ["env:production"], secrets);
    const run = await house.take();
    for (const file of readdirSync(join(house.vault, "documentation/sha256"))) {
      const text = readFileSync(join(house.vault, "documentation/sha256", file), "utf8");
      for (const secret of ["s3cr3t-t0ken", KEYS.apiKey, "hunter2", "Bearer abc", "t0pS3cret", "203.0.113.7"])
        expect(text).not.toContain(secret);
    }
    const [monitor] = (await house.copied("monitors", run)) as unknown as {
      message: string;
      options: object;
    }[];
    expect(monitor?.message).toMatch(/^call https:\/\/hooks.example.org\/x\[left out: /);
    expect(monitor?.options).toMatchObject({ custom_headers: "[left out: headers may carry tokens]" });
  });

  it("and an id that no double holds keeps all its digits", async () => {
    const house = await world();
    const body =
      '{"data":[{"id":"a","attributes":{"tags":["compliance:eu-ai-act"],"attributes":{"evt":{"id":6567977849972254562}}}}]}';
    const answers = jest.spyOn(globalThis, "fetch").mockImplementation(async (url) => {
      if (String(url).includes("/api/v2/events") && !String(url).includes("cursor"))
        return new Response(body);
      return Response.json(String(url).includes("monitor") ? [] : { data: [] });
    });
    const run = await house.take().finally(() => answers.mockRestore());
    expect(await house.copied("alerts", run)).toMatchObject([
      { attributes: { attributes: { evt: { id: "6567977849972254562" } } } },
    ]);
  });
});

describe("a run that is stopped half way", () => {
  it("goes on from the week it was at: what is recorded is not asked for again", async () => {
    const house = await world();
    await house.take();
    house.pass(20 * DAY_MS);
    let kept = 0;
    const dying = {
      name: "the vault",
      has: () => Promise.resolve(false),
      read: () => Promise.resolve(undefined),
      put: async (...put: Parameters<typeof house.documents.put>) => {
        if (++kept > 4) throw new Error("killed");
        await house.documents.put(...put);
      },
    };
    await expect(house.take({ documents: dying })).rejects.toThrow("killed");
    expect((await house.verify()).records).toBe(2);
    const rest = await house.take();
    expect(periods(rest)).toHaveLength(2);
    expect(await house.verify()).toMatchObject({ records: 4, findings: [] });
  });

  it("leaves no half document in place of one", async () => {
    const house = await world();
    await house.take();
    expect(
      readdirSync(join(house.vault, "documentation/sha256")).every((name) => /^[0-9a-f]{64}$/.test(name)),
    ).toBe(true);
  });
});

describe("two at once", () => {
  it("one of them records, the other leaves it to the first; nothing is copied twice", async () => {
    const house = await world();
    await house.monitor("No entries");
    const runs = await Promise.all([house.take(), house.take()]);
    const records = runs.flatMap(({ taken }) => taken.filter(({ record }) => record));
    expect(records.length).toBeGreaterThan(0);
    expect(await house.verify()).toMatchObject({ findings: [] });
    house.pass(DAY_MS);
    expect(periods(await house.take())).toHaveLength(1);
  });
});

describe("checking the copies", () => {
  const taken = async () => {
    const house = await world();
    await house.monitor("No entries");
    const run = await house.take();
    const document = run.taken[0]?.details.documents[0];
    return { house, file: join(house.vault, "documentation/sha256", document?.sha256 ?? "") };
  };

  it("finds a document that is gone", async () => {
    const { house, file } = await taken();
    rmSync(file);
    expect(existsSync(file)).toBe(false);
    expect((await house.verify()).findings).toMatchObject([{ code: "document-missing", reason: "monitors" }]);
  });

  it("finds a document that was changed", async () => {
    const { house, file } = await taken();
    writeFileSync(file, readFileSync(file, "utf8").replace("No entries", "No troubles"));
    expect((await house.verify()).findings).toMatchObject([{ code: "document-changed" }]);
  });

  it("goes by no record that the wrong key signed: its period is copied again", async () => {
    const house = await world();
    await house.take({ signer: actors.gate.signer });
    expect((await house.verify()).findings).toMatchObject([{ code: "record", reason: expect.any(String) }]);
    const run = await house.take();
    expect(run.doubtful).not.toEqual([]);
    expect(run.taken[0]?.details.documents.map(({ what }) => what)).toContain("alerts");
  });
});

describe("a dry run", () => {
  it("reads all of it and keeps nothing", async () => {
    const house = await world();
    await house.monitor("No entries");
    const run = await house.take({ signer: undefined });
    expect(run.taken[0]?.details.documents[0]).toMatchObject({ what: "monitors", entries: 1 });
    expect(existsSync(join(house.vault, "documentation"))).toBe(false);
    expect(await house.records.streams()).toEqual([]);
  });
});
