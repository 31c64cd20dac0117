import { Command } from "commander";
import { ATLASSIAN_HELP } from "./atlassian-access";
import { publishDocuments } from "./publish-actions";

export interface PublishOptions {
  readonly environment: string;
  readonly system: string;
  readonly documents?: string;
  readonly configs: string;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

const HELP = `
Creates a page for each document, below confluence.parent of the environment's file; updates it when its document has changed, and
only then; links the documents to each other and to the system's dashboard in Datadog. A page that a person changed, or that
somebody else made, is left alone and named: docs/publish.md.
${ATLASSIAN_HELP}

Exit codes:
  0  every page is what its document is
  1  the input or the environment is at fault
  2  a page was left alone; in a dry run: a page would change

Examples:
  $ evidence publish --environment production --system credit-scoring --dry-run
  $ evidence publish --environment production --system credit-scoring`;

/** `evidence publish`: the generated documents in Confluence. */
export function publishCommand(): Command {
  return new Command("publish")
    .description("Publish the generated documents of a system (Annex IV) as pages of Confluence.")
    .requiredOption("--environment <id>", "environment, as in configs/environments/")
    .requiredOption("--system <id>", "AI system, as in configs/systems/")
    .option(
      "--documents <dir>",
      "folder with what `evidence documents` wrote (default: docs/generated/<environment>/<system>)",
    )
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--force", "lay pages over what a person changed, or what somebody else made", false)
    .option("--dry-run", "show what would change, line by line, and change nothing", false)
    .option("--json", "print the result as JSON on stdout", false)
    .addHelpText("after", HELP)
    .action((options: PublishOptions) => publishDocuments(options));
}
