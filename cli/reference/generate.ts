import { join } from "node:path";
import { program } from "../main";
import { commandsPage } from "./commands";
import { configurationPage } from "./configuration";
import { decisionsPage } from "./decisions";
import { errorsPage } from "./errors";
import { faqPage } from "./faq";
import { lawPage } from "./law";
import { recordsPage } from "./records";

const ROOT = join(__dirname, "../..");

/** The pages of docs/ that say what the code says, with their paths from the repository root. */
export const generatedFiles = [
  { path: "docs/reference/cli.md", content: commandsPage(program()) },
  { path: "docs/reference/errors.md", content: errorsPage(join(ROOT, "errors")) },
  { path: "docs/reference/configuration.md", content: configurationPage() },
  { path: "docs/reference/records.md", content: recordsPage() },
  { path: "docs/reference/law.md", content: lawPage() },
  { path: "docs/faq.md", content: faqPage() },
  { path: "docs/adr/README.md", content: decisionsPage(join(ROOT, "docs/adr")) },
];
