import { join } from "node:path";
import { Eta } from "eta";
import { loadConfigs } from "../../configs";
import { costReport } from "./report";
import { costText } from "./text";

const report = costReport(loadConfigs(join(__dirname, "../../configs")), "production");
const templates = new Eta({ views: __dirname, autoEscape: false, autoTrim: false });

/** The page about costs with its example, as `evidence cost` prints it; paths from the repository root. */
export const generatedFiles: readonly { readonly path: string; readonly content: string }[] = [
  { path: "docs/cost.md", content: templates.render("./page", { example: costText(report) }) },
];
