import { provision } from "../../../regulation";
import { bullets, code, sentence, table } from "../../markdown";
import type { Plan } from "../compose";
import type { Facts } from "../facts";
import { adds, fromConfig, lacks, refers, suppliedInConfig, tells, type Part, type Said } from "../said";
import { asked as element, limits, monitorsTable } from "../words";

const asked = (id: string) => element("functioning", id);
const FIELD = "documentation.functioning";

/** Annex IV, point 3. */
export function functioning(facts: Facts): Plan {
  const said = facts.input.system.documentation?.functioning ?? {};
  return {
    name: "annex-iv-3-monitoring-functioning-control",
    title: "Monitoring, functioning and control (Annex IV, point 3)",
    ofProvider: true,
    about: `${provision("Art15(3)").summary} How the system is monitored after it is placed on the market is in the [post-market monitoring plan](annex-iv-9-post-market-monitoring-plan.md).`,
    parts: [
      {
        title: "Capabilities and limitations",
        says: [
          fromConfig(asked("limits-of-performance"), said.limitations, `${FIELD}.limitations`, (all) =>
            bullets(all.map((each) => sentence(each))),
          ),
        ],
      },
      accuracy(facts),
      {
        title: "Foreseeable unintended outcomes and sources of risks",
        says: [
          fromConfig(asked("foreseeable-risks"), said.risks, `${FIELD}.risks`, (risks) =>
            table(
              ["Risk", "Concerns", "Measure"],
              risks.map(({ id, risk, affects, measure }) => [
                `${code(id)} ${sentence(risk)}`,
                affects.map((each) => each.replaceAll("-", " ")).join(", "),
                sentence(measure),
              ]),
            ),
          ),
          adds("Which event and which monitor shows each of them is in the [logging plan](logging-plan.md)."),
        ],
      },
      oversight(facts, said.interpretation),
      {
        title: "Input data",
        says: [
          fromConfig(asked("input-specification"), said.inputs, `${FIELD}.inputs`, sentence),
          adds(
            `An input outside the intended purpose is recorded as ${code("out_of_scope_input")}. Of an input the log holds a reference by ${code(facts.input.system.inputReference.algorithm)} over ${code(facts.input.system.inputReference.scope)}.`,
          ),
        ],
      },
    ],
  };
}

function accuracy({ input }: Facts): Part {
  const declared = input.system.production?.instructionsForUse;
  const groups = (declared?.accuracy ?? []).flatMap(({ metric, groups: by = [], ...limit }) =>
    by.map(({ attribute, values }) => [
      sentence(attribute),
      values.map((value) => code(value)).join(", "),
      limits({ metric, ...limit }),
    ]),
  );
  const unknown = input.system.documentation?.functioning?.groupsWithoutAccuracy;
  return {
    title: "Accuracy",
    says: [
      fromConfig(
        asked("accuracy-overall"),
        declared,
        "production.instructionsForUse",
        ({ reference, accuracy: all }) =>
          [`As declared in: ${sentence(reference)}.`, bullets(all.map((each) => limits(each)))].join("\n\n"),
      ),
      groups.length === 0
        ? lacks(
            asked("accuracy-of-groups"),
            suppliedInConfig("production.instructionsForUse.accuracy[].groups"),
          )
        : tells(
            asked("accuracy-of-groups"),
            "The same limit holds in each group by itself:",
            table(["By", "Groups", "Limit in each"], groups),
          ),
      adds(unknown === undefined ? "" : `Groups of which accuracy is not known: ${sentence(unknown)}`),
    ],
  };
}

function oversight({ input, monitors }: Facts, interpretation: string | undefined): Part {
  const about = monitors.filter(({ duties }) => duties.includes("Art14"));
  const measures = input.system.production?.oversight;
  const says: Said[] = [
    measures === undefined
      ? lacks(asked("oversight-measures"), suppliedInConfig("production.oversight"))
      : refers(
          asked("oversight-measures"),
          `${sentence(measures.reference)}, assessed on ${measures.assessedOn}. ${provision("Art14").summary}`,
        ),
    adds(
      "Each decision's entry says whether a person had to review it, who did (by a pseudonym), and whether it was overridden, with a coded reason.",
      about.length === 0 ? "No monitor of oversight is synthesized." : monitorsTable(about),
    ),
    fromConfig(asked("interpretation-measures"), interpretation, `${FIELD}.interpretation`, sentence),
  ];
  return { title: "Human oversight", says };
}
