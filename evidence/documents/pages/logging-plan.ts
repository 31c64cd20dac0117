import { LOG_PURPOSES, NOT_COVERED, provision, type LogPurpose } from "../../../regulation";
import { PURPOSES_BY_TYPE, type Art12EventType } from "../../event";
import { bullets, code, sentence, sentenceWithCode, table } from "../../markdown";
import type { Plan } from "../compose";
import { EVENT_TYPES, triggerOf } from "../facts/log-metrics";
import { notArchived } from "../facts/shortfalls";
import type { DeployedMonitor } from "../facts/monitors";
import type { Facts } from "../facts";
import { adds, suppliedInConfig, unless, type Part, type Said } from "../said";
import { asked as element, named, notDeployed, runs } from "../words";
import { archiveTable } from "./archive-table";

const asked = (id: string) => element("logging", id);

/** Article 12: which risk is seen by which event, for which purpose, and by which monitor. */
export function loggingPlan(facts: Facts): Plan {
  return {
    name: "logging-plan",
    title: "Logging plan (Article 12)",
    ofProvider: true,
    about: `${provision("Art12(1)").summary} ${provision("Art12(2)").summary} One event for each decision is this product's policy.`,
    parts: [events(facts), risks(facts), purposes(facts), content(facts), keeping(facts)],
  };
}

/** Monitors that count events of a type. */
const watching = ({ monitors }: Facts, type: Art12EventType): readonly DeployedMonitor[] =>
  monitors.filter(({ eventTypes }) => eventTypes.includes(type));

/** Monitors of this type and hardly any other: those of all types are told once for all. */
const ofFew = (monitors: readonly DeployedMonitor[]) =>
  monitors.filter(({ eventTypes }) => eventTypes.length < EVENT_TYPES.length);

function events(facts: Facts): Part {
  const ofAll = facts.monitors.filter(({ eventTypes }) => eventTypes.length === EVENT_TYPES.length);
  return {
    title: "Events, and what triggers them",
    says: [
      unless(
        notArchived(facts),
        asked("automatic-recording"),
        "Each is written by the program as it happens, without anybody's doing (`clients/`), numbered and chained by its emitter.",
        table(
          ["Event type", "Trigger", "Purposes (12(2))", "Why", "Monitors"],
          EVENT_TYPES.map((type) => {
            const { purposes, why } = PURPOSES_BY_TYPE[type];
            const monitors = ofFew(watching(facts, type));
            return [
              code(type),
              sentenceWithCode(triggerOf(type)),
              letters(purposes),
              why,
              monitors.length > 0 ? named(monitors) : "none of its own",
            ];
          }),
        ),
        ofAll.length > 0 ? `Monitors that count events of every type: ${named(ofAll)}.` : "",
      ),
    ],
  };
}

const letters = (purposes: readonly LogPurpose[]): string =>
  purposes.map((each) => each.replace("12(2)", "")).join(", ");

function risks(facts: Facts): Part {
  const declared = facts.input.system.documentation?.functioning?.risks;
  return {
    title: "From risk to monitor",
    says: [
      declared === undefined
        ? adds(`**Missing: risks of this system.** ${suppliedInConfig("documentation.functioning.risks")}`)
        : adds(
            "A risk that no monitor watches is seen by nobody until somebody looks.",
            table(
              ["Risk", "Trigger", "Event type", "Purposes (12(2))", "Monitor"],
              declared.flatMap(({ id, risk, monitors = [] }) => {
                const head = `${code(id)} ${sentence(risk)}`;
                if (monitors.length === 0) return [[head, "", "", "", "**no monitor**"]];
                return monitors.map((key, index) =>
                  riskRow(facts, index === 0 ? head : `${code(id)}, too`, key),
                );
              }),
            ),
          ),
      adds(unnamed(facts)),
    ],
  };
}

function riskRow(facts: Facts, head: string, key: string): string[] {
  const monitor = facts.monitors.find((each) => each.key === key);
  if (!monitor) return [head, "", "", "", `${code(key)}: **not among the synthesized monitors**`];
  const { eventTypes, title } = monitor;
  const shown = `${code(key)}: ${sentence(title)}`;
  if (eventTypes.length === 0)
    return [head, "measured by another program", "none: no entry of the log", "", shown];
  const all = eventTypes.length === EVENT_TYPES.length;
  return [
    head,
    all
      ? "any event, or that none comes"
      : eventTypes.map((type) => sentenceWithCode(triggerOf(type))).join(" "),
    all ? "all" : eventTypes.map((type) => code(type)).join(", "),
    letters(purposesOf(eventTypes)),
    shown,
  ];
}

const purposesOf = (types: readonly Art12EventType[]): readonly LogPurpose[] =>
  (Object.keys(LOG_PURPOSES) as LogPurpose[]).filter((purpose) =>
    types.some((type) => (PURPOSES_BY_TYPE[type].purposes as readonly LogPurpose[]).includes(purpose)),
  );

/** Monitors that no declared risk names. */
function unnamed({ monitors, input }: Facts): string {
  const claimed = new Set(
    input.system.documentation?.functioning?.risks?.flatMap((risk) => risk.monitors ?? []),
  );
  const others = monitors.filter(({ key }) => !claimed.has(key));
  return others.length === 0 ? "" : `Monitors that no declared risk names: ${named(others)}.`;
}

function purposes(facts: Facts): Part {
  const of = (id: string, purpose: LogPurpose): Said => {
    const types = EVENT_TYPES.filter((type) =>
      (PURPOSES_BY_TYPE[type].purposes as readonly LogPurpose[]).includes(purpose),
    );
    return unless(
      notArchived(facts),
      asked(id),
      `${LOG_PURPOSES[purpose].purpose}: ${types.map((type) => code(type)).join(", ")}.`,
    );
  };
  const biometric = NOT_COVERED.find(({ id }) => id === "log-remote-biometric-identification");
  return {
    title: "The three purposes",
    says: [
      of("events-of-risk", "12(2)(a)"),
      of("events-for-monitoring", "12(2)(b)"),
      of("events-of-operation", "12(2)(c)"),
      adds(
        "Which purposes an event type serves is this product's reading: the Act names purposes, and no types of events.",
        biometric
          ? `Article 12(3) does not concern this system (Annex III, point ${sentence(facts.input.system.regulatory.annexIII)}). ${biometric.text} ${biometric.reason}`
          : "",
      ),
    ],
  };
}

function content({ input }: Facts): Part {
  const { inputReference, vocabulary, delivery, emitters } = input.system;
  const codes = (all: readonly string[]) => all.map((each) => code(each)).join(", ");
  return {
    title: "What an entry holds, and what happens when it cannot be written",
    says: [
      adds(
        table(
          ["What", "Of this system"],
          [
            [
              "Input",
              `a reference by ${code(inputReference.algorithm)} over ${code(inputReference.scope)}; never the input itself`,
            ],
            ["Decisions", codes(vocabulary.decisions)],
            ["Reasons", codes(vocabulary.reasons)],
            ["Outcomes", codes(vocabulary.outcomes)],
            ["Errors", codes(vocabulary.errors)],
            [
              "Emitters",
              (emitters ?? [])
                .map(({ service, atLeast }) => `${code(service)}, at least ${atLeast}`)
                .join("; ") || "**not declared**: whether one was silent cannot be told",
            ],
          ],
        ),
        delivery === undefined
          ? `**Missing: what the application does while an event cannot be written.** ${suppliedInConfig("delivery")}`
          : `While an event cannot be written the system is ${code(delivery.whenLogCannotBeWritten)}: ${sentence(delivery.basis)}`,
      ),
    ],
  };
}

function keeping(facts: Facts): Part {
  const table = archiveTable(facts);
  return {
    title: "Where entries go",
    says: [
      adds(table === "" ? `**Missing.** ${notDeployed(facts, "archive of the log")}` : table),
      adds(
        bullets([
          "Every entry is archived, whether or not it can be searched in Datadog.",
          ...(runs(facts, "seal")
            ? ["The day's seal lists each new object with its digest, so that a later change shows."]
            : [
                "**No job that seals the archive is synthesized** and switched on: where it runs otherwise, this page cannot tell.",
              ]),
        ]),
      ),
    ],
  };
}
