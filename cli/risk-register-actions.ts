import { DATADOG_APP, type Environment } from "../configs";
import {
  alertsUnread,
  EXIT,
  riskRegisterCannotListen,
  riskRegisterKeepsItself,
  riskRegisterOptionInvalid,
  riskRegisterTokenUnusable,
} from "../errors";
import { DatadogUnread } from "../evidence/datadog/read";
import { parsePeriod, type Period } from "../evidence/export";
import { PARTS } from "../evidence/monitoring";
import { mustBeEntitled, readKeyRing, type KeyRing } from "../evidence/records";
import {
  Book,
  catchUp,
  ConfluenceRegister,
  copiedAlerts,
  createDoor,
  JiraRegister,
  RegisterKeeper,
  type Register,
} from "../evidence/risk-register";
import { environmentKey } from "../evidence/signing";
import { jsonLog } from "../gate/log";
import { atlassianAccess } from "./atlassian-access";
import { datadogAccess } from "./datadog-access";
import type { DeliverOptions, RegisterOptions, ServeOptions } from "./risk-register";
import { printCatching } from "./risk-register-output";
import { signerOf } from "./signer-of";
import { vaultOf, type Vault } from "./vault-of";

/** A token of fewer characters can be guessed. */
const SHORTEST_TOKEN = 24;
const TWO_DAYS_MS = 2 * 86_400_000;

const NEEDS = {
  permissions: "the permission events_read",
  fix: "set them, or read the vault's copies: --source vault",
};

/** `evidence risk-register serve` */
export async function serveDoor(options: ServeOptions): Promise<void> {
  const token = process.env["RISK_REGISTER_TOKEN"];
  if (token === undefined || token.length < SHORTEST_TOKEN) throw riskRegisterTokenUnusable(token);
  if (!/^[0-9]{1,5}$/.test(options.port))
    throw riskRegisterOptionInvalid("--port", options.port, "a number from 0 to 65535");
  const { vault, keeper, url } = await composed(options);
  const log = jsonLog(process.stdout);
  const path = new URL(url).pathname;
  const app = createDoor({ keeper, environment: vault.environment.id, path, token, log });
  const [host, port] = [options.host, Number(options.port)];
  const listening = await app.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
    throw riskRegisterCannotListen(`${host}:${port}`, error.code ?? error.message);
  });
  log("info", { event: "listening", url: listening + path, pid: process.pid });
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, resolve);
  });
  log("info", { event: "stopping", signal });
  await app.close();
}

/** `evidence risk-register deliver` */
export async function deliverAlerts(options: DeliverOptions): Promise<void> {
  const period = periodOf(options);
  const { vault, ring, book, keeper } = await composed(options);
  const { environment } = vault;
  const read =
    options.source === "vault"
      ? await copiedAlerts({ ...vault, ring, environment: environment.id }, period, options.to === undefined)
      : { pages: eventsOf(environment, period), unread: [] };
  try {
    const caught = await catchUp({
      ...{ events: read.pages, unread: read.unread, environment: environment.id, book },
      app: DATADOG_APP[environment.datadog.site],
      keeper: options.dryRun ? undefined : keeper,
    });
    printCatching(caught, options.json);
    const waits = caught.round ? caught.round.waiting.length : caught.missed.length;
    if (waits > 0 || caught.unread.length > 0) process.exitCode = EXIT.finding;
  } catch (error) {
    if (error instanceof DatadogUnread) throw alertsUnread(error.place, error.because);
    throw error;
  }
}

function eventsOf(environment: Environment, period: Period) {
  const part = PARTS.find(({ what }) => what === "alerts");
  if (!part) throw new Error("alerts are no part of what is copied");
  return part.entries({ access: datadogAccess(environment, NEEDS), environment: environment.id, period });
}

/** Everything that a register is kept with. */
async function composed(
  options: RegisterOptions,
): Promise<{ vault: Vault; ring: KeyRing; book: Book; keeper: RegisterKeeper; url: string }> {
  const vault = vaultOf(options);
  const { environment, records } = vault;
  const { riskRegister } = environment;
  if (riskRegister?.into === undefined)
    throw riskRegisterKeepsItself(environment.id, riskRegister !== undefined);
  const register = registerOf(riskRegister.into);
  const ring = await readKeyRing(options.keys);
  const key = options.signingKey ?? environmentKey(environment, "detector");
  const signer = await signerOf(key, environment.aws.region);
  mustBeEntitled(ring, signer, "detector");
  const now = (): Date => new Date();
  const book = new Book({ records, ring, signer, environment: environment.id, register: register.kind, now });
  return { vault, ring, book, keeper: new RegisterKeeper(book, register, now), url: riskRegister.url };
}

function registerOf(into: NonNullable<NonNullable<Environment["riskRegister"]>["into"]>): Register {
  const access = atlassianAccess(into.site);
  return into.kind === "jira" ? new JiraRegister(access, into) : new ConfluenceRegister(access, into);
}

function periodOf({ from, to }: DeliverOptions): Period {
  const now = Date.now();
  return parsePeriod(from ?? new Date(now - TWO_DAYS_MS).toISOString(), to ?? new Date(now).toISOString());
}
