import { command } from "../../sandbox/story/evidence-cli";
import { repositoryConfigs } from "../stacks/synthesized";
import { DatadogWorld } from "./world";

const MINUTES = 60_000;

/** What cannot be applied here, because its state and its accounts are elsewhere, still fits the provider. */
describe("The Datadog stacks of all environments, with the real provider", () => {
  let world: DatadogWorld;

  beforeAll(async () => {
    world = await DatadogWorld.start();
    await world.synthesize(repositoryConfigs());
  }, 5 * MINUTES);
  afterAll(() => world?.stop(), MINUTES);

  const terraform = (stack: string, more: Readonly<Record<string, string>>, ...args: string[]) =>
    command("terraform", args, { cwd: world.dirOf(stack), env: { ...process.env, ...world.env, ...more } });

  it(
    "are valid for the provider's own schema",
    async () => {
      // Those with AWS beside Datadog ask for a version of its provider that is not everywhere.
      const stacks = world.datadogStacks().filter((stack) => !("aws" in world.json(stack).provider));
      expect(stacks.some((stack) => stack.startsWith("production-"))).toBe(true);
      for (const stack of stacks) {
        const init = await terraform(stack, {}, "init", "-backend=false", "-input=false", "-no-color");
        expect([stack, init.status, init.stderr]).toEqual([stack, 0, ""]);
        const { status, stderr } = await terraform(stack, {}, "validate", "-no-color");
        expect([stack, status, stderr]).toEqual([stack, 0, ""]);
      }
    },
    5 * MINUTES,
  );

  it.each([
    ["an API key", { DD_API_KEY: "other" }],
    ["an application key", { DD_APP_KEY: "other" }],
  ])(
    "change nothing with %s that is not the organisation's",
    async (_, keys) => {
      const stack = world.datadogStacks().find((name) => name.startsWith("sandbox-art72-monitoring-")) ?? "";
      await terraform(stack, {}, "init", "-input=false", "-no-color");
      const { status, stderr } = await terraform(stack, keys, "plan", "-input=false", "-no-color");
      expect(status).toBe(1);
      expect(stderr).toContain("403 Forbidden");
    },
    2 * MINUTES,
  );
});
