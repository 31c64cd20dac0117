import { DATA_PROTECTION_FACTS, LOG_RETENTION, provision } from "../../../regulation";
import { EVENT_SCHEMA_VERSION } from "../../event/schema";
import { bullets, code, sentence, sentenceWithCode, table } from "../../markdown";
import { CATALOGUE } from "../../queries";
import type { Plan } from "../compose";
import { EVENT_TYPES, fieldsOfEvents, triggerOf } from "../facts/log-metrics";
import { notArchived, notKept } from "../facts/shortfalls";
import type { Facts } from "../facts";
import { adds, suppliedInConfig, tells, unless, type Part } from "../said";
import { asked as element } from "../words";

const asked = (id: string) => element("logsForDeployers", id);

/** Article 13(3)(f): the page about logs for the instructions for use. */
export function logsForDeployers(facts: Facts): Plan {
  return {
    name: "article-13-3-f-logs-for-deployers",
    title: "Logs of this system: how deployers collect, store and interpret them (Article 13(3)(f))",
    ofProvider: true,
    about: `${provision("Art13(3)(f)").summary} This page is made to be a part of them, once the provider has read it. ${provision("Art26(6)").summary}`,
    parts: [collect(facts), store(facts), interpret(facts)],
  };
}

function collect(facts: Facts): Part {
  const { system } = facts.input;
  const { delivery, emitters = [], inputReference } = system;
  return {
    title: "Collecting",
    says: [
      unless(
        notArchived(facts) ?? (delivery === undefined ? suppliedInConfig("delivery") : undefined),
        asked("collect-logs"),
        "The program that runs the system writes the events by itself, with the client that comes with it (`clients/node`, `clients/python`). Nobody has to switch anything on for a single case. What a deployer has to do:",
        bullets([
          "Keep the folder of the client's spool on a disk that outlives the process: what cannot be sent at once waits there, and is sent later.",
          `Supply the keys of the references from a secret store, apart from the logs. Inputs are referenced by ${code(inputReference.algorithm)} over ${code(inputReference.scope)}; the input itself never leaves the process.`,
          "Record who reviewed, overrides with their coded reason, and outcomes when they become known: without these calls the log shows decisions and no oversight.",
          ...emitters.map(
            ({ service, atLeast, heartbeatSeconds }) =>
              `Run at least ${atLeast} process${atLeast === 1 ? "" : "es"} of ${code(service)} on every day${heartbeatSeconds === undefined ? "" : `, with a heartbeat every ${heartbeatSeconds} seconds`}; an export names days on which fewer were alive.`,
          ),
          "Watch for entries that were given a number and could not be written: the heartbeat says how many (`dropped`), and the gap stays visible in the chain.",
        ]),
        delivery === undefined
          ? "What the application does while an event cannot be written is not declared."
          : `While an event cannot be written, the application is ${code(delivery.whenLogCannotBeWritten)}. ${sentence(delivery.basis)}`,
      ),
    ],
  };
}

function store(facts: Facts): Part {
  const { archive, vault, input } = facts;
  const { id } = input.system;
  return {
    title: "Storing",
    says: [
      unless(
        notArchived(facts) ?? notKept(facts),
        asked("store-logs"),
        table(
          ["What", "How it is set"],
          [
            [
              "Kept in",
              archive ? code(`s3://${archive.bucket}/${archive.path}`) : "**no archive is synthesized**",
            ],
            [
              "Locked",
              vault?.lock
                ? `${code(vault.lock.mode)}, ${vault.lock.days} days`
                : "**no lock is synthesized**",
            ],
            ["Least period by law", `${LOG_RETENTION.inWords}, ${LOG_RETENTION.source.citation}`],
            [
              "Period chosen here",
              `${input.environment.retention.log.days} days: ${sentence(input.environment.retention.log.basis.purpose)}`,
            ],
          ],
        ),
        LOG_RETENTION.caveat,
        "A deployer who keeps logs elsewhere keeps the entries as they are: each entry is one canonical text, and its digest and its place in the chain are worth nothing once it is written anew.",
        `A signed copy of a period, which a third party can verify offline: ${code(`evidence export --system ${id} --environment ${input.environment.id} --from DATE --to DATE`)}.`,
        bullets(DATA_PROTECTION_FACTS.map(({ fact, source }) => `${fact} (${source.citation})`)),
      ),
    ],
  };
}

function interpret({ input }: Facts): Part {
  const { vocabulary, id } = input.system;
  const list = (all: readonly string[]) => all.map((each) => code(each)).join(", ");
  return {
    title: "Interpreting",
    says: [
      tells(
        asked("interpret-logs"),
        `Each entry is one event of schema ${code(EVENT_SCHEMA_VERSION)} (\`evidence/event/art12-event.v1.schema.json\`).`,
        table(
          ["Event type", "What it says"],
          EVENT_TYPES.map((type) => [code(type), sentenceWithCode(triggerOf(type))]),
        ),
        "Fields:",
        table(
          ["Field", "What it holds", "Type of event"],
          fieldsOfEvents().map(({ field, says, types }) => [
            code(field),
            sentenceWithCode(says),
            types.length === EVENT_TYPES.length ? "all" : list(types),
          ]),
        ),
        "Codes of this system, closed: another code is refused when it is logged.",
        table(
          ["Kind", "Codes"],
          Object.entries(vocabulary).map(([kind, codes]) => [kind, list(codes)]),
        ),
      ),
      adds(
        "How to read it rightly:",
        bullets([
          "A confidence is the system's own, rounded; it is no probability that the decision is right.",
          "Times are those of the emitter's clock until a seal confirms that the entry was there.",
          "A gap in an emitter's numbers means that entries are missing; `evidence export` names each, and says how far it can be told that none is.",
          "An override shows that a person decided otherwise. It does not show that the person was right.",
          "Of an input only a reference is logged: whether two entries are about the same input can be told where they have the same algorithm, key and scope, and `sha256-nonce` never tells.",
        ]),
        "Questions to the log, ready to be asked:",
        table(
          ["Question", "What the answer says", "Command"],
          CATALOGUE.map(({ name, title, answers, parameters }) => [
            title,
            answers,
            code(
              ["evidence query", name, `--environment ${input.environment.id}`]
                .concat(
                  parameters.map((each) => `--param ${each.name}=${each.name === "system" ? id : "..."}`),
                )
                .concat("--param from=... --param to=...")
                .join(" "),
            ),
          ]),
        ),
      ),
    ],
  };
}
