import { writeFileSync } from "node:fs";
import path from "node:path";
import { chainHtml } from "../../evidence/chain";
import { documentHtml, documentsOf } from "../../evidence/documents";
import { documentsInput } from "../../cli/documents-input";
import type { ResponseRequest } from "../../evidence/respond";
import { alert, ChainVault, riskEntry, SYSTEM, type Story } from "../evidence/chain/vault";
import { RespondScene } from "../evidence/respond/scene";
import { temporaryFolder } from "../temporary";

/** The page of one decision's chain, as the vault of a test tells it. */
export async function chainPage(change?: (told: Story) => void): Promise<string> {
  const vault = await ChainVault.of(change);
  return written("chain.html", chainHtml(await vault.follow()));
}

/** The log names another version than the gate let in; the register has the alert. */
export function swapped(told: Story): void {
  told.model["artifact_sha256"] = "e".repeat(64);
  told.alerts = [alert()];
  told.entries = [riskEntry("opened")];
}

/** The cover of an answer to an authority. */
export async function cover(language: ResponseRequest["language"]): Promise<string> {
  const scene = await RespondScene.make();
  const { out } = await scene.respond({ language });
  return path.join(out, "index.html");
}

/** A document of Annex IV, from this repository's own configs. */
export async function documentPage(name: string): Promise<string> {
  const input = documentsInput({ configs: "configs", environment: "production", system: SYSTEM });
  const document = (await documentsOf(input)).find((each) => each.name === name);
  if (document === undefined) throw new Error(`no document ${name}`);
  return written(`${name}.html`, documentHtml(document));
}

function written(name: string, html: string): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, html);
  return file;
}
