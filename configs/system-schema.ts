import { z } from "zod";
import { ANNEX_III } from "../regulation";
import { documentation } from "./documentation-schema";
import { monitoring } from "./monitoring-schema";
import { production } from "./production-schema";
import { breaks, EVEN_WHEN_OTHERS_FAIL } from "./rule";
import { code, date, id, line, memberState, orUnknownYet } from "./words";

const regulatory = z
  .strictObject({
    role: z
      .enum(["provider", "deployer", "provider-and-deployer"])
      .describe("Whose duties apply to us for this system: Art 16 (provider), Art 26 (deployer), or both."),
    annexIII: z
      .enum(ANNEX_III.map(({ ref }) => ref))
      .describe("Annex III point that makes the system high-risk, for example `5(b)` creditworthiness."),
    article6_3: z
      .union([z.literal("not-claimed"), z.strictObject({ record: line, assessedOn: date })])
      .describe("Art 6(3)-(4): exemption from high-risk. Claimed only with the documented assessment."),
    intendedPurpose: line.describe("Art 3(12): the intended purpose as the instructions for use state it."),
    euDatabaseId: orUnknownYet(line).describe("Registration in the EU database, Arts 49 and 71."),
    euDeclaration: orUnknownYet(z.strictObject({ reference: line, signedOn: date })).describe(
      "EU declaration of conformity, Art 47 and Annex IV(8).",
    ),
    placedOnMarket: orUnknownYet(date).describe(
      "Date of placing on the market or putting into service. Starts the ten years of Art 18(1); until known, documentation is held.",
    ),
    memberStates: z.array(memberState).min(1).describe("Member States in which the system is available."),
    financialInstitution: z
      .boolean()
      .describe(
        "Financial institution under Union financial services law: Arts 17(4), 18(3), 19(2), 26(5)-(6), 72(4), 74(6).",
      ),
    authority: orUnknownYet(line).describe(
      "Market surveillance authority; for financial institutions the financial supervisor, Art 74(6).",
    ),
    upstreamGpai: z
      .union([
        z.literal("none"),
        z.array(z.strictObject({ provider: line, model: line, version: line })).min(1),
      ])
      .describe(
        "General-purpose models the registered version wraps. Chapter V is not covered by this product.",
      ),
  })
  .superRefine((value, ctx) => {
    const point = ANNEX_III.find(({ ref }) => ref === value?.annexIII);
    if (!point?.isRemoteBiometricIdentification) return;
    breaks(ctx, value.annexIII, ["annexIII"], {
      rule: "remote-biometric-identification-refused",
      needed:
        "a system outside Annex III 1(a): Art 12(3) asks remote biometric identification to log the period of each use, the reference " +
        "database, the matching input data and the verifying persons; hashes and pseudonyms, which are all this log keeps, do not satisfy it",
      fix: "log this system in a sealed store built for Art 12(3); do not declare it here",
    });
  }, EVEN_WHEN_OTHERS_FAIL);

const delivery = z
  .strictObject({
    whenLogCannotBeWritten: z
      .enum(["fail-closed", "fail-open"])
      .describe(
        "What the application does with a case while its event cannot be written down. `fail-closed`: it does not decide, so that nothing happens that is not recorded (Art 12(1)). `fail-open`: it decides; the event is lost, counted in the chain and in the next heartbeat, and named as a gap by every export.",
      ),
    basis: line.describe(
      "Why: what an interruption would do to the people concerned (Art 9), against a use without a record (Arts 12, 19(1), 26(6)). For whoever asks why the system stopped, or why records are missing.",
    ),
  })
  .describe(
    "Delivery of the log. The application gives the same choice to its logger, whose `emitter_start` records it.",
  );

interface Codes {
  readonly vocabulary?: Partial<Record<string, readonly unknown[]>>;
  readonly monitoring?: Partial<Record<string, unknown>>;
}

/** A monitor of a code that the log never holds is silent for ever. */
function codesAreInVocabulary(value: Codes, ctx: z.RefinementCtx): void {
  const { vocabulary, monitoring: plan } = value ?? {};
  const shares = plan?.["decisionShares"];
  const used = [
    ...Object.keys(typeof shares === "object" && shares !== null ? shares : {}).map((given) => ({
      given,
      path: ["monitoring", "decisionShares", given],
      kind: "decisions",
    })),
    ...["adverseOutcomes", "complaints", "incidents"].flatMap((key) => {
      const codes = (plan?.[key] as { codes?: unknown } | undefined)?.codes;
      return (Array.isArray(codes) ? codes : []).map((given: unknown, index) => ({
        given,
        path: ["monitoring", key, "codes", index],
        kind: "outcomes",
      }));
    }),
  ];
  for (const { given, path, kind } of used) {
    const known = vocabulary?.[kind];
    if (!Array.isArray(known) || known.includes(given)) continue;
    breaks(ctx, given, path, {
      rule: "code-in-vocabulary",
      needed: `one of vocabulary.${kind}: ${known.join(", ")}`,
      fix: `correct the code, or add it to vocabulary.${kind} if the application logs it`,
    });
  }
  const decisions = vocabulary?.["decisions"];
  if (typeof shares !== "object" || shares === null || !Array.isArray(decisions)) return;
  const without = decisions.filter((each) => !Object.hasOwn(shares, String(each)));
  if (without.length === 0) return;
  breaks(ctx, shares, ["monitoring", "decisionShares"], {
    rule: "decision-shares-are-whole",
    needed: `a share for every decision of the vocabulary; none for ${without.join(", ")}`,
    fix: "give a decision that is hardly ever made 0.01",
  });
}

/** One AI system: `configs/systems/<id>.yaml`. */
export const systemSchema = z
  .strictObject({
    id: id.describe("Name of the system in resources, tags and logs. Never change it once deployed."),
    title: line.describe("Name for people, in reports and monitors."),
    status: z
      .enum(["active", "retired"])
      .default("active")
      .describe("`retired` keeps evidence, and the monitors that monitoring.afterRetirement says."),
    environments: z
      .union([z.literal("all"), z.array(id).min(1)])
      .default("all")
      .describe("Environments the system runs in."),
    version: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}$/)
      .describe("Version of the AI system (Annex IV(1)(c)), not of the model."),
    registeredModel: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)
      .describe("Name of the registered model in MLflow whose versions this system runs."),
    regulatory,
    inputReference: z
      .strictObject({
        algorithm: z
          .enum(["hmac-sha256", "sha256-nonce"])
          .describe("How inputs are referenced in logs; never raw."),
        scope: z
          .string()
          .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)
          .describe("What the digest covers, for example `applicant-features`."),
      })
      .describe("Input reference of the event."),
    vocabulary: z
      .strictObject({
        decisions: z.array(code).min(1),
        reasons: z.array(code).min(1),
        outcomes: z.array(code).min(1),
        errors: z.array(code).min(1),
      })
      .describe(
        "Closed vocabularies of the log: decisions, reasons (of reviewers and of changes), outcomes, errors.",
      ),
    monitoring,
    emitters: z
      .array(
        z.strictObject({
          service: z
            .string()
            .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,90}$/)
            .describe("Name of the program that writes events: an emitter's id is `<service>.<uuid>`."),
          atLeast: z
            .int()
            .min(1)
            .max(10_000)
            .describe("Processes of it that are alive on every day, at least."),
          heartbeatSeconds: z
            .int()
            .min(1)
            .max(86_400)
            .optional()
            .describe(
              "Seconds from one heartbeat of a process to the next. An export names silences of more than three; left out, only what heartbeats say of themselves counts.",
            ),
        }),
      )
      .min(1)
      .superRefine((emitters, ctx) => {
        const services = emitters.map(({ service }) => service);
        const again = services.findIndex((service, index) => services.indexOf(service) < index);
        if (again < 0) return;
        breaks(ctx, services[again], [again, "service"], {
          rule: "expected-service-once",
          needed: "each service once",
          fix: "give one entry the processes of both in atLeast",
        });
      })
      .optional()
      .describe(
        "Emitters that write on every UTC day. An export names days on which fewer were alive; without this it cannot tell whether one was silent.",
      ),
    delivery: delivery.optional(),
    production: production.optional(),
    documentation: documentation.optional(),
    volume: z
      .strictObject({
        eventsPerDay: z.int().min(1).max(1_000_000_000).describe("Log entries expected on an average day."),
      })
      .describe("Expected volume, from which `evidence cost` computes what ten years cost."),
  })
  .superRefine(codesAreInVocabulary, EVEN_WHEN_OTHERS_FAIL)
  .meta({
    title: "AI system",
    description: "One high-risk AI system, for configs/systems/<id>.yaml of ai-act-evidence.",
  });

/** A validated AI system. */
export type System = z.infer<typeof systemSchema>;
