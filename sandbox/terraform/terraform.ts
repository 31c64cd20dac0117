import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type PlannedChange, Terraform as Runner, type TerraformPlace } from "../../review/terraform";

/** Plans lie beside the stack for as long as they are looked at. */
const PLAN_FILE = "story.tfplan";

/** Terraform for the story and for tests: plans and applies in one step, without the review that a deploy needs. */
export class Terraform {
  private readonly planFile: string;

  private constructor(
    private readonly runner: Runner,
    { stackDir }: TerraformPlace,
  ) {
    this.planFile = join(stackDir, PLAN_FILE);
  }

  /** Terraform on a stack, initialised: its providers are there, or it says which is not. */
  static async on(place: TerraformPlace): Promise<Terraform> {
    const runner = new Runner(place);
    await runner.init();
    return new Terraform(runner, place);
  }

  /** Applies what is declared; answers with what was to be changed. */
  apply(): Promise<readonly PlannedChange[]> {
    return this.planned(async (changes) => {
      if (changes.length === 0) return;
      const { fault } = await this.runner.apply(this.planFile);
      if (fault) throw fault;
    });
  }

  /** Plans without applying: an empty answer means that what is deployed is what is declared. */
  plan(): Promise<readonly PlannedChange[]> {
    return this.planned(async () => undefined);
  }

  /** Whether the stack is valid for its providers' own schemas; asks nothing of their services. */
  validate(): Promise<void> {
    return this.runner.validate();
  }

  private async planned(action: (changes: readonly PlannedChange[]) => Promise<void>) {
    try {
      const changes = await this.runner.plan(this.planFile);
      await action(changes);
      return changes;
    } finally {
      await rm(this.planFile, { force: true });
    }
  }
}
